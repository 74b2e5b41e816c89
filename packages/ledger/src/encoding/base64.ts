import { LedgerError } from '../ledger-error.ts'

/** Standard Base64 with padding (RFC 4648 section 4). */
export function encodeBase64(bytes: Uint8Array): string {
  let binary = ''
  for (const byte of bytes) binary += String.fromCharCode(byte)
  return btoa(binary)
}

/**
 * Decodes standard Base64 and refuses every spelling but the one `encodeBase64` gives: two texts for the same bytes
 * would let somebody change a sealed file without changing what it means. Throws `encoding-malformed`.
 */
export function decodeBase64(text: string): Uint8Array {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0) throw malformed(text)
  const binary = atob(text)
  const bytes = new Uint8Array(binary.length)
  for (let at = 0; at < binary.length; at += 1) bytes[at] = binary.charCodeAt(at)
  // The unused low bits of the last character must be zero.
  if (btoa(binary) !== text) throw malformed(text)
  return bytes
}

function malformed(text: string): LedgerError {
  const shown = text.length > 24 ? `${text.slice(0, 24)}...` : text
  return new LedgerError('encoding-malformed', `"${shown}" is not canonical Base64; restore the original text.`)
}
