import type { FileHandle } from 'node:fs/promises'
import { LedgerError } from '../ledger-error.ts'

const WINDOW_BYTES = 1 << 20

/** Reads a file mostly forwards through one buffer, so that many small reads cost few system calls. */
export class FileWindow {
  readonly size: number
  readonly #file: FileHandle
  readonly #buffer = Buffer.allocUnsafe(WINDOW_BYTES)
  #start = 0
  #length = 0

  constructor(file: FileHandle, size: number) {
    this.#file = file
    this.size = size
  }

  /**
   * The bytes [offset, offset + length), at most 1 MiB, valid until the next read; fewer only at the end of the file.
   */
  async read(offset: number, length: number): Promise<Uint8Array> {
    const end = Math.min(offset + Math.min(length, WINDOW_BYTES), this.size)
    if (offset < this.#start || end > this.#start + this.#length) await this.#fill(offset)
    return this.#buffer.subarray(offset - this.#start, Math.max(end, offset) - this.#start)
  }

  /** The bytes [offset, offset + length) in pieces, each valid until the next. */
  async *stream(offset: number, length: number): AsyncGenerator<Uint8Array> {
    const end = offset + length
    for (let at = offset; at < end;) {
      const piece = await this.read(at, end - at)
      if (piece.length === 0) throw tooShort()
      yield piece
      at += piece.length
    }
  }

  /** A copy of [offset, offset + length) of any length. */
  async copy(offset: number, length: number): Promise<Uint8Array> {
    const whole = new Uint8Array(length)
    let at = 0
    for await (const piece of this.stream(offset, length)) {
      whole.set(piece, at)
      at += piece.length
    }
    return whole
  }

  async #fill(offset: number): Promise<void> {
    this.#start = offset
    this.#length = 0
    const wanted = Math.min(WINDOW_BYTES, this.size - offset)
    while (this.#length < wanted) {
      const { bytesRead } = await this.#file.read(
        this.#buffer,
        this.#length,
        wanted - this.#length,
        offset + this.#length,
      )
      if (bytesRead === 0) throw tooShort()
      this.#length += bytesRead
    }
  }
}

function tooShort(): LedgerError {
  return new LedgerError('package-unreadable', 'The package became shorter while it was read; verify a still copy.')
}
