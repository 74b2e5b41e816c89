import type { RowStatus } from '@evidentia/core'
import { rowStatusFaces, rowStatusOrder } from '../../status/row-status.ts'
import classes from './readiness.module.css'

/** The strokes that tell the areas of two statuses apart where their colors do not; a tile of 8 by 8. */
const strokes: { readonly [S in RowStatus]: string } = {
  failing: 'M0 8L8 0M-2 2L2 -2M6 10L10 6M0 0L8 8M-2 6L2 10M6 -2L10 2',
  missing: 'M0 8L8 0M-2 2L2 -2M6 10L10 6',
  overdue: 'M0 0L8 8M-2 6L2 10M6 -2L10 2',
  unknown: 'M2 2h1M6 6h1',
  'due-soon': 'M0 4h8',
  excepted: 'M4 0v8',
  current: '',
  'not-applicable': 'M4 4h0.6',
}

/** The name by which an area or a swatch is filled with the pattern of its status. */
export function patternOf(status: RowStatus): string {
  return `url(#readiness-${status})`
}

/** Defines the patterns, once on the page. */
export function StatusPatterns() {
  return (
    <svg width={0} height={0} className={classes['patterns']} aria-hidden focusable="false">
      <defs>
        {rowStatusOrder.map((status) => (
          <pattern key={status} id={`readiness-${status}`} width={8} height={8} patternUnits="userSpaceOnUse">
            <g data-tone={rowStatusFaces[status].tone}>
              <rect width={8} height={8} className={classes['wash']} />
              <path d={strokes[status]} className={classes['ink']} />
            </g>
          </pattern>
        ))}
      </defs>
    </svg>
  )
}
