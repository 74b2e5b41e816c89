import type { ImportedItem, Importer, RecordDraft, RecordType } from '@evidentia/core'
import type { z } from 'zod'
import { hasHeaderOf, readCsvRows } from './csv-rows.ts'
import type { CsvLayout, CsvRow } from './csv-rows.ts'
import { malformed, shown } from './refusal.ts'
import { SeenKeys } from './seen-keys.ts'

/** An importer of a CSV file in which every row is one record. */
interface CsvImporterPlan<Row extends z.ZodType> {
  readonly id: string
  readonly version: number
  readonly title: string
  readonly recordType: RecordType
  readonly layout: CsvLayout
  readonly rowSchema: Row
  /** The column whose value names a row; no two rows may share it. Absent where rows may say the same thing again. */
  readonly keyColumn?: string
  toRecord(row: z.output<Row>, line: number): RecordDraft
}

/** Reads rows one at a time; the first row that cannot be read refuses the file, so that nothing is half imported. */
export function createCsvImporter<Row extends z.ZodType>(plan: CsvImporterPlan<Row>): Importer {
  return {
    id: plan.id,
    version: plan.version,
    title: plan.title,
    recordTypes: [plan.recordType],
    recognizes: (head) => hasHeaderOf(plan.layout, head),
    async *read(file): AsyncGenerator<ImportedItem> {
      const lines = new Map<string, number>()
      const seen = new SeenKeys()
      for await (const item of readCsvRows(file, plan.layout)) {
        if ('skipped' in item) {
          yield item
          continue
        }
        const record = plan.toRecord(parseRow(plan.rowSchema, item.row, file.name), item.row.line)
        if (plan.keyColumn === undefined) {
          yield seen.once(record, { line: item.row.line, place: `row ${item.row.line}` })
          continue
        }
        const earlier = lines.get(record.key)
        if (earlier !== undefined) {
          const place = { file: file.name, line: item.row.line, field: plan.keyColumn }
          throw malformed(place, `${shown(record.key)} already stands on line ${earlier}`, 'Keep one row for each.')
        }
        lines.set(record.key, item.row.line)
        yield { record }
      }
    },
  }
}

function parseRow<Row extends z.ZodType>(schema: Row, row: CsvRow, file: string): z.output<Row> {
  const parsed = schema.safeParse(row.cells)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const place = { file, line: row.line, field: String(issue?.path[0] ?? '') }
  throw malformed(
    place,
    issue?.message ?? 'the row cannot be read',
    'Correct this value at its source and export again.',
  )
}
