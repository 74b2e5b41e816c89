import { hash } from 'node:crypto'
import { createHeader, type DataKey, encodeHeader, FrameCipher, frameSize } from './sealed-frames.ts'
import { FileStaging } from './staged-file.ts'

/** The largest artifact that is small: it is sealed as one frame. */
export const smallLimit = frameSize
const headLimit = 64 * 1024

/** Where what was received waits: small ones in memory, sealed when they are stored, others in a sealed temporary file. */
export type StagedBytes =
  | { readonly at: 'memory'; seal(): Buffer }
  | { readonly at: 'file'; readonly path: string; readonly size: number }

/** Bytes that were received in full and wait to be kept or thrown away. */
export interface StagedBlob {
  readonly staged: StagedBytes
  readonly organization: string
  /** The key that seals it. */
  readonly keyId: string
  readonly sha256: string
  readonly size: number
  /** The first bytes, at most 64 KiB. */
  readonly head: Uint8Array
  read(): AsyncIterable<Uint8Array>
  /** At most `length` bytes from `from`. */
  readAt(from: number, length: number): Promise<Buffer>
  discard(): Promise<void>
}

/**
 * What is being received, and hashed while it is. It stays in memory while it is small, unless `path` is where all of it
 * has to go; no plaintext is ever on the disk.
 */
export class Staging {
  readonly #path: string
  readonly #key: DataKey
  readonly #inMemory: number
  readonly #head: Uint8Array[] = []
  #headSize = 0
  #size = 0
  #file: FileStaging | null = null

  /** `path` is that of the temporary file; up to `inMemory` bytes there is none. */
  constructor(path: string, key: DataKey, inMemory: number) {
    this.#path = path
    this.#key = key
    this.#inMemory = Math.min(inMemory, smallLimit)
  }

  get size(): number {
    return this.#size
  }

  async write(chunk: Uint8Array): Promise<void> {
    const before = this.#size
    this.#size += chunk.length
    if (this.#file === null && this.#size > this.#inMemory) {
      this.#file = await FileStaging.begin(this.#path, this.#key)
      if (before > 0) await this.#file.write(Buffer.concat(this.#head))
    }
    if (this.#headSize < headLimit) {
      const part = chunk.subarray(0, headLimit - this.#headSize)
      // A copy: whoever sends may use the memory again.
      this.#head.push(Uint8Array.from(part))
      this.#headSize += part.length
    }
    await this.#file?.write(chunk)
  }

  /** Makes a file durable, and returns the address of the bytes. */
  async finish(): Promise<StagedBlob> {
    const [only] = this.#head
    const head = this.#head.length === 1 && only !== undefined ? only : Buffer.concat(this.#head)
    const { organization, id: keyId } = this.#key
    const own = { organization, keyId, head }
    if (this.#file === null && this.#inMemory > 0) return { ...own, ...stageSmall(head, this.#key) }
    // Where all of it has to go to a file, so does nothing at all.
    const staged = this.#file ?? (await FileStaging.begin(this.#path, this.#key))
    const { path, sealedSize, ...file } = await staged.finish()
    return { ...own, ...file, staged: { at: 'file', path, size: sealedSize } }
  }

  async abort(): Promise<void> {
    await this.#file?.abort()
  }
}

function stageSmall(plain: Uint8Array, key: DataKey): Omit<StagedBlob, 'organization' | 'keyId' | 'head'> {
  const sha256 = hash('sha256', plain, 'hex')
  return {
    staged: { at: 'memory', seal: () => sealSmall(plain, sha256, key) },
    sha256,
    size: plain.length,
    read: async function* () {
      yield plain
    },
    readAt: async (from, length) => Buffer.from(plain.subarray(from, from + length)),
    discard: async () => undefined,
  }
}

function sealSmall(plain: Uint8Array, sha256: string, key: DataKey): Buffer {
  const header = createHeader(key.id)
  return Buffer.concat([encodeHeader(header), ...new FrameCipher(key, header).seal(0, plain, sha256)])
}
