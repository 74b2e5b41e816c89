import { useNavigate, useSearch } from '@tanstack/react-router'
import type { Answer } from '../../client/answers.ts'
import { Empty } from '../../widgets/empty.tsx'
import { ControlRow } from './control-row.tsx'
import type { RowWithOccurrences } from './occurrence-choice.ts'
import { chosenOccurrence } from './occurrence-choice.ts'
import classes from './control.module.css'

/** Every evidence requirement of a control for every subject, with its intervals in a line. */
export function ControlRows({ answer }: { readonly answer: Answer<'readControl'> }) {
  const search = useSearch({ from: '/o/$org/controls/$control' })
  const navigate = useNavigate({ from: '/o/$org/controls/$control' })
  if (answer.rows.length === 0) {
    return <Empty title="Nothing is owed on this day.">The control is not adopted, or nothing is in its scope.</Empty>
  }
  const chosen = chosenOccurrence(answer.rows, search)
  function choose(row: RowWithOccurrences, interval: string): void {
    const isOpen = chosen?.row.key === row.key && chosen.occurrence.interval.label === interval
    void navigate({
      search: (old) => ({ ...old, row: row.key, interval: isOpen ? 'none' : interval }),
      replace: true,
      resetScroll: false,
    })
  }
  return (
    <ul className={classes['rows']}>
      {answer.rows.map((row) => (
        <ControlRow
          key={row.key}
          row={row}
          chosen={chosen?.row.key === row.key ? chosen.occurrence : null}
          onChoose={(interval) => choose(row, interval)}
          people={answer.people}
          evidence={answer.evidence}
        />
      ))}
    </ul>
  )
}
