/** A column with its share of the width of a page. */
export interface Column {
  readonly title: string
  readonly width: number
}

/** What is exported, as text: the same whatever becomes of it. */
export interface Table {
  readonly title: string
  /** Facts about the table: whose, as of which day, narrowed to what. */
  readonly details: readonly (readonly [label: string, value: string])[]
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly string[])[]
}
