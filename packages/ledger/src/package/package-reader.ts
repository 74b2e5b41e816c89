import { createHash, hash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import type { FileWindow } from '../container/file-window.ts'
import { type ContainedFile, explainBadLocalHeader, readDirectory } from '../container/read-container.ts'
import type { ProblemList } from './problem.ts'

/** Files up to this size are hashed in one call. */
const WHOLE_BYTES = 1 << 20

/** The files of an opened package by name, with the hash of each as found. */
export class PackageReader {
  readonly #window: FileWindow
  readonly #files: ReadonlyMap<string, ContainedFile>
  readonly #hashes = new Map<string, string>()

  /** Checks the directory. Throws `container-malformed`. */
  static async open(window: FileWindow): Promise<PackageReader> {
    const files = await readDirectory(window)
    return new PackageReader(window, new Map(files.map((file) => [file.name, file])))
  }

  private constructor(window: FileWindow, files: ReadonlyMap<string, ContainedFile>) {
    this.#window = window
    this.#files = files
  }

  get names(): readonly string[] {
    return [...this.#files.keys()]
  }

  sizeOf(name: string): number | undefined {
    return this.#files.get(name)?.size
  }

  /** The SHA-256 that `hashAll` found, in lowercase hexadecimal. */
  sha256Of(name: string): string | undefined {
    return this.#hashes.get(name)
  }

  /** Reads every byte once, in order: headers against the directory, checksums, hashes. Memory stays constant. */
  async hashAll(problems: ProblemList): Promise<void> {
    for (const file of this.#files.values()) {
      const badHeader = await explainBadLocalHeader(this.#window, file)
      if (badHeader !== undefined) problems.add(file.name, badHeader)
      const { crc, sha256 } = await this.#hash(file)
      if (crc !== file.crc) problems.add(file.name, 'its content or checksum was changed (CRC-32 does not match)')
      this.#hashes.set(file.name, sha256)
    }
  }

  /** A file's bytes; undefined when it is missing or larger than `limit`. */
  async read(name: string, limit: number): Promise<Uint8Array | undefined> {
    const file = this.#files.get(name)
    if (file === undefined || file.size > limit) return undefined
    return this.#window.copy(file.dataOffset, file.size)
  }

  async #hash(file: ContainedFile): Promise<{ crc: number; sha256: string }> {
    if (file.size <= WHOLE_BYTES) {
      const bytes = await this.#window.read(file.dataOffset, file.size)
      return { crc: crc32(bytes), sha256: hash('sha256', bytes, 'hex') }
    }
    const digest = createHash('sha256')
    let crc = 0
    for await (const piece of this.#window.stream(file.dataOffset, file.size)) {
      crc = crc32(piece, crc)
      digest.update(piece)
    }
    return { crc, sha256: digest.digest('hex') }
  }
}
