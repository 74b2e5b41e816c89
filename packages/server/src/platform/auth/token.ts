import { createHash, randomBytes } from 'node:crypto'

/** A secret of 256 random bits for a person or program to hold, with the digest that is stored in its place. */
export interface Token {
  readonly text: string
  readonly hash: Buffer
}

export function createToken(): Token {
  const text = randomBytes(32).toString('base64url')
  return { text, hash: hashToken(text) }
}

/** Plain SHA-256 suffices: 256 random bits cannot be guessed, so they need no slow hash. */
export function hashToken(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

/** `ek_<32 hexadecimal digits>_<secret>`: recognisable to secret scanners, and the part before the secret may be shown. */
export function formatApiKey(id: string, secret: string): string {
  return `ek_${id.replaceAll('-', '')}_${secret}`
}

export function parseApiKey(text: string): { readonly id: string; readonly hash: Buffer } | null {
  const [, hex, secret] = /^ek_([0-9a-f]{32})_([A-Za-z0-9_-]{43})$/.exec(text) ?? []
  if (hex === undefined || secret === undefined) return null
  const id = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  return { id, hash: hashToken(secret) }
}
