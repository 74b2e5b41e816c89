import { z } from 'zod'
import type { SecretPlace } from '../auth/root-key.ts'

/** A data key, wrapped by the root key. */
export interface WrappedKey {
  readonly organization: string
  readonly id: string
  readonly wrapped: Buffer
  readonly created: Date
}

const keyFileSchema = z.strictObject({
  version: z.literal(1),
  organization: z.uuid(),
  id: z.uuid(),
  created: z.iso.datetime(),
  wrapped: z.base64(),
})

/** What a key is bound to: wrapped for another organization or id, it does not open. */
export function wrappingPlace(organization: string, id: string): SecretPlace {
  return { table: 'organization_key', row: `${organization}/${id}`, column: 'wrapped' }
}

/** Where a wrapped key stands beside the artifacts. */
export function nameOfKeyFile(organization: string, id: string): string {
  return `${organization}/keys/${id}`
}

export function encodeKeyFile({ organization, id, wrapped, created }: WrappedKey): Buffer {
  const file = { version: 1, organization, id, created: created.toISOString(), wrapped: wrapped.toString('base64') }
  return Buffer.from(`${JSON.stringify(file)}\n`)
}

/** Throws when the bytes are not a key file. */
export function decodeKeyFile(bytes: Uint8Array): WrappedKey {
  const file = keyFileSchema.parse(JSON.parse(Buffer.from(bytes).toString('utf8')))
  return { ...file, wrapped: Buffer.from(file.wrapped, 'base64'), created: new Date(file.created) }
}
