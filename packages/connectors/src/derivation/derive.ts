import { canonicalLine, recordSchema } from '@evidentia/core'
import type { Derived, ImportFile, Importer, RecordDraft, SkippedItem, TypedRecord } from '@evidentia/core'
import { malformed } from '../source-file/refusal.ts'

export interface DeriveRequest {
  readonly importer: Importer
  readonly file: ImportFile
  /** Takes the NDJSON in order, about 64 KiB at a time; awaited, so that a slow store slows the reading. */
  readonly write: (chunk: Uint8Array) => void | Promise<void>
}

/** What was derived; whoever writes the bytes adds their SHA-256. A record type of the importer that did not occur counts 0. */
export type DerivedRecords = Omit<Derived, 'sha256'>

const flushAt = 65_536
/** The list of skipped items travels in a log entry, which holds 65,535 bytes in all. */
const maxSkippedItems = 200
const maxSkippedBytes = 24_576

/**
 * Streams the records of `file` as canonical NDJSON through `write`.
 * Throws EvidentiaError where the importer refuses the file; what was written until then must be thrown away.
 */
export async function deriveRecords({ importer, file, write }: DeriveRequest): Promise<DerivedRecords> {
  const counts: Partial<Record<TypedRecord['type'], number>> = Object.fromEntries(
    importer.recordTypes.map((type) => [type, 0]),
  )
  const skipped = new SkippedList()
  const encoder = new TextEncoder()
  let size = 0
  let lines = ''
  const flush = async (): Promise<void> => {
    const chunk = encoder.encode(lines)
    lines = ''
    size += chunk.length
    await write(chunk)
  }
  for await (const item of importer.read(file)) {
    if ('skipped' in item) {
      skipped.add(item.skipped)
      continue
    }
    lines += canonicalLine(checkRecord(item.record, file.name))
    counts[item.record.type] = (counts[item.record.type] ?? 0) + 1
    if (lines.length >= flushAt) await flush()
  }
  if (lines !== '') await flush()
  const list = skipped.items.map(({ part, line, field, reason }) => ({
    reason,
    ...(part === undefined ? {} : { part }),
    ...(line === undefined ? {} : { line }),
    ...(field === undefined ? {} : { field }),
  }))
  return { importer: importer.id, version: importer.version, size, counts, skipped: list, skippedTotal: skipped.total }
}

/** The schema of the record type has the last word, whatever an importer produced; what was left out becomes null. */
function checkRecord(record: RecordDraft, file: string): TypedRecord {
  const parsed = recordSchema.safeParse(record)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const place = { file, line: record.line, field: (issue?.path ?? []).join('.') }
  throw malformed(
    place,
    issue?.message ?? 'the record is not valid',
    'Correct this value at its source and export again.',
  )
}

class SkippedList {
  readonly items: SkippedItem[] = []
  total = 0
  #bytes = 0

  add(item: SkippedItem): void {
    this.total += 1
    this.#bytes += Buffer.byteLength(JSON.stringify(item))
    if (this.items.length < maxSkippedItems && this.#bytes <= maxSkippedBytes) this.items.push(item)
  }
}
