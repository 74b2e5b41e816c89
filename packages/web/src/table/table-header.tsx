import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { FlexRender, type Header, type RowData } from '@tanstack/react-table'
import type { ColumnLayout, TableFeatureSet } from './table-model.ts'
import classes from './virtual-table.module.css'

interface TableHeaderProps<T extends RowData> {
  readonly headers: readonly Header<TableFeatureSet, T>[]
  readonly layout: { readonly [column: string]: ColumnLayout }
  /** Name of the sort, with a minus in front when descending. */
  readonly sort: string | undefined
  readonly onSort: ((sort: string) => void) | undefined
}

/** The head of a table; a column the API can sort by is a button. */
export function TableHeader<T extends RowData>({ headers, layout, sort, onSort }: TableHeaderProps<T>) {
  return (
    <div role="rowgroup" className={classes['head']}>
      <div role="row" aria-rowindex={1} className={classes['headRow']}>
        {headers.map((header) => {
          const name = layout[header.column.id]?.sort
          const direction = name === undefined ? null : directionOf(name, sort)
          return (
            <div key={header.id} role="columnheader" className={classes['headCell']} aria-sort={direction ?? undefined}>
              {name === undefined || onSort === undefined ? (
                <FlexRender header={header} />
              ) : (
                <button
                  type="button"
                  className={classes['sort']}
                  onClick={() => onSort(direction === 'ascending' ? `-${name}` : name)}
                >
                  <FlexRender header={header} />
                  {direction === 'ascending' && <IconArrowUp size={13} aria-hidden />}
                  {direction === 'descending' && <IconArrowDown size={13} aria-hidden />}
                </button>
              )}
            </div>
          )
        })}
      </div>
    </div>
  )
}

function directionOf(name: string, sort: string | undefined): 'ascending' | 'descending' | null {
  if (sort === name) return 'ascending'
  return sort === `-${name}` ? 'descending' : null
}
