import { createHash, hash } from 'node:crypto'

/** SHA-256 of bytes held in memory, as lowercase hexadecimal. */
export function sha256Hex(bytes: Uint8Array): string {
  return hash('sha256', bytes, 'hex')
}

/** SHA-256 of a stream, as lowercase hexadecimal, and its length in bytes; memory stays constant. */
export async function sha256HexOfStream(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<{ sha256: string; size: number }> {
  const digest = createHash('sha256')
  let size = 0
  for await (const chunk of chunks) {
    digest.update(chunk)
    size += chunk.length
  }
  return { sha256: digest.digest('hex'), size }
}
