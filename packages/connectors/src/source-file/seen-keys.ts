import type { ImportedItem, RecordDraft } from '@evidentia/core'
import type { Spot } from './json-importer.ts'

/** The records of one file by key, so that one that stands there twice is given out once. */
export class SeenKeys {
  readonly #lines = new Map<string, number>()

  /** The record, or that the one of an earlier line stands here once more. */
  once(record: RecordDraft, { line, place }: Spot): ImportedItem {
    const earlier = this.lineOf(record, line)
    if (earlier === null) return { record }
    return { skipped: { line, field: place, reason: `the same as on line ${earlier}` } }
  }

  /** The earlier line on which a record of this type and key stood; null the first time, which is then remembered. */
  lineOf({ type, key }: RecordDraft, line: number): number | null {
    const name = `${type} ${key}`
    const earlier = this.#lines.get(name)
    if (earlier === undefined) this.#lines.set(name, line)
    return earlier ?? null
  }
}
