import { Link, useParams, useSearch } from '@tanstack/react-router'
import { useAnswer, type Answer } from '../../client/answers.ts'
import { useOrganization, usePermission } from '../../client/organization.ts'
import { formatDate } from '../../time/format.ts'
import { ButtonLink } from '../../widgets/button-link.tsx'
import { Empty } from '../../widgets/empty.tsx'
import { PageAnswer } from '../../widgets/page-answer.tsx'
import { Page, Section } from '../../widgets/page.tsx'
import { RetireForm } from './retire-form.tsx'
import { TailoringForm } from './tailoring-form.tsx'

/** Adopts, adjusts or retires a control of the library, with the reason. */
export function TailoringPage() {
  const { control } = useParams({ from: '/o/$org/controls/$control/tailoring' })
  const answer = useAnswer('readControl', { params: { control }, query: {} })
  return <PageAnswer of={answer}>{(data) => <Loaded answer={data} />}</PageAnswer>
}

function Loaded({ answer }: { readonly answer: Answer<'readControl'> }) {
  const org = useOrganization()
  const { act } = useSearch({ from: '/o/$org/controls/$control/tailoring' })
  const mayWrite = usePermission('program:write')
  const { control, tailoring } = answer
  const isOperated = tailoring !== null && tailoring.retired === undefined
  const verb = isOperated ? (act === 'retire' ? 'Retire' : 'Adjust') : 'Adopt'
  return (
    <Page
      title={`${verb}: ${control.title}`}
      above={
        <Link to="/o/$org/controls/$control" params={{ org, control: control.id }}>
          {control.title}
        </Link>
      }
      lead={leadOf(answer)}
      actions={
        isOperated &&
        mayWrite &&
        (act === 'retire' ? (
          <ButtonLink
            variant="default"
            to="/o/$org/controls/$control/tailoring"
            params={{ org, control: control.id }}
            search={{}}
          >
            Adjust instead
          </ButtonLink>
        ) : (
          <ButtonLink
            variant="default"
            to="/o/$org/controls/$control/tailoring"
            params={{ org, control: control.id }}
            search={{ act: 'retire' }}
          >
            Retire instead
          </ButtonLink>
        ))
      }
    >
      {!mayWrite && <Empty title="Your role reads the program and does not change it.">Ask a compliance lead.</Empty>}
      {mayWrite && isOperated && act === 'retire' && (
        <Section title="Retire">
          <RetireForm tailoring={tailoring} />
        </Section>
      )}
      {mayWrite && (!isOperated || act !== 'retire') && <TailoringForm key={control.id} answer={answer} />}
    </Page>
  )
}

function leadOf({ control, tailoring }: Answer<'readControl'>): string {
  if (tailoring === null)
    return `You begin with version ${control.version} of the library. Adopting it makes its evidence owed.`
  if (tailoring.retired !== undefined)
    return `Retired ${formatDate(tailoring.retired)}. Adopting it again starts a new time of operation.`
  return `You operate version ${tailoring.version} since ${formatDate(tailoring.adopted)}. What you leave alone stays as the library has it.`
}
