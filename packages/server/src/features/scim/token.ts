import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** A bearer token of 256 random bits: nobody guesses it, so that a plain hash keeps it. */
export function makeToken(): string {
  return `scim_${randomBytes(32).toString('base64url')}`
}

export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

/** Whether `authorization` bears the token whose hash is kept. Compared in constant time. */
export function bearsToken(authorization: string | undefined, kept: Buffer): boolean {
  const given = /^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1]
  return given !== undefined && timingSafeEqual(hashToken(given), kept)
}
