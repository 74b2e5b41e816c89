import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, unlink } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { FileWriter } from './file-writer.ts'
import { borrowFrame, returnFrame } from './frame-pool.ts'
import {
  createHeader,
  type DataKey,
  encodeHeader,
  FrameCipher,
  frameSize,
  headerSize,
  openFrames,
  sealedFrameSize,
} from './sealed-frames.ts'
import { asStorageError } from './storage-error.ts'

/** Sealed bytes that are gathered before they are written. */
const writeSize = 256 * 1024

/** A sealed temporary file, complete and durable. */
export interface StagedFile {
  readonly path: string
  /** Bytes of the sealed file. */
  readonly sealedSize: number
  readonly sha256: string
  readonly size: number
  read(): AsyncIterable<Uint8Array>
  /** At most `length` bytes from `from`. */
  readAt(from: number, length: number): Promise<Buffer>
  discard(): Promise<void>
}

/** A temporary file being written, hashed and sealed in one pass: no plaintext is ever on the disk. */
export class FileStaging {
  readonly #path: string
  readonly #file: FileWriter
  readonly #key: DataKey
  readonly #cipher: FrameCipher
  readonly #hash = createHash('sha256')
  #frame: Buffer | null = borrowFrame()
  #frameFill = 0
  #frames = 0
  #ready: Buffer[]
  #readySize = headerSize
  #sealedSize = 0
  #size = 0

  private constructor(path: string, file: FileWriter, key: DataKey) {
    const header = createHeader(key.id)
    this.#path = path
    this.#file = file
    this.#key = key
    this.#cipher = new FrameCipher(key, header)
    this.#ready = [encodeHeader(header)]
  }

  static async begin(path: string, key: DataKey): Promise<FileStaging> {
    try {
      return new FileStaging(path, await FileWriter.create(path), key)
    } catch (error) {
      throw asStorageError(error)
    }
  }

  async write(chunk: Uint8Array): Promise<void> {
    const frame = this.#frame
    if (frame === null) throw new RangeError('This file is finished.')
    this.#hash.update(chunk)
    this.#size += chunk.length
    for (let at = 0; at < chunk.length;) {
      // A full frame is sealed only when more comes: the last one is sealed differently.
      if (this.#frameFill === frameSize) await this.#sealFrame(null)
      const part = chunk.subarray(at, at + frameSize - this.#frameFill)
      frame.set(part, this.#frameFill)
      this.#frameFill += part.length
      at += part.length
    }
  }

  /** Makes the bytes durable and returns their address. */
  async finish(): Promise<StagedFile> {
    const sha256 = this.#hash.digest('hex')
    await this.#sealFrame(sha256)
    await this.#flush()
    this.#giveFrameBack()
    await this.#file.finish()
    const path = this.#path
    const key = this.#key
    const cipher = this.#cipher
    const size = this.#size
    return {
      path,
      sealedSize: this.#sealedSize,
      sha256,
      size,
      read: () => Readable.from(openFrames(createReadStream(path), sha256, async () => key)),
      readAt: async (from, length) => readFramesAt({ path, cipher, sha256, size }, from, length),
      // Housekeeping removes what is left. What was done with the bytes stands, and must not be reported as failed.
      // Mostly it was moved to its place; `unlink` finds that out with one call where `rm` takes three.
      discard: async () => unlink(path).catch(() => undefined),
    }
  }

  async abort(): Promise<void> {
    this.#giveFrameBack()
    await this.#file.abort()
    await unlink(this.#path).catch(() => undefined)
  }

  #giveFrameBack(): void {
    if (this.#frame !== null) returnFrame(this.#frame)
    this.#frame = null
  }

  async #sealFrame(lastOf: string | null): Promise<void> {
    if (this.#frame === null) throw new RangeError('This file is finished.')
    const sealed = this.#cipher.seal(this.#frames, this.#frame.subarray(0, this.#frameFill), lastOf)
    this.#frames += 1
    this.#frameFill = 0
    this.#ready.push(...sealed)
    this.#readySize += sealed[0].length + sealed[1].length
    if (this.#readySize >= writeSize) await this.#flush()
  }

  async #flush(): Promise<void> {
    const parts = this.#ready
    this.#sealedSize += this.#readySize
    this.#ready = []
    this.#readySize = 0
    await this.#file.append(parts)
  }
}

interface SealedFile {
  readonly path: string
  readonly cipher: FrameCipher
  readonly sha256: string
  readonly size: number
}

async function readFramesAt({ path, cipher, sha256, size }: SealedFile, from: number, length: number): Promise<Buffer> {
  const last = Math.max(0, Math.ceil(size / frameSize) - 1)
  const end = Math.min(size, from + length)
  const parts: Buffer[] = []
  const file = await open(path, 'r')
  try {
    for (let number = Math.floor(from / frameSize); number <= last && number * frameSize < end; number += 1) {
      const sealed = Buffer.alloc(sealedFrameSize)
      const { bytesRead } = await file.read(sealed, 0, sealedFrameSize, headerSize + number * sealedFrameSize)
      const plain = cipher.open(number, sealed.subarray(0, bytesRead), number === last ? sha256 : null)
      parts.push(plain.subarray(Math.max(0, from - number * frameSize), end - number * frameSize))
    }
  } finally {
    await file.close()
  }
  return Buffer.concat(parts)
}
