import type { RowStatus } from '@evidentia/core'
import { formatCount } from '../../time/format.ts'
import { rowStatusFaces, rowStatusOrder } from '../../status/row-status.ts'
import classes from './status-chips.module.css'

interface StatusChipsProps {
  readonly counts: { readonly [S in RowStatus]?: number | undefined }
  /** Statuses separated by commas; undefined for all. */
  readonly chosen: string | undefined
  readonly onChange: (chosen: string | undefined) => void
}

/** How many rows stand where; each is a switch that narrows the matrix to it. */
export function StatusChips({ counts, chosen, onChange }: StatusChipsProps) {
  const pressed = chosen?.split(',') ?? []
  const shown = rowStatusOrder.filter((status) => (counts[status] ?? 0) > 0 || pressed.includes(status))
  function toggle(status: string): void {
    const next = pressed.includes(status) ? pressed.filter((name) => name !== status) : [...pressed, status]
    onChange(next.length === 0 ? undefined : next.join(','))
  }
  return (
    <div className={classes['chips']} role="group" aria-label="Filter by status">
      {shown.map((status) => {
        const { icon: Icon, word, tone, meaning } = rowStatusFaces[status]
        return (
          <button
            key={status}
            type="button"
            className={classes['chip']}
            data-tone={tone}
            title={meaning}
            aria-pressed={pressed.includes(status)}
            onClick={() => toggle(status)}
          >
            <Icon size={15} stroke={2} aria-hidden />
            {word}
            <strong>{formatCount(counts[status] ?? 0)}</strong>
          </button>
        )
      })}
    </div>
  )
}
