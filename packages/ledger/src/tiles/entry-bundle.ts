import { LedgerError } from '../ledger-error.ts'
import { TILE_WIDTH } from './tile-path.ts'

/** The longest entry a 16-bit length can state; anything larger is an artifact, named by its hash. */
export const ENTRY_BYTES_LIMIT = 65_535

/** The largest bundle: 256 entries, each with its two bytes of length. */
export const BUNDLE_BYTES_LIMIT = TILE_WIDTH * (2 + ENTRY_BYTES_LIMIT)

/** Entries one after the other, each behind its length as a big-endian 16-bit number (C2SP tlog-tiles). */
export function encodeEntryBundle(entries: readonly Uint8Array[]): Uint8Array {
  if (entries.length < 1 || entries.length > TILE_WIDTH) {
    throw new LedgerError('tile-invalid', `An entry bundle holds 1 to ${TILE_WIDTH} entries, not ${entries.length}.`)
  }
  for (const entry of entries) checkLength(entry)
  const bundle = new Uint8Array(entries.reduce((sum, entry) => sum + 2 + entry.length, 0))
  const view = new DataView(bundle.buffer)
  let at = 0
  for (const entry of entries) {
    view.setUint16(at, entry.length)
    bundle.set(entry, at + 2)
    at += 2 + entry.length
  }
  return bundle
}

/** The `count` entries of a bundle. Throws `tile-invalid` when the bytes do not hold exactly that many. */
export function decodeEntryBundle(bytes: Uint8Array, count: number): Uint8Array[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const entries: Uint8Array[] = []
  let at = 0
  while (entries.length < count) {
    if (at + 2 > bytes.length) throw cutOff(entries.length)
    const end = at + 2 + view.getUint16(at)
    if (end > bytes.length) throw cutOff(entries.length)
    entries.push(bytes.subarray(at + 2, end))
    at = end
  }
  if (at !== bytes.length) {
    throw new LedgerError('tile-invalid', `The entry bundle has ${bytes.length - at} bytes after its ${count} entries.`)
  }
  return entries
}

function checkLength(entry: Uint8Array): void {
  if (entry.length > ENTRY_BYTES_LIMIT) {
    throw new LedgerError(
      'tile-invalid',
      `An entry of ${entry.length} bytes is over the limit of ${ENTRY_BYTES_LIMIT}.`,
    )
  }
}

function cutOff(position: number): LedgerError {
  return new LedgerError('tile-invalid', `The entry bundle ends within its entry ${position} (counted from 0).`)
}
