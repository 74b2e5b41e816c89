import { createReadStream } from 'node:fs'

/** A file's bytes in pieces, so that its size never matters. */
export async function* readChunks(path: string): AsyncGenerator<Uint8Array> {
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 18 })) {
    if (chunk instanceof Uint8Array) yield chunk
  }
}

/** Bytes at hand, for a reader that takes a stream. */
export async function* inOnePiece(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
