import { createHash } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import { parseCheckpoint } from '../checkpoint/checkpoint.ts'
import { FileWindow } from '../container/file-window.ts'
import { LedgerError } from '../ledger-error.ts'
import { parseNote } from '../note/note-text.ts'
import { BUNDLE_BYTES_LIMIT, decodeEntryBundle } from '../tiles/entry-bundle.ts'
import { encodeTilePath, TILE_WIDTH } from '../tiles/tile-path.ts'
import { ARTIFACT_FOLDER, CHECKPOINT_FILE, LOG_FOLDER } from './layout.ts'
import { PackageReader } from './package-reader.ts'
import { readManifest } from './verify-manifest.ts'

const CHECKPOINT_BYTES_LIMIT = 1_000_000

/**
 * What lies in a package, for whoever works on it after `verifyPackage` found it in order: what is read here is believed,
 * except that an artifact must still have the bytes it is named by. Throws `package-unreadable` for a file that is not there.
 */
export class OpenPackage implements AsyncDisposable {
  /** Why an artifact that the log names is not carried, by its SHA-256. */
  readonly withheld: ReadonlyMap<string, string>
  readonly #file: FileHandle
  readonly #size: number
  readonly #reader: PackageReader

  static async open(path: string): Promise<OpenPackage> {
    const file = await openFile(path)
    try {
      const { size } = await file.stat()
      const reader = await PackageReader.open(new FileWindow(file, size))
      const found = await readManifest(reader)
      if (typeof found === 'string') throw unreadable(`its manifest ${found}`)
      const withheld = new Map(found.manifest.withheld.map(({ sha256, reason }) => [sha256, reason]))
      return new OpenPackage(file, size, reader, withheld)
    } catch (error) {
      await file.close()
      throw error
    }
  }

  private constructor(file: FileHandle, size: number, reader: PackageReader, withheld: ReadonlyMap<string, string>) {
    this.#file = file
    this.#size = size
    this.#reader = reader
    this.withheld = withheld
  }

  /** The log's entries in their order. */
  async *entries(): AsyncGenerator<Uint8Array> {
    const { text } = parseNote(await this.#read(CHECKPOINT_FILE, CHECKPOINT_BYTES_LIMIT))
    const { size } = parseCheckpoint(text)
    for (let start = 0; start < size; start += TILE_WIDTH) {
      const width = Math.min(TILE_WIDTH, size - start)
      const name = `${LOG_FOLDER}${encodeTilePath({ level: 'entries', index: start / TILE_WIDTH, width })}`
      yield* decodeEntryBundle(await this.#read(name, BUNDLE_BYTES_LIMIT), width)
    }
  }

  /** The bytes of an artifact in pieces, each valid until the next. Several can be read beside each other. */
  async *artifact(sha256: string): AsyncGenerator<Uint8Array> {
    const pieces = this.#reader.stream(`${ARTIFACT_FOLDER}${sha256}`, new FileWindow(this.#file, this.#size))
    if (pieces === undefined) throw unreadable(`it does not carry ${sha256}`)
    const digest = createHash('sha256')
    for await (const piece of pieces) {
      digest.update(piece)
      yield piece
    }
    if (digest.digest('hex') !== sha256) throw unreadable(`the bytes of ${sha256} changed since it was verified`)
  }

  /** An artifact's bytes, as a whole; undefined when it is not carried. */
  async readArtifact(sha256: string): Promise<Uint8Array | undefined> {
    if (!this.#reader.has(`${ARTIFACT_FOLDER}${sha256}`)) return undefined
    const pieces: Uint8Array[] = []
    for await (const piece of this.artifact(sha256)) pieces.push(Buffer.from(piece))
    return Buffer.concat(pieces)
  }

  async close(): Promise<void> {
    await this.#file.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file.close()
  }

  async #read(name: string, limit: number): Promise<Uint8Array> {
    const bytes = await this.#reader.read(name, limit)
    if (bytes === undefined) throw unreadable(`${name} is missing or too large`)
    return bytes
  }
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r')
  } catch (cause) {
    throw new LedgerError('package-unreadable', `The package "${path}" cannot be opened; check the path.`, { cause })
  }
}

function unreadable(reason: string): LedgerError {
  return new LedgerError('package-unreadable', `The package cannot be read: ${reason}; verify it again.`)
}
