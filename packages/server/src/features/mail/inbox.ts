import type { Readable } from 'node:stream'
import { SmtpAnswer } from './answers.ts'

/** Room for messages on their way in, in memory: each of at most `limit` bytes, all of them of at most `room`. */
export class Inbox {
  readonly #limit: number
  readonly #room: number
  #held = 0

  constructor(limit: number, room: number) {
    this.#limit = limit
    this.#room = room
  }

  /**
   * Works with all bytes of a message, which then are let go. Throws once the message has come to its end: 552 for one that is too
   * large, 451 where there is no room for it now or it broke off.
   */
  async hold<T>(stream: Readable, work: (bytes: Buffer) => Promise<T>): Promise<T> {
    const chunks: Buffer[] = []
    let kept = 0
    let size = 0
    try {
      for await (const chunk of readChunks(stream)) {
        size += chunk.length
        if (size > this.#limit || this.#held + chunk.length > this.#room) continue
        this.#held += chunk.length
        kept += chunk.length
        chunks.push(chunk)
      }
      if (size > this.#limit)
        throw new SmtpAnswer(
          552,
          `The message has ${size} bytes, and at most ${this.#limit} are taken. Send its files one by one.`,
        )
      if (kept < size) throw new SmtpAnswer(451, 'Too many messages are arriving; send it again later.')
      return await work(Buffer.concat(chunks))
    } finally {
      this.#held -= kept
    }
  }
}

async function* readChunks(stream: Readable): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of stream) if (Buffer.isBuffer(chunk)) yield chunk
  } catch {
    // Nobody is there to read it.
    throw new SmtpAnswer(451, 'The message broke off.')
  }
}
