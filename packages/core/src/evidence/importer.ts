import type { RecordDraft, RecordType } from '../records/record.ts'

/** A file as an importer sees it: its name and its bytes, read once, in order. */
export interface ImportFile {
  readonly name: string
  readonly bytes: AsyncIterable<Uint8Array>
}

/** Something of a file that was seen and not read. It is listed, never dropped. */
export interface SkippedItem {
  /** Absent for a row, without which the records are not whole; a column or a section beside them takes no record away. */
  readonly part?: 'column' | 'section' | undefined
  readonly line?: number | undefined
  readonly field?: string | undefined
  readonly reason: string
}

export type ImportedItem = { readonly record: RecordDraft } | { readonly skipped: SkippedItem }

/**
 * Turns one kind of file into typed records. Pure: no network, no disk, no clock.
 * A file that claims to be of this kind and is not throws EvidentiaError `malformed-file` naming file, line and field.
 */
export interface Importer {
  readonly id: string
  /** Raised whenever the same bytes would give other records; kept beside the records it produced. */
  readonly version: number
  readonly title: string
  readonly recordTypes: readonly RecordType[]
  /** Whether the file is of this kind, judged by its first bytes (up to 64 KiB); the name is only a hint. */
  recognizes(head: Uint8Array, name: string): boolean
  read(file: ImportFile): AsyncIterable<ImportedItem>
}
