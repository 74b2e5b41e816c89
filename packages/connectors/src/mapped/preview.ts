import { EvidentiaError, tableMappingSchema } from '@evidentia/core'
import type { Contracts, ImportFile, Returned, TableMapping } from '@evidentia/core'
import { createMappedImporter } from './importer.ts'
import { peekTable } from './read-table.ts'

type Preview = Returned<Contracts['previewMapping']>
type Layout = Pick<TableMapping, 'delimiter' | 'sheet' | 'headerRow'>

const shownRows = 10
/** In how many rows, and of how many, the words of a column are looked for. */
const readRows = 2000
const mostWords = 20
const shownRecords = 10
const shownSkips = 50

/**
 * The first rows of a table, and what a mapping, whole or not, makes of all of it: the very importer reads it that would read it once
 * it is saved. `open` gives the file anew each time.
 */
export async function previewMapping(
  open: () => ImportFile,
  layout: Layout,
  draft: Readonly<Record<string, unknown>> | null,
): Promise<Preview> {
  const nothing = {
    sheets: null,
    columns: [],
    rows: [],
    words: [],
    refusal: null,
    faults: [],
    records: [],
    total: 0,
    skipped: [],
  }
  try {
    const { sheets, header, rows } = await peekTable(open(), { ...layout, rows: readRows })
    const table = {
      ...nothing,
      sheets: sheets === null ? null : [...sheets],
      columns: [...header],
      rows: rows.slice(0, shownRows).map((row) => [...row]),
      words: header.map((_, at) => wordsIn(rows.map((row) => (row[at] ?? '').trim()))),
    }
    if (draft === null) return table
    const parsed = tableMappingSchema.safeParse({ ...draft, ...layout })
    if (parsed.success) return { ...table, ...(await readWith(parsed.data, open())) }
    const faults = parsed.error.issues.map(({ path, message }) => ({ field: path.join('.'), problem: message }))
    return { ...table, faults }
  } catch (error) {
    return { ...nothing, refusal: refusalOf(error) }
  }
}

async function readWith(
  mapping: TableMapping,
  file: ImportFile,
): Promise<Pick<Preview, 'refusal' | 'records' | 'total' | 'skipped'>> {
  const read: { records: Preview['records']; total: number; skipped: Preview['skipped'] } = {
    records: [],
    total: 0,
    skipped: [],
  }
  try {
    const importer = createMappedImporter({ id: 'mapped-preview', version: 1, title: 'Preview', mapping })
    for await (const item of importer.read(file)) {
      if ('skipped' in item) {
        const { line, field, reason } = item.skipped
        if (read.skipped.length < shownSkips)
          read.skipped.push({ line: line ?? null, field: field ?? null, problem: reason })
        continue
      }
      read.total += 1
      if (read.records.length < shownRecords) read.records.push(item.record)
    }
    return { ...read, refusal: null }
  } catch (error) {
    return { ...read, refusal: refusalOf(error) }
  }
}

/** The different words of a column, in their order; none where they are too many to be given a meaning each. */
function wordsIn(cells: readonly string[]): string[] {
  const words = new Set(cells.filter((cell) => cell !== ''))
  return words.size > mostWords ? [] : [...words]
}

function refusalOf(error: unknown): NonNullable<Preview['refusal']> {
  if (!(error instanceof EvidentiaError)) throw error
  return { sentence: error.message, remedy: error.remedy ?? null, line: error.place?.line ?? null }
}
