import { FlexRender, type Row, type RowData } from '@tanstack/react-table'
import { memo } from 'react'
import { formatCount } from '../time/format.ts'
import { ActiveRow } from './row-link.tsx'
import type { Columns, Line, TableFeatureSet } from './table-model.ts'
import classes from './virtual-table.module.css'

interface TableLineProps<T extends RowData> {
  readonly index: number
  readonly line: Line<T>
  readonly row: Row<TableFeatureSet, T> | undefined
  /** How many items stand before this line. */
  readonly ordinal: number
  readonly active: boolean
  /** What the row is drawn with: a change draws it again although its item is the same. */
  readonly columns: Columns<T>
  readonly hidden: readonly string[]
  /** Distance from the top in pixels; null where lines flow. */
  readonly offset: number | null
  readonly measure: (element: Element | null) => void
  readonly onFocus: (index: number) => void
}

/** One line of a table: a row, or the heading of a group. */
function Line_<T extends RowData>({ index, line, row, ordinal, active, offset, measure, onFocus }: TableLineProps<T>) {
  const place = offset === null ? undefined : { transform: `translateY(${offset}px)` }
  const positioned = offset === null ? '' : (classes['placed'] ?? '')
  if (line.type === 'group') {
    return (
      <div role="row" ref={measure} data-index={index} className={`${classes['group']} ${positioned}`} style={place}>
        <div role="cell">
          {line.label} <span className="soft">{formatCount(line.count)}</span>
        </div>
      </div>
    )
  }
  return (
    <ActiveRow value={active}>
      <div
        role="row"
        ref={measure}
        data-index={index}
        aria-rowindex={ordinal + 2}
        className={`${classes['row']} ${positioned}`}
        style={place}
        onFocus={() => onFocus(index)}
      >
        {row?.getVisibleCells().map((cell) => (
          <div
            key={cell.id}
            role="cell"
            className={classes['cell']}
            data-column={cell.column.id}
            data-label={labelOf(cell.column.columnDef.header)}
          >
            <FlexRender cell={cell} />
          </div>
        ))}
      </div>
    </ActiveRow>
  )
}
/** The title of a column where it is a text; shown before the cell where there is no room for columns. */
function labelOf(header: unknown): string {
  return typeof header === 'string' ? header : ''
}

export const TableLine = memo(Line_) as typeof Line_
