import { createHash } from 'node:crypto'

/**
 * The UUID of an organization that only exists as a folder, from its id: the same folder has the same one wherever it
 * is packed. A version 8 UUID (RFC 9562 5.8) from SHA-256.
 */
export function nameOrganization(id: string): string {
  const bytes = createHash('sha256').update(`evidentia/folder-organization/v1\n${id}`).digest().subarray(0, 16)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
