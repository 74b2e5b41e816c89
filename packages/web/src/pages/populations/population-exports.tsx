import type { PopulationCard } from '@evidentia/core'
import { Link } from '@tanstack/react-router'
import { useOrganization } from '../../client/organization.ts'
import { Instant } from '../../time/day.tsx'
import { formatCount, formatRange } from '../../time/format.ts'
import { Empty } from '../../widgets/empty.tsx'
import { Section } from '../../widgets/page.tsx'
import { SimpleTable } from '../../widgets/simple-table.tsx'
import { subjectWords } from './subject-words.ts'

/** The exports the population was drawn from, oldest first, each with its own period and hash. */
export function PopulationExports({ card: { exports } }: { readonly card: PopulationCard }) {
  const org = useOrganization()
  return (
    <Section
      title="Drawn from"
      aside={
        <span className="soft">{`${formatCount(exports.listed.length)} of ${formatCount(exports.total)} exports`}</span>
      }
    >
      {exports.total === 0 ? (
        <Empty title="No export holds such records in this period." />
      ) : (
        <SimpleTable
          label="Exports"
          head={['Export', 'From', 'Of', 'Speaks of', 'Taken', 'Records', 'SHA-256']}
          rows={exports.listed.map((one) => ({
            key: one.evidence,
            cells: [
              <Link key="name" to="/o/$org/evidence/$evidence" params={{ org, evidence: one.evidence }}>
                {one.name}
              </Link>,
              one.source,
              one.subjects.map(subjectWords).join(', '),
              formatRange(one.effective),
              <Instant key="taken" at={one.collectedAt} />,
              one.gone === null ? formatCount(one.records) : gone[one.gone],
              <code key="hash" title={one.artifact}>
                {one.artifact.slice(0, 12)}…
              </code>,
            ],
          }))}
        />
      )}
    </Section>
  )
}

const gone = { disposed: 'Disposed of', unreadable: 'Its key was destroyed' } as const
