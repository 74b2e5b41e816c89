import { createHash, hash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import type { FileWindow } from '../container/file-window.ts'
import { type ContainedFile, explainBadLocalHeader, readDirectory } from '../container/read-container.ts'
import { RecordBuffer } from '../container/zip-records.ts'
import { compareUtf8 } from '../encoding/bytes.ts'
import { HASH_BYTES } from '../merkle/hash-steps.ts'
import { FAULTS_LIMIT, type FileHashes } from './file-hashes.ts'

/** Files up to this size are hashed in one call. */
const WHOLE_BYTES = 1 << 19

/** A file of the package with the hash of its content as found, in lowercase hexadecimal. */
export interface HashedFile {
  readonly name: string
  readonly size: number
  readonly sha256: string
}

/** The files of an opened package, sorted by name. */
export class PackageReader {
  readonly #window: FileWindow
  readonly #files: readonly ContainedFile[]
  readonly #records = new RecordBuffer()

  /** Checks the directory. Throws `container-malformed`. */
  static async open(window: FileWindow): Promise<PackageReader> {
    return new PackageReader(window, await readDirectory(window))
  }

  private constructor(window: FileWindow, files: readonly ContainedFile[]) {
    this.#window = window
    this.#files = files
  }

  get fileCount(): number {
    return this.#files.length
  }

  /** The names that begin with a folder's, which ends in a slash. */
  namesIn(folder: string): string[] {
    return this.#files.filter(({ name }) => name.startsWith(folder)).map(({ name }) => name)
  }

  /** The files in the container's order: name, size and SHA-256 in lowercase hexadecimal, of what was hashed. */
  *listHashed({ digests }: Pick<FileHashes, 'digests'>): Generator<HashedFile> {
    const found = Buffer.from(digests.buffer, digests.byteOffset, digests.length)
    for (const [number, { name, size }] of this.#files.entries()) {
      yield { name, size, sha256: found.toString('hex', number * HASH_BYTES, (number + 1) * HASH_BYTES) }
    }
  }

  /** Reads every byte once, in order: headers against the directory, checksums, hashes. */
  async hashAll(): Promise<FileHashes> {
    const digests = Buffer.alloc(this.#files.length * HASH_BYTES)
    const faults = new Map<number, string[]>()
    for (const [number, file] of this.#files.entries()) {
      const headerLength = file.dataOffset - file.headerOffset
      const length = headerLength + file.size
      const isWhole = file.size <= WHOLE_BYTES
      const wanted = isWhole ? length : headerLength
      const found = this.#window.peek(file.headerOffset, wanted) ?? (await this.#window.read(file.headerOffset, wanted))
      const badHeader = explainBadLocalHeader(found.subarray(0, headerLength), file, this.#records)
      const { crc, sha256 } = isWhole ? digestBytes(found.subarray(headerLength)) : await this.#digestStream(file)
      digests.write(sha256, number * HASH_BYTES, 'latin1')
      if (badHeader === undefined && crc === file.crc) continue
      const badChecksum = crc === file.crc ? undefined : 'its content or checksum was changed (CRC-32 does not match)'
      if (faults.size < FAULTS_LIMIT)
        faults.set(
          number,
          [badHeader, badChecksum].filter((fault) => fault !== undefined),
        )
    }
    return { digests, faults }
  }

  has(name: string): boolean {
    return this.#find(name) !== undefined
  }

  /** A file's bytes; undefined when it is missing or larger than `limit`. */
  async read(name: string, limit: number): Promise<Uint8Array | undefined> {
    const file = this.#find(name)
    if (file === undefined || file.size > limit) return undefined
    return this.#window.copy(file.dataOffset, file.size)
  }

  /** A file's bytes in pieces, each valid until the next, read through a window of their own; undefined when it is missing. */
  stream(name: string, window: FileWindow): AsyncIterable<Uint8Array> | undefined {
    const file = this.#find(name)
    return file === undefined ? undefined : window.stream(file.dataOffset, file.size)
  }

  #find(name: string): ContainedFile | undefined {
    let [start, end] = [0, this.#files.length]
    while (start < end) {
      const middle = (start + end) >> 1
      const file = this.#files[middle]
      if (file === undefined) return undefined
      const order = compareUtf8(name, file.name)
      if (order === 0) return file
      if (order < 0) end = middle
      else start = middle + 1
    }
    return undefined
  }

  async #digestStream(file: ContainedFile): Promise<{ crc: number; sha256: string }> {
    const digest = createHash('sha256')
    let crc = 0
    for await (const piece of this.#window.stream(file.dataOffset, file.size)) {
      crc = crc32(piece, crc)
      digest.update(piece)
    }
    return { crc, sha256: digest.digest('binary') }
  }
}

/** The hash as a string of 32 characters: Node returns one in a third of the time that a buffer takes. */
function digestBytes(bytes: Uint8Array): { crc: number; sha256: string } {
  return { crc: crc32(bytes), sha256: hash('sha256', bytes, 'binary') }
}
