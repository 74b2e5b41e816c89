import {
  columnVisibilityFeature,
  createColumnHelper,
  tableFeatures,
  type ColumnDef,
  type RowData,
} from '@tanstack/react-table'

/** What our tables use of the table model: the server sorts and filters, the page hides columns. */
export const tableFeatureSet = tableFeatures({ columnVisibilityFeature })
export type TableFeatureSet = typeof tableFeatureSet
export type Columns<T extends RowData> = readonly ColumnDef<TableFeatureSet, T>[]

/** Builds the columns of a table over items of one type. */
export function columnsFor<T extends RowData>() {
  return createColumnHelper<TableFeatureSet, T>()
}

/** How a column is laid out and asked for: its grid track, and its name in the API's `sort`. */
export interface ColumnLayout {
  readonly track: string
  readonly sort?: string
  /** The column that names the row can not be hidden. */
  readonly fixed?: boolean
}

/** One line of a table: an item, or the heading of the items below it. */
export type Line<T> =
  | { readonly type: 'item'; readonly key: string; readonly item: T }
  | { readonly type: 'group'; readonly key: string; readonly label: string; readonly count: number }
