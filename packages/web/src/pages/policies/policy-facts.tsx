import { Link } from '@tanstack/react-router'
import { useOrganization } from '../../client/organization.ts'
import { formatDate } from '../../time/format.ts'
import { Fact, Facts } from '../../widgets/facts.tsx'
import { Section } from '../../widgets/page.tsx'
import { counted } from '../../widgets/words.ts'
import type { ReadPolicy } from './policy-page.tsx'

/** Whose a policy is, what it began as and which controls it speaks for. */
export function PolicyFacts({ policy }: { readonly policy: ReadPolicy }) {
  const org = useOrganization()
  const version = policy.inForce ?? policy.draft
  if (version === null) return null
  const { body, sha256 } = version
  const nameOf = (id: string) => policy.people[id] ?? id
  return (
    <Section title="About this policy">
      <Facts>
        <Fact name="Owner">{nameOf(body.owner)}</Fact>
        <Fact name="Author">{nameOf(body.author)}</Fact>
        <Fact name="Approval">
          {body.approval === undefined
            ? 'Not approved by anybody'
            : `${nameOf(body.approval.by)}, ${formatDate(body.approval.on)}`}
        </Fact>
        <Fact name="Reviewed every">{counted(body.reviewMonths, 'month')}</Fact>
        {body.template !== undefined && (
          <Fact name="Began as">
            <Link to="/o/$org/policies/new" params={{ org }} search={{ template: body.template.id }}>
              {body.template.id}
            </Link>
            , version {body.template.version} of the library
          </Fact>
        )}
        <Fact name="Controls">
          {body.controls.length === 0
            ? 'None named'
            : body.controls.map((control, index) => (
                <span key={control}>
                  {index > 0 && ', '}
                  <Link to="/o/$org/controls/$control" params={{ org, control }}>
                    {control}
                  </Link>
                </span>
              ))}
        </Fact>
        <Fact name="SHA-256 of the text">
          <code>{sha256}</code>
        </Fact>
      </Facts>
    </Section>
  )
}
