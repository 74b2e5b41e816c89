import type { SkippedItem } from '@evidentia/core'
import type { TableRow } from './csv-scanner.ts'
import { malformed, shown } from './refusal.ts'
import { peekText } from './text.ts'

/** The columns a file must have, and those it may. `leading`: in this order at the start of the header, as a machine writes them; otherwise in any order. */
export interface CsvLayout {
  readonly columns: readonly string[]
  /** Read where they are there; their cells are empty where they are not. */
  readonly optional?: readonly string[]
  /** Columns that some tools write once for each value: their cells are one list, without the empty ones. */
  readonly repeated?: readonly string[]
  /**
   * Further names of a column, best first: of two that are there, the first is read and the other listed. Where they are given, all
   * names are compared without case, underscores and hyphens.
   */
  readonly known?: Readonly<Record<string, readonly string[]>>
  readonly order: 'leading' | 'any'
}

/** Where the columns of the layout stand in the header of one file. */
export interface CsvHeader {
  readonly width: number
  /** Each column that is read once, with its place; -1 where the file has none. */
  readonly single: readonly (readonly [string, number])[]
  readonly lists: readonly (readonly [string, readonly number[]])[]
  readonly unread: readonly SkippedItem[]
}

/** Whether the first line names most of the layout's columns, whatever separates them; a nearly right file is then refused in words, not ignored. */
export function hasHeaderOf(layout: CsvLayout, head: Uint8Array): boolean {
  const named = columnsIn(layout, head)
  return layout.columns.filter((column) => named.has(column)).length >= layout.columns.length * 0.6
}

/** The columns of the layout that the first line of a file names, whatever separates them. */
export function columnsIn(layout: CsvLayout, head: Uint8Array): ReadonlySet<string> {
  const [first = ''] = peekText(head)
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/, 1)
  const names = first.split(/[,;\t]/).map((cell) => cell.replaceAll('"', '').trim())
  return new Set(placesOf(layout, names).keys())
}

/** Finds the columns of the layout; one that is missing, misplaced or there twice refuses the file. */
export function readHeader(layout: CsvLayout, row: TableRow, file: string): CsvHeader {
  const names = row.cells.map((name) => name.trim())
  if (names.length === 1 && /[;\t]/.test(names[0] ?? '')) {
    throw malformed(
      { file, line: 1 },
      'the columns are not separated by commas',
      'Export it again with commas between the columns.',
    )
  }
  const places = placesOf(layout, names)
  const lists = layout.repeated ?? []
  for (const [column, [first, second]] of places) {
    // Some tools repeat columns, or leave them without a name. Only of what is read, two would be one too many.
    if (first === undefined || second === undefined || lists.includes(column)) continue
    const field = names[first] ?? column
    throw malformed({ file, line: 1, field }, 'the column stands twice in the header', 'Remove one of the two.')
  }
  for (const [at, column] of layout.columns.entries()) {
    const [place] = places.get(column) ?? []
    if (place === undefined) throw missingColumn(file, column)
    if (layout.order === 'leading' && place !== at) {
      const problem = `the header has ${shown(names[at] ?? '')} where ${shown(column)} belongs`
      throw malformed(
        { file, line: 1, field: column },
        problem,
        'Use the report as it was downloaded, columns in their order.',
      )
    }
  }
  const read = new Set([...places.values()].flat())
  return {
    width: names.length,
    single: [...layout.columns, ...(layout.optional ?? [])].map((column) => [column, places.get(column)?.[0] ?? -1]),
    lists: lists.map((column) => [column, places.get(column) ?? []]),
    unread: listUnread(names, read),
  }
}

export function missingColumn(file: string, column: string): Error {
  return malformed(
    { file, line: 1, field: column },
    `the header has no column ${shown(column)}`,
    'Export it again with this column.',
  )
}

/** By column of the layout, the places of those with the best of its names that is there. */
function placesOf(layout: CsvLayout, names: readonly string[]): ReadonlyMap<string, number[]> {
  const spell = layout.known === undefined ? (name: string) => name : loosely
  const byName = new Map<string, number[]>()
  for (const [at, name] of names.entries()) {
    const spelled = spell(name)
    const known = byName.get(spelled)
    if (known === undefined) byName.set(spelled, [at])
    else known.push(at)
  }
  const places = new Map<string, number[]>()
  for (const column of [...layout.columns, ...(layout.optional ?? []), ...(layout.repeated ?? [])]) {
    const spellings = [column, ...(layout.known?.[column] ?? [])].map(spell)
    const best = spellings.find((name) => byName.has(name))
    const found = best === undefined ? undefined : byName.get(best)
    if (found !== undefined) places.set(column, found)
  }
  return places
}

const loosely = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, ' ')
    .trim()

/** The columns that are not read, each name once. */
function listUnread(names: readonly string[], read: ReadonlySet<number>): SkippedItem[] {
  const unread = new Set(names.filter((_, at) => !read.has(at)))
  return [...unread].map((name) => ({
    part: 'column',
    line: 1,
    field: name === '' ? 'a column without a name' : name.slice(0, 80),
    reason: 'this column is not read',
  }))
}
