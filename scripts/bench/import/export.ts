/** A file as some tool writes it, made row by row. Each row is another thing, as in a real export. */
export interface Export {
  readonly importer: string
  readonly format: 'json' | 'csv' | 'xml' | 'ldif'
  readonly head: string
  readonly row: (n: number) => string
  readonly separator: string
  readonly tail: string
  /** How many rows; absent means as many as fill the size asked for. */
  readonly rows?: number
}
