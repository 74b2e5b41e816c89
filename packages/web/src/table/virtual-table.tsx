import { useTable, type RowData } from '@tanstack/react-table'
import { useVirtualizer, type Range, defaultRangeExtractor } from '@tanstack/react-virtual'
import {
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
  type CSSProperties,
  type KeyboardEvent,
  type ReactNode,
} from 'react'
import { singleKeys } from '../app/shortcut-store.ts'
import { useFlag } from '../app/stored-flag.ts'
import { usePrinting } from './printing.ts'
import { rowAfterKey } from './row-keys.ts'
import { TableHeader } from './table-header.tsx'
import { TableLine } from './table-line.tsx'
import { tableFeatureSet, type ColumnLayout, type Columns, type Line } from './table-model.ts'
import { useNarrow } from './narrow.ts'
import classes from './virtual-table.module.css'

export interface VirtualTableProps<T extends RowData> {
  readonly label: string
  readonly columns: Columns<T>
  readonly layout: { readonly [column: string]: ColumnLayout }
  readonly lines: readonly Line<T>[]
  /** How many items match in all, loaded or not; null where nobody counted them. */
  readonly total: number | null
  /** Names of columns that are not shown. */
  readonly hidden?: readonly string[]
  readonly sort?: string | undefined
  readonly onSort?: (sort: string) => void
  /** Called when the last loaded lines come into view and there are more. */
  readonly onNearEnd?: (() => void) | undefined
  readonly empty: ReactNode
}

const noneHidden: readonly string[] = []

/** A table of up to 100,000 rows of which only those in view exist; rows are walked with the arrow keys. */
export function VirtualTable<T extends RowData>(props: VirtualTableProps<T>) {
  const { label, columns, layout, lines, total, hidden = noneHidden, sort, onSort, onNearEnd, empty } = props
  const items = useMemo(() => lines.flatMap((line) => (line.type === 'item' ? [line.item] : [])), [lines])
  const columnVisibility = useMemo(() => Object.fromEntries(hidden.map((name) => [name, false])), [hidden])
  const table = useTable({ features: tableFeatureSet, columns, data: items, state: { columnVisibility } })
  const tracks = table.getVisibleLeafColumns().map(({ id }) => layout[id]?.track ?? '1fr')
  const { rows } = table.getRowModel()
  const { scroller, virtualizer, active, onKeyDown, onFocusRow, narrow } = useTableWindow(lines, onNearEnd)
  const printing = usePrinting()
  const indices = printing ? lines.keys().toArray() : virtualizer.getVirtualItems().map(({ index }) => index)
  const itemOrdinals = useMemo(() => ordinalsOf(lines), [lines])
  return (
    <div
      ref={scroller}
      className={classes['scroller']}
      style={trackStyle(tracks)}
      data-print="flow"
      data-narrow={narrow || undefined}
      // Nothing inside can be focused while the table is empty, and a region that scrolls must be reachable.
      tabIndex={lines.length === 0 ? 0 : -1}
      role="table"
      aria-label={label}
      aria-rowcount={total === null ? -1 : total + 1}
      onKeyDown={onKeyDown}
    >
      <TableHeader headers={table.getHeaderGroups()[0]?.headers ?? []} layout={layout} sort={sort} onSort={onSort} />
      {lines.length === 0 ? (
        <div role="rowgroup">
          <div role="row">
            <div role="cell">{empty}</div>
          </div>
        </div>
      ) : (
        <div
          role="rowgroup"
          className={classes['body']}
          style={printing ? undefined : { height: virtualizer.getTotalSize() }}
        >
          {indices.map((index) => {
            const line = lines[index]
            const ordinal = itemOrdinals[index] ?? 0
            if (line === undefined) return null
            return (
              <TableLine
                key={line.key}
                index={index}
                line={line}
                row={line.type === 'item' ? rows[ordinal] : undefined}
                ordinal={ordinal}
                active={index === active}
                columns={columns}
                hidden={hidden}
                offset={printing ? null : (virtualizer.measurementsCache[index]?.start ?? 0)}
                measure={virtualizer.measureElement}
                onFocus={onFocusRow}
              />
            )
          })}
        </div>
      )}
    </div>
  )
}

/** The grid tracks as a custom property, which the type of style attributes does not know. */
function trackStyle(tracks: readonly string[]): CSSProperties {
  return { '--tracks': tracks.join(' ') } as CSSProperties
}

/** For each line the number of items before it. */
function ordinalsOf(lines: readonly Line<unknown>[]): readonly number[] {
  let items = 0
  return lines.map((line) => (line.type === 'item' ? items++ : items))
}

function useTableWindow(lines: readonly Line<unknown>[], onNearEnd: (() => void) | undefined) {
  const scroller = useRef<HTMLDivElement>(null)
  const narrow = useNarrow()
  const [chosen, setActive] = useState(0)
  const active =
    lines[chosen]?.type === 'item'
      ? chosen
      : Math.max(
          0,
          lines.findIndex(({ type }) => type === 'item'),
        )
  const shortcuts = useFlag(singleKeys)
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (lines[index]?.type === 'group' ? 34 : narrow ? 96 : 46),
    overscan: 12,
    scrollPaddingStart: 40,
    getItemKey: (index) => lines[index]?.key ?? index,
    // The active row always exists, so that focus is never lost by scrolling.
    rangeExtractor: useCallback(
      (range: Range) => [...new Set([...defaultRangeExtractor(range), active])].toSorted((a, b) => a - b),
      [active],
    ),
  })
  const lastIndex = virtualizer.getVirtualItems().findLast(({ index }) => index !== active)?.index ?? 0
  useEffect(() => {
    if (onNearEnd !== undefined && lastIndex >= lines.length - 20) onNearEnd()
  }, [lastIndex, lines.length, onNearEnd])
  function onKeyDown(event: KeyboardEvent): void {
    if (!(event.target instanceof Element) || event.target.closest('[data-row-link]') === null) return
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const items = lines.flatMap((line, index) => (line.type === 'item' ? [index] : []))
    const next = rowAfterKey(event.key, items.indexOf(active), items.length, shortcuts)
    const index = next === null ? undefined : items[next]
    if (index === undefined) return
    event.preventDefault()
    setActive(index)
    virtualizer.scrollToIndex(index)
    requestAnimationFrame(() => focusRow(scroller.current, index))
  }
  return { scroller, virtualizer, active, onKeyDown, onFocusRow: setActive, narrow }
}

function focusRow(scroller: HTMLElement | null, index: number): void {
  scroller?.querySelector<HTMLElement>(`[data-index="${index}"] [data-row-link]`)?.focus()
}
