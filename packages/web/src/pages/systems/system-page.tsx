import { Link, useParams } from '@tanstack/react-router'
import { useAsOf } from '../../app/as-of.ts'
import { useAnswer, type Answer as Answered } from '../../client/answers.ts'
import { useOrganization } from '../../client/organization.ts'
import { RowStatusLabel } from '../../status/status-label.tsx'
import { Day } from '../../time/day.tsx'
import { formatDate } from '../../time/format.ts'
import { Answer } from '../../widgets/answer.tsx'
import { PageAnswer } from '../../widgets/page-answer.tsx'
import { Empty } from '../../widgets/empty.tsx'
import { Fact, Facts } from '../../widgets/facts.tsx'
import { Page, Section } from '../../widgets/page.tsx'
import { wordsOf } from '../../widgets/words.ts'
import { NotFoundPage } from '../error/not-found-page.tsx'
import { readSystem, type SystemBody } from './system-body.ts'
import { SystemEdges } from './system-edges.tsx'
import { usePeople } from './people.ts'
import classes from './system.module.css'

/** One system: what it is, what it talks to, and what it owes. */
export function SystemPage() {
  const { system } = useParams({ from: '/o/$org/systems/$system' })
  const { asOf } = useAsOf()
  const versions = useAnswer('readDocument', { params: { kind: 'system', id: system }, query: { limit: 100 } })
  return (
    <PageAnswer of={versions}>
      {({ items }) => {
        // Newest first: the first version in effect on the day asked about.
        const version = items.find(({ effective }) => asOf === undefined || effective <= asOf)
        if (version?.body == null) return <NotFoundPage />
        return <Loaded id={system} system={readSystem(system, version.body)} versions={items} />
      }}
    </PageAnswer>
  )
}

interface LoadedProps {
  readonly id: string
  readonly system: SystemBody
  readonly versions: Answered<'readDocument'>['items']
}

function Loaded({ id, system, versions }: LoadedProps) {
  const org = useOrganization()
  const people = usePeople()
  const { recovery, failureImpact, inService } = system
  const nameOf = (person: string | null) => (person === null ? 'Nobody' : (people[person] ?? person))
  return (
    <Page
      title={system.name}
      above={
        <Link to="/o/$org/systems" params={{ org }}>
          Systems
        </Link>
      }
      lead={system.description ?? undefined}
    >
      <Section title="What it is">
        <Facts>
          <Fact name="Kind">{wordsOf(system.kind)}</Fact>
          <Fact name="Environment">{wordsOf(system.environment)}</Fact>
          <Fact name="Holds">
            {system.sensitivity === 'phi' ? ['PHI', ...system.phi].join(', ') : wordsOf(system.sensitivity)}
          </Fact>
          <Fact name="Criticality">{wordsOf(system.criticality)}</Fact>
          <Fact name="Internet-facing">{system.internetFacing ? 'Yes' : 'No'}</Fact>
          <Fact name="Owner">{`${nameOf(system.owner)}, backup ${nameOf(system.backupOwner).replace('Nobody', 'nobody')}`}</Fact>
          {system.businessFunction !== null && <Fact name="Business function">{system.businessFunction}</Fact>}
          {recovery.rtoHours !== null && (
            <Fact name="Promised recovery">{`Back within ${recovery.rtoHours} hours${recovery.rpoHours === null ? '' : `, losing at most ${recovery.rpoHours} hours`}`}</Fact>
          )}
          {failureImpact.clinical !== null && <Fact name="If it fails, clinically">{failureImpact.clinical}</Fact>}
          {failureImpact.revenue !== null && <Fact name="If it fails, in revenue">{failureImpact.revenue}</Fact>}
          {inService.from !== null && (
            <Fact name="In service">{`From ${formatDate(inService.from)}${inService.to === null ? '' : ` to ${formatDate(inService.to)}`}`}</Fact>
          )}
          <Fact name="Versions">
            {versions.map(({ effective, entry }) => `from ${formatDate(effective)} (log entry ${entry})`).join(', ')}
          </Fact>
        </Facts>
      </Section>
      <Section title="What it owes">
        <SystemRows system={id} />
      </Section>
      <SystemEdges system={id} />
    </Page>
  )
}

function SystemRows({ system }: { readonly system: string }) {
  const org = useOrganization()
  const rows = useAnswer('listMatrix', { query: { ...useAsOf(), system, limit: 500 } })
  return (
    <Answer of={rows}>
      {({ items, people }) =>
        items.length === 0 ? (
          <Empty title="It owes nothing on this day.">No adopted control has it in its scope.</Empty>
        ) : (
          <ul className={classes['rows']}>
            {items.map((row) => (
              <li key={row.key}>
                <RowStatusLabel status={row.status} />
                <div>
                  <Link to="/o/$org/controls/$control" params={{ org, control: row.control }} search={{ row: row.key }}>
                    {row.requirementTitle}
                  </Link>
                  <div className="soft">{row.reasons.join(' ')}</div>
                </div>
                <span className="soft">
                  {row.owner === null ? 'Nobody' : (people[row.owner] ?? row.owner)}
                  {row.due !== null && (
                    <>
                      , due <Day date={row.due} />
                    </>
                  )}
                </span>
              </li>
            ))}
          </ul>
        )
      }
    </Answer>
  )
}
