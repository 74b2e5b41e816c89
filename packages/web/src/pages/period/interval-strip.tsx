import { IconPencilBolt } from '@tabler/icons-react'
import { use, useRef, useState, type KeyboardEvent } from 'react'
import { occurrenceStatusFaces } from '../../status/row-status.ts'
import { ActiveRow } from '../../table/row-link.tsx'
import { Day } from '../../time/day.tsx'
import { formatDate, formatRange } from '../../time/format.ts'
import { counted } from '../../widgets/words.ts'
import { shortLabel } from '../controls/interval-label.ts'
import { piecesOf, rangeOf, type IntervalGroup, type PeriodRow } from './interval-groups.ts'
import { PeriodTableContext } from './period-table.ts'
import classes from './period.module.css'

/** The intervals of a row in a line. One of them takes part in tabbing; the arrows left and right move along. */
export function IntervalStrip({ row }: { readonly row: PeriodRow }) {
  const table = use(PeriodTableContext)
  const opened = table.row === row.key ? table.interval : undefined
  const isActiveRow = use(ActiveRow)
  const strip = useRef<HTMLOListElement>(null)
  const pieces = piecesOf(row)
  const groups = pieces.filter((piece) => piece.type === 'intervals')
  const [chosen, setCurrent] = useState(() => firstMissed(groups))
  const current = Math.min(chosen, groups.length - 1)
  function onKeyDown(event: KeyboardEvent): void {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    const next = current + step
    if (step === 0 || next < 0 || next >= groups.length) return
    event.preventDefault()
    setCurrent(next)
    strip.current?.querySelectorAll('button')[next]?.focus()
  }
  return (
    <div className={classes['intervals']}>
      <ol
        ref={strip}
        className={classes['strip']}
        aria-label={`Intervals of ${row.requirementTitle}, ${row.subjectName}`}
        onKeyDown={onKeyDown}
      >
        {pieces.map((piece) =>
          piece.type === 'change' ? (
            <li key={`change ${piece.change.on}`} className={classes['change']}>
              <IconPencilBolt size={14} aria-hidden />
              <span className="visually-hidden">Design changed on {formatDate(piece.change.on)}</span>
            </li>
          ) : (
            <li key={piece.occurrences[0].interval.label}>
              <Cell
                group={piece}
                opened={piece.occurrences.some(({ interval }) => interval.label === opened)}
                tabIndex={isActiveRow && piece === groups[current] ? 0 : -1}
                onOpen={(interval) => table.onOpen(row.key, interval)}
                onFocus={() => setCurrent(groups.indexOf(piece))}
              />
            </li>
          ),
        )}
      </ol>
      {row.changes.map(({ on, what }) => (
        <p key={on} className={classes['changed']}>
          <IconPencilBolt size={14} aria-hidden /> From <Day date={on} />: {what.join(' ')}
        </p>
      ))}
    </div>
  )
}

interface CellProps {
  readonly group: IntervalGroup
  readonly opened: boolean
  readonly tabIndex: number
  readonly onOpen: (interval: string) => void
  readonly onFocus: () => void
}

function Cell({ group, opened, tabIndex, onOpen, onFocus }: CellProps) {
  const { status, interval } = group.occurrences[0]
  const { icon: Icon, word, tone } = occurrenceStatusFaces[status]
  const range = formatRange(rangeOf(group))
  const count = group.occurrences.length
  const days = count === 1 ? range : `${range}, ${counted(count, 'interval')}`
  return (
    <button
      type="button"
      className={classes['cell']}
      data-tone={tone}
      data-interval={interval.label}
      data-missed={status === 'missing' || undefined}
      aria-expanded={opened}
      title={`${days}: ${word}`}
      tabIndex={tabIndex}
      onFocus={onFocus}
      onClick={() => onOpen(interval.label)}
    >
      <Icon size={14} stroke={2} aria-hidden />
      <span>{count === 1 ? shortLabel(interval) : `${count} ×`}</span>
      <span className="visually-hidden">, {days}: </span>
      <span className={classes['word']}>{word}</span>
    </button>
  )
}

/** A reader who tabs into a row comes to what was missed first. */
function firstMissed(groups: readonly IntervalGroup[]): number {
  return Math.max(
    0,
    groups.findIndex(({ occurrences: [{ status }] }) => status === 'missing'),
  )
}
