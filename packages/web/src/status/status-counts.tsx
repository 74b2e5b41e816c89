import type { RowStatus } from '@evidentia/core'
import { formatCount } from '../time/format.ts'
import { rowStatusFaces, rowStatusOrder } from './row-status.ts'
import classes from './status-counts.module.css'

/** Counts of rows by status in words; statuses with none are left out. */
export function StatusCounts({ counts }: { readonly counts: { readonly [S in RowStatus]?: number | undefined } }) {
  const present = rowStatusOrder.filter((status) => (counts[status] ?? 0) > 0)
  if (present.length === 0) return <span className={classes['none']}>No rows</span>
  return (
    <span className={classes['counts']}>
      {present.map((status) => {
        const { icon: Icon, word, tone } = rowStatusFaces[status]
        return (
          <span key={status} className={classes['count']} data-tone={tone}>
            <Icon size={14} stroke={2} aria-hidden />
            {formatCount(counts[status] ?? 0)} {word.toLowerCase()}
          </span>
        )
      })}
    </span>
  )
}
