import type { ImportedItem, Importer, RecordDraft, RecordType } from '@evidentia/core'
import type { z } from 'zod'
import { compiled } from './compiled-schema.ts'
import { columnsIn, type CsvLayout, hasHeaderOf } from './csv-header.ts'
import { readCsvRows } from './csv-rows.ts'
import type { CsvRow } from './csv-rows.ts'
import { LocalTimes } from './local-times.ts'
import { malformed, shown } from './refusal.ts'
import { SeenKeys } from './seen-keys.ts'

/** Why a row is no record. */
export interface NotUnderstood {
  readonly field: string
  readonly reason: string
}

/** An importer of a CSV file in which every row is one record. */
interface CsvImporterPlan<Row extends z.ZodType> {
  readonly id: string
  readonly version: number
  readonly title: string
  readonly recordTypes: readonly RecordType[]
  readonly layout: CsvLayout
  /** Whether a header with these columns of the layout is of this kind; absent: with most of those it must have. */
  recognizes?(columns: ReadonlySet<string>, head: Uint8Array): boolean
  readonly rowSchema: Row
  /** The column whose value names a row; no two rows may share it. Absent where rows may say the same thing again. */
  readonly keyColumn?: string
  /** `times` reads what may stand without an offset. */
  toRecord(row: z.output<Row>, line: number, times: LocalTimes): RecordDraft | NotUnderstood
}

/** Reads rows one at a time; the first row that cannot be read refuses the file, so that nothing is half imported. */
export function createCsvImporter<Row extends z.ZodType>(plan: CsvImporterPlan<Row>): Importer {
  const { layout } = plan
  return {
    id: plan.id,
    version: plan.version,
    title: plan.title,
    recordTypes: plan.recordTypes,
    recognizes: (head) => plan.recognizes?.(columnsIn(layout, head), head) ?? hasHeaderOf(layout, head),
    async *read(file): AsyncGenerator<ImportedItem> {
      const seen = new SeenKeys()
      const times = new LocalTimes(file.name)
      for await (const items of readCsvRows(file, layout)) {
        for (const item of items)
          yield 'skipped' in item ? item : itemOf(plan, item.row, { seen, times, file: file.name })
      }
      yield* times.list()
    },
  }
}

interface Reading {
  readonly seen: SeenKeys
  readonly times: LocalTimes
  readonly file: string
}

function itemOf<Row extends z.ZodType>(plan: CsvImporterPlan<Row>, row: CsvRow, reading: Reading): ImportedItem {
  const { line } = row
  const record = plan.toRecord(parseRow(plan.rowSchema, row, reading.file), line, reading.times)
  if ('reason' in record) return { skipped: { line, field: record.field, reason: record.reason } }
  const earlier = reading.seen.lineOf(record, line)
  if (earlier === null) return { record }
  const { keyColumn } = plan
  if (keyColumn === undefined)
    return { skipped: { line, field: `row ${line}`, reason: `the same as on line ${earlier}` } }
  const place = { file: reading.file, line, field: keyColumn }
  throw malformed(place, `${shown(record.key)} already stands on line ${earlier}`, 'Keep one row for each.')
}

function parseRow<Row extends z.ZodType>(schema: Row, row: CsvRow, file: string): z.output<Row> {
  const parsed = compiled(schema).safeParse(row.cells)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const place = { file, line: row.line, field: String(issue?.path[0] ?? '') }
  throw malformed(
    place,
    issue?.message ?? 'the row cannot be read',
    'Correct this value at its source and export again.',
  )
}
