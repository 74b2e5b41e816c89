import { Link } from '@tanstack/react-router'
import type { Answer } from '../../client/answers.ts'
import { useOrganization } from '../../client/organization.ts'
import { rowStatusFaces, rowStatusOrder } from '../../status/row-status.ts'
import { Instant } from '../../time/day.tsx'
import { formatCount, formatRange } from '../../time/format.ts'
import { Section } from '../../widgets/page.tsx'
import { counted } from '../../widgets/words.ts'
import classes from './overview.module.css'

/** Where every row stands, in counts, and the last thing that was sealed. */
export function Standing({ overview }: { readonly overview: Answer<'readOverview'> }) {
  const org = useOrganization()
  const { summary, logSize, lastRecordedAt, evidenceTotal, organization } = overview
  return (
    <div className={classes['side']}>
      <Section title="Every row of the matrix">
        <ul className={classes['counts']}>
          {rowStatusOrder
            .filter((status) => (summary[status] ?? 0) > 0)
            .map((status) => {
              const { icon: Icon, word, meaning, tone } = rowStatusFaces[status]
              return (
                <li key={status} data-tone={tone}>
                  <Link
                    to="/o/$org/matrix"
                    params={{ org }}
                    search={{ status }}
                    className={classes['countLink']}
                    title={meaning}
                  >
                    <Icon size={17} stroke={1.9} aria-hidden />
                    <span>{word}</span>
                    <strong>{formatCount(summary[status] ?? 0)}</strong>
                  </Link>
                </li>
              )
            })}
        </ul>
        <p className={classes['note']}>
          Collected is not the same as reviewed by a person or accepted by the auditor. These counts speak of collection
          and checks only.
        </p>
      </Section>
      <Section title="The log">
        <p>
          {lastRecordedAt === null ? (
            'Nothing is sealed yet.'
          ) : (
            <>
              Last entry sealed <Instant at={lastRecordedAt} />.
            </>
          )}
        </p>
        <p className="soft">
          {counted(logSize, 'entry', 'entries')}, {counted(evidenceTotal, 'evidence file')}.
        </p>
        {organization.observationPeriod !== null && (
          <p className="soft">Observation period {formatRange(organization.observationPeriod)}.</p>
        )}
      </Section>
    </div>
  )
}
