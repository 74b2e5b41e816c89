import type { FindingItem } from '@evidentia/core'
import { IconCircleCheck } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useAsOf } from '../../app/as-of.ts'
import { useAnswer, type Answer as Answered } from '../../client/answers.ts'
import { useOrganization } from '../../client/organization.ts'
import { formatLongDate } from '../../time/format.ts'
import { PageAnswer } from '../../widgets/page-answer.tsx'
import { Empty } from '../../widgets/empty.tsx'
import { Page, Section } from '../../widgets/page.tsx'
import { counted } from '../../widgets/words.ts'
import { DueSoonList } from './due-soon-list.tsx'
import { FindingList } from './finding-list.tsx'
import { Standing } from './standing.tsx'
import classes from './overview.module.css'

type Overview = Answered<'readOverview'>

const groups: readonly { readonly title: string; readonly kinds: readonly FindingItem['kind'][] }[] = [
  { title: 'Failing checks', kinds: ['failing-check'] },
  { title: 'Evidence that is missing or overdue', kinds: ['missing-evidence', 'overdue-evidence'] },
  { title: 'Results that are not known', kinds: ['unknown-result'] },
  { title: 'Ownership', kinds: ['owner'] },
  { title: 'Raised by a person', kinds: ['raised'] },
  { title: 'The program itself', kinds: ['unknown-control', 'addressable-decision', 'policy-review'] },
]

/** The first screen: what needs a person now, by when, and whose it is. */
export function OverviewPage() {
  const overview = useAnswer('readOverview', { query: useAsOf() })
  return <PageAnswer of={overview}>{(data) => <Loaded overview={data} />}</PageAnswer>
}

function Loaded({ overview }: { readonly overview: Overview }) {
  const org = useOrganization()
  const { asOf, findingTotal, dueSoonTotal } = overview
  return (
    <Page title="What needs a person now" lead={`${leadOf(findingTotal, dueSoonTotal)} As of ${formatLongDate(asOf)}.`}>
      <div className={classes['columns']}>
        <div className={classes['main']}>
          {findingTotal === 0 && dueSoonTotal === 0 && <AllQuiet overview={overview} />}
          {groups.map(({ title, kinds }) => (
            <FindingGroup
              key={title}
              title={title}
              overview={overview}
              findings={overview.findings.filter(({ kind }) => kinds.includes(kind))}
            />
          ))}
          {overview.findings.length < findingTotal && (
            <p className="soft">
              These are the {overview.findings.length} most pressing of {counted(findingTotal, 'finding')}.
            </p>
          )}
          <p>
            <Link to="/o/$org/findings" params={{ org }}>
              All findings, with what was done about them
            </Link>
          </p>
          {overview.dueSoon.length > 0 && (
            <Section title="Due soon" aside={<span className="soft">{counted(dueSoonTotal, 'artifact')}</span>}>
              <DueSoonList rows={overview.dueSoon} asOf={asOf} people={overview.people} />
            </Section>
          )}
        </div>
        <Standing overview={overview} />
      </div>
    </Page>
  )
}

function FindingGroup({
  title,
  overview,
  findings,
}: {
  readonly title: string
  readonly overview: Overview
  readonly findings: readonly FindingItem[]
}) {
  if (findings.length === 0) return null
  return (
    <Section title={title} aside={<span className="soft">{counted(findings.length, 'finding')}</span>}>
      <FindingList findings={findings} asOf={overview.asOf} people={overview.people} />
    </Section>
  )
}

function AllQuiet({ overview }: { readonly overview: Overview }) {
  const hasRows = Object.values(overview.summary).some((count) => count > 0)
  return (
    <Section title="Nothing now">
      {hasRows ? (
        <Empty title="Nothing needs a person on this day.">
          <IconCircleCheck size={28} stroke={1.5} aria-hidden />
        </Empty>
      ) : (
        <Empty title="This organization owes no evidence yet.">
          Record its systems, vendors and people, then adopt controls, with <code>evidentia</code> or the API. What they
          owe appears here.
        </Empty>
      )}
    </Section>
  )
}

function leadOf(findings: number, dueSoon: number): string {
  if (findings === 0 && dueSoon === 0) return 'Nothing is open.'
  if (dueSoon === 0) return `${counted(findings, 'finding')}.`
  return `${counted(findings, 'finding')}, and ${counted(dueSoon, 'artifact')} due soon.`
}
