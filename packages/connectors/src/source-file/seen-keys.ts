import type { ImportedItem, RecordDraft, RecordType } from '@evidentia/core'
import type { Spot } from './json-importer.ts'
import { KeyTable } from './key-table.ts'

/** The records of one file by key, so that one that stands there twice is given out once. */
export class SeenKeys {
  readonly #tables = new Map<RecordType, KeyTable>()

  /** The record, or that the one of an earlier line stands here once more. */
  once(record: RecordDraft, { line, place }: Spot): ImportedItem {
    const earlier = this.lineOf(record, line)
    if (earlier === null) return { record }
    return { skipped: { line, field: place, reason: `the same as on line ${earlier}` } }
  }

  /** The earlier line on which a record of this type and key stood; null the first time, which is then remembered. */
  lineOf({ type, key }: RecordDraft, line: number): number | null {
    let table = this.#tables.get(type)
    if (table === undefined) {
      table = new KeyTable()
      this.#tables.set(type, table)
    }
    return table.lineOf(key, line)
  }
}
