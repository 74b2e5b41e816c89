/** Pieces of this size are worth a system call. */
const CHUNK_BYTES = 1 << 20

/** Joins many small pieces into few large ones, each of which belongs to whoever takes it, who may give it back. */
export class ChunkJoiner {
  readonly #full: Uint8Array[] = []
  readonly #spare: Uint8Array[] = []
  #open: Uint8Array = Buffer.allocUnsafeSlow(CHUNK_BYTES)
  #length = 0

  get hasFull(): boolean {
    return this.#full.length > 0
  }

  /** Copies the bytes, so that the caller may reuse them. */
  add(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length;) {
      const piece =
        bytes.length - at <= CHUNK_BYTES - this.#length && at === 0
          ? bytes
          : bytes.subarray(at, at + CHUNK_BYTES - this.#length)
      this.#open.set(piece, this.#length)
      this.#length += piece.length
      at += piece.length
      if (this.#length === CHUNK_BYTES) this.#close()
    }
  }

  take(): Uint8Array {
    return this.#full.shift() ?? new Uint8Array()
  }

  /** What is left when nothing more comes. */
  rest(): Uint8Array {
    return this.#open.subarray(0, this.#length)
  }

  /** Takes back a chunk that nobody reads any more. */
  giveBack(chunk: Uint8Array): void {
    if (chunk.length === CHUNK_BYTES && this.#spare.length < 2) this.#spare.push(chunk)
  }

  #close(): void {
    this.#full.push(this.#open)
    this.#open = this.#spare.pop() ?? Buffer.allocUnsafeSlow(CHUNK_BYTES)
    this.#length = 0
  }
}
