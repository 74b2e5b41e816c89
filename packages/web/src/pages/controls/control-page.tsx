import { Button } from '@mantine/core'
import { IconUpload } from '@tabler/icons-react'
import { Link, useParams } from '@tanstack/react-router'
import { useAsOf } from '../../app/as-of.ts'
import { useAnswer, type Answer as Answered } from '../../client/answers.ts'
import { useOrganization, usePermission } from '../../client/organization.ts'
import { DropTarget } from '../../upload/file-drop.tsx'
import { useUpload } from '../../upload/upload-context.ts'
import { targetOf } from '../../upload/upload-target.ts'
import { formatDate } from '../../time/format.ts'
import { PageAnswer } from '../../widgets/page-answer.tsx'
import { Page, Section } from '../../widgets/page.tsx'
import { wordsOf } from '../../widgets/words.ts'
import { ControlEvidence } from './control-evidence.tsx'
import { ControlLayers } from './control-layers.tsx'
import { ControlRequirements } from './control-requirements.tsx'
import { ControlRows } from './control-rows.tsx'
import { TailoringActions, UpgradeNotice } from './control-tailoring.tsx'

/** One control: what it promises, how it is done, what it owes and has, and the requirements it serves. */
export function ControlPage() {
  const { control } = useParams({ from: '/o/$org/controls/$control' })
  const answer = useAnswer('readControl', { params: { control }, query: useAsOf() })
  return <PageAnswer of={answer}>{(data) => <Loaded answer={data} />}</PageAnswer>
}

function Loaded({ answer }: { readonly answer: Answered<'readControl'> }) {
  const org = useOrganization()
  const { control, tailoring, people } = answer
  const nameOf = (id: string | null) => (id === null ? 'nobody' : (people[id] ?? id))
  return (
    <Page
      title={control.title}
      above={
        <>
          <Link to="/o/$org/controls" params={{ org }}>
            Controls
          </Link>
          , {wordsOf(control.area)}
        </>
      }
      lead={
        <>
          {control.objective}{' '}
          {tailoring === null
            ? 'Not adopted by this organization.'
            : `Owner ${nameOf(answer.owner)}, backup ${nameOf(answer.backupOwner)}. Adopted ${formatDate(tailoring.adopted)}${tailoring.retired === undefined ? '' : `, retired ${formatDate(tailoring.retired)}`}, version ${tailoring.version}.`}
        </>
      }
      actions={
        <>
          <TailoringActions control={control.id} tailoring={tailoring} />
          <UploadButton answer={answer} />
        </>
      }
    >
      <UpgradeNotice control={control.id} tailoring={tailoring} />
      <Section title="What is owed, and what is there">
        <ControlRows answer={answer} />
      </Section>
      <UploadDrop answer={answer} />
      <ControlLayers control={control} tailoring={tailoring} />
      <Section title="Evidence">
        <ControlEvidence evidence={answer.evidence} />
      </Section>
      <Section title="Requirements it serves">
        <ControlRequirements requirements={answer.requirements} />
      </Section>
    </Page>
  )
}

/** Where the control owes one thing only, an upload from this page starts with it. */
function useStart(answer: Answered<'readControl'>) {
  const only = answer.rows.length === 1 ? answer.rows[0] : undefined
  return only === undefined ? {} : { targets: [targetOf(only)] }
}

function UploadButton({ answer }: { readonly answer: Answered<'readControl'> }) {
  const openUpload = useUpload()
  const start = useStart(answer)
  if (!usePermission('evidence:write') || answer.rows.length === 0) return null
  return (
    <Button variant="default" leftSection={<IconUpload size={15} aria-hidden />} onClick={() => openUpload(start)}>
      Upload evidence
    </Button>
  )
}

function UploadDrop({ answer }: { readonly answer: Answered<'readControl'> }) {
  const openUpload = useUpload()
  const start = useStart(answer)
  if (!usePermission('evidence:write') || answer.rows.length === 0) return null
  return (
    <DropTarget onFiles={(files) => openUpload({ ...start, files })}>
      <IconUpload size={18} stroke={1.6} aria-hidden />
      <span className="soft">
        Drop a file here to record it as evidence of this control. You say what it proves before it is sealed.
      </span>
    </DropTarget>
  )
}
