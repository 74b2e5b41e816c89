import { LedgerError } from '../ledger-error.ts'

/** The longest single read, and how far is read ahead. */
const WINDOW_BYTES = 1 << 20

/** What is read from: a file handle, or whatever reads like one. */
export interface RandomAccess {
  read(buffer: Uint8Array, offset: number, length: number, position: number): Promise<{ readonly bytesRead: number }>
}

/** Bytes being read while those before them are worked on; they land behind room for what is left over. */
interface ReadAhead {
  readonly buffer: Uint8Array
  readonly length: number
  readonly done: Promise<void>
}

/**
 * Reads a file mostly forwards, so that many small reads cost few system calls and no waiting: what follows is read
 * while the caller works. Over bytes in memory it reads nothing at all.
 */
export class FileWindow {
  readonly size: number
  readonly #file: RandomAccess | undefined
  #buffer: Uint8Array
  /** Where in the file the buffer's valid bytes begin, where in the buffer, and how many they are. */
  #start = 0
  #skip = 0
  #length = 0
  #spare: Uint8Array | undefined
  #ahead: ReadAhead | undefined

  static ofBytes(bytes: Uint8Array): FileWindow {
    return new FileWindow(undefined, bytes.length, bytes)
  }

  constructor(file: RandomAccess | undefined, size: number, bytes?: Uint8Array) {
    this.#file = file
    this.size = size
    this.#buffer = bytes ?? Buffer.allocUnsafeSlow(2 * WINDOW_BYTES)
    this.#length = bytes?.length ?? 0
  }

  /** The bytes [offset, offset + length) when they are at hand, valid until the next `read`; else undefined. */
  peek(offset: number, length: number): Uint8Array | undefined {
    const end = Math.min(offset + length, this.size)
    if (offset < this.#start || end > this.#start + this.#length) return undefined
    const at = this.#skip + offset - this.#start
    return this.#buffer.subarray(at, Math.max(at, at + end - offset))
  }

  /**
   * The bytes [offset, offset + length), at most 1 MiB, valid until the next read; fewer only at the end of the file.
   */
  async read(offset: number, length: number): Promise<Uint8Array> {
    const wanted = Math.min(length, WINDOW_BYTES)
    const found = this.peek(offset, wanted)
    if (found !== undefined) return found
    await this.#load(offset)
    return this.peek(offset, wanted) ?? new Uint8Array()
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

  async #load(offset: number): Promise<void> {
    if (this.#file === undefined || offset >= this.size) return
    const end = this.#start + this.#length
    const isForward = this.#length > 0 && offset >= this.#start && offset <= end
    const ahead = this.#ahead
    this.#ahead = undefined
    await ahead?.done
    if (isForward && ahead !== undefined) this.#join(ahead, offset, end)
    else await this.#fill(offset)
    if (isForward || offset === 0) this.#ahead = this.#readAhead()
  }

  /** Goes on in the bytes read ahead, after what the old buffer still holds from `offset` on. */
  #join({ buffer, length }: ReadAhead, offset: number, end: number): void {
    const left = this.#buffer.subarray(this.#skip + offset - this.#start, this.#skip + this.#length)
    buffer.set(left, WINDOW_BYTES - left.length)
    this.#spare = this.#buffer
    this.#buffer = buffer
    this.#start = offset
    this.#skip = WINDOW_BYTES - left.length
    this.#length = end - offset + length
  }

  async #fill(offset: number): Promise<void> {
    const length = Math.min(WINDOW_BYTES, this.size - offset)
    this.#length = 0
    await this.#readFully(this.#buffer, offset, length)
    this.#start = offset
    this.#skip = WINDOW_BYTES
    this.#length = length
  }

  #readAhead(): ReadAhead | undefined {
    const offset = this.#start + this.#length
    const length = Math.min(WINDOW_BYTES, this.size - offset)
    if (length <= 0) return undefined
    const buffer = this.#spare ?? Buffer.allocUnsafeSlow(2 * WINDOW_BYTES)
    this.#spare = undefined
    const done = this.#readFully(buffer, offset, length)
    // Thrown where it is waited for; a caller that stops before then must not be ended by it.
    done.catch(() => undefined)
    return { buffer, length, done }
  }

  /** Reads into the second half of a buffer, the half behind the room for what is left over. */
  async #readFully(buffer: Uint8Array, offset: number, length: number): Promise<void> {
    for (let read = 0; read < length;) {
      const at = WINDOW_BYTES + read
      const { bytesRead } = (await this.#file?.read(buffer, at, length - read, offset + read)) ?? { bytesRead: 0 }
      if (bytesRead === 0) throw tooShort()
      read += bytesRead
    }
  }
}

function tooShort(): LedgerError {
  return new LedgerError('package-unreadable', 'The package became shorter while it was read; verify a still copy.')
}
