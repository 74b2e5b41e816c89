/** Several byte strings as one parameter of a statement, and where each begins and ends in it. */
export interface PackedBytes {
  readonly bytes: Buffer
  readonly starts: readonly number[]
  readonly ends: readonly number[]
}

/** A parameter for each of many byte strings would cost as much as storing them. */
export function packBytes(parts: readonly Uint8Array[]): PackedBytes {
  let end = 0
  const ends = parts.map(({ length }) => (end += length))
  return { bytes: Buffer.concat(parts), starts: [0, ...ends.slice(0, -1)], ends }
}
