import type { Occurrence } from '@evidentia/core'
import { Link } from '@tanstack/react-router'
import type { Answer } from '../../client/answers.ts'
import { useOrganization, usePermission } from '../../client/organization.ts'
import { occurrenceStatusFaces } from '../../status/row-status.ts'
import { RowStatusLabel } from '../../status/status-label.tsx'
import { Day } from '../../time/day.tsx'
import { formatRange } from '../../time/format.ts'
import { wordsOf } from '../../widgets/words.ts'
import type { RowWithOccurrences } from './occurrence-choice.ts'
import { OccurrenceDetail } from './occurrence-detail.tsx'
import { shortLabel } from './interval-label.ts'
import classes from './control.module.css'

interface ControlRowProps {
  readonly row: RowWithOccurrences
  /** The opened interval of this row. */
  readonly chosen: Occurrence | null
  readonly onChoose: (interval: string) => void
  readonly people: { readonly [id: string]: string }
  readonly evidence: Answer<'readControl'>['evidence']
}

/** One evidence requirement for one subject: where it stands, and its intervals as a line of buttons that open. */
export function ControlRow({ row, chosen, onChoose, people, evidence }: ControlRowProps) {
  const owner = row.owner === null ? 'nobody' : (people[row.owner] ?? row.owner)
  return (
    <li className={classes['row']}>
      <div className={classes['rowHead']}>
        <RowStatusLabel status={row.status} />
        <h3>
          {row.requirementTitle}, {row.subjectName}
        </h3>
        <span className="soft">
          {wordsOf(row.cadence)} from {row.systemOfRecord}, owner {owner}
          {row.due !== null && (
            <>
              , next due <Day date={row.due} />
            </>
          )}
        </span>
      </div>
      <ResultsLink row={row} />
      {row.reasons.length > 0 && <p className={classes['reasons']}>{row.reasons.join(' ')}</p>}
      <ol className={classes['timeline']} aria-label={`Intervals of ${row.requirementTitle}, ${row.subjectName}`}>
        {row.occurrences.map((occurrence) => (
          <li key={occurrence.interval.label}>
            <OccurrenceCell occurrence={occurrence} opened={occurrence === chosen} onChoose={onChoose} />
          </li>
        ))}
      </ol>
      {chosen !== null && <OccurrenceDetail of={row} row={row} occurrence={chosen} evidence={evidence} />}
    </li>
  )
}

/** Leads to what checks ever answered on this row. */
function ResultsLink({ row: { key, occurrences } }: { readonly row: RowWithOccurrences }) {
  const org = useOrganization()
  const mayRead = usePermission('evidence:read')
  if (!mayRead || occurrences.every(({ checks }) => checks.length === 0)) return null
  return (
    <Link to="/o/$org/check-results" params={{ org }} search={{ row: key }} className={classes['results']}>
      Sealed check results of this row
    </Link>
  )
}

interface OccurrenceCellProps {
  readonly occurrence: Occurrence
  readonly opened: boolean
  readonly onChoose: (interval: string) => void
}

function OccurrenceCell({ occurrence: { interval, status }, opened, onChoose }: OccurrenceCellProps) {
  const { icon: Icon, word, tone } = occurrenceStatusFaces[status]
  return (
    <button
      type="button"
      className={classes['cell']}
      data-tone={tone}
      aria-expanded={opened}
      title={`${formatRange(interval)}: ${word}`}
      onClick={() => onChoose(interval.label)}
    >
      <Icon size={15} stroke={2} aria-hidden />
      <span>{shortLabel(interval)}</span>
      <span className="visually-hidden">, {formatRange(interval)}: </span>
      <span className={classes['cellWord']}>{word}</span>
    </button>
  )
}
