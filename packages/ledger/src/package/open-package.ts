import { type FileHandle, open } from 'node:fs/promises'
import { parseCheckpoint } from '../checkpoint/checkpoint.ts'
import { FileWindow } from '../container/file-window.ts'
import { sha256Hex } from '../encoding/digest.ts'
import { LedgerError } from '../ledger-error.ts'
import { parseNote } from '../note/note-text.ts'
import { BUNDLE_BYTES_LIMIT, decodeEntryBundle } from '../tiles/entry-bundle.ts'
import { encodeTilePath, TILE_WIDTH } from '../tiles/tile-path.ts'
import { ARTIFACT_FOLDER, CHECKPOINT_FILE, LOG_FOLDER } from './layout.ts'
import { PackageReader } from './package-reader.ts'
import { readManifest } from './verify-manifest.ts'

/** The largest artifact that is read whole. */
const ARTIFACT_BYTES_LIMIT = 1 << 30

/**
 * What is in a package, for whoever works on with it. Opening one proves nothing: call `verifyPackage` on the same file first.
 * Artifacts are held against their names once more when they are read. Throws `package-unreadable`.
 */
export class OpenPackage {
  readonly #file: FileHandle
  readonly #reader: PackageReader
  /** Why an artifact that the log names is not here, by its SHA-256. */
  readonly withheld: ReadonlyMap<string, string>

  static async open(path: string): Promise<OpenPackage> {
    const file = await open(path, 'r')
    try {
      const { size } = await file.stat()
      const reader = await PackageReader.open(new FileWindow(file, size))
      const found = await readManifest(reader)
      if (typeof found === 'string') throw unreadable(`its manifest ${found}`)
      return new OpenPackage(
        file,
        reader,
        new Map(found.manifest.withheld.map(({ sha256, reason }) => [sha256, reason])),
      )
    } catch (error) {
      await file.close()
      throw error
    }
  }

  private constructor(file: FileHandle, reader: PackageReader, withheld: ReadonlyMap<string, string>) {
    this.#file = file
    this.#reader = reader
    this.withheld = withheld
  }

  /** Every log entry, from the first on. */
  async *entries(): AsyncGenerator<Uint8Array> {
    const note = await this.#reader.read(CHECKPOINT_FILE, 1_000_000)
    if (note === undefined) throw unreadable('it has no checkpoint')
    const { size } = parseCheckpoint(parseNote(note).text)
    for (let start = 0; start < size; start += TILE_WIDTH) {
      const width = Math.min(TILE_WIDTH, size - start)
      const path = encodeTilePath({ level: 'entries', index: start / TILE_WIDTH, width })
      const bytes = await this.#reader.read(`${LOG_FOLDER}${path}`, BUNDLE_BYTES_LIMIT)
      if (bytes === undefined) throw unreadable(`log entries ${start} to ${start + width - 1} are missing`)
      yield* decodeEntryBundle(bytes, width)
    }
  }

  /** An artifact's bytes; undefined when it is not carried. */
  async readArtifact(sha256: string): Promise<Uint8Array | undefined> {
    const bytes = await this.#reader.read(`${ARTIFACT_FOLDER}${sha256}`, ARTIFACT_BYTES_LIMIT)
    if (bytes !== undefined && sha256Hex(bytes) !== sha256) throw unreadable(`the artifact ${sha256} was changed`)
    return bytes
  }

  async close(): Promise<void> {
    await this.#file.close()
  }
}

function unreadable(why: string): LedgerError {
  return new LedgerError('package-unreadable', `The package cannot be read: ${why}. Run evidentia verify on it.`)
}
