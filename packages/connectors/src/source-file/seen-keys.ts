import type { ImportedItem, RecordDraft } from '@evidentia/core'
import type { Spot } from './json-importer.ts'

/** The records of one file by key, so that one that stands there twice is given out once. */
export class SeenKeys {
  readonly #lines = new Map<string, number>()

  /** The record, or that the one of an earlier line stands here once more. */
  once(record: RecordDraft, { line, place }: Spot): ImportedItem {
    const name = `${record.type} ${record.key}`
    const earlier = this.#lines.get(name)
    if (earlier !== undefined) return { skipped: { line, field: place, reason: `the same as on line ${earlier}` } }
    this.#lines.set(name, line)
    return { record }
  }
}
