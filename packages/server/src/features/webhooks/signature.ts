import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { Webhook } from '@evidentia/core'
import type { RawBody } from '../../platform/http/operation.ts'

/** What a delivery says of itself, once its signature holds: what names it, and what kind of event it is. */
export interface Delivery {
  readonly id: string
  readonly event: string | null
}

/** How far a timestamp may be from this server's clock, in seconds. Standard Webhooks asks for some such window. */
const toleranceSeconds = 5 * 60

/** The delivery, or null where nothing shows that it came from whoever has the secret. */
export function verifyDelivery(
  { kind, header }: Pick<Webhook, 'kind' | 'header'>,
  secret: string,
  { bytes, headers }: RawBody,
  now: number,
): Delivery | null {
  switch (kind) {
    case 'github': {
      // GitHub, "Validating webhook deliveries".
      const given = headers['x-hub-signature-256'] ?? ''
      const id = headers['x-github-delivery']
      if (id === undefined || !isSame(decode(given.replace(/^sha256=/, '')), sign(secret, bytes))) return null
      return { id, event: headers['x-github-event'] ?? null }
    }
    case 'standard': {
      // Standard Webhooks 1.0.0: the id, the time and the body are signed together; several signatures while a secret changes.
      const [id, at, given] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => headers[name])
      if (id === undefined || at === undefined || given === undefined || !/^\d{1,12}$/.test(at)) return null
      if (Math.abs(now / 1000 - Number(at)) > toleranceSeconds) return null
      const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
      const expected = sign(key, Buffer.concat([Buffer.from(`${id}.${at}.`), bytes]))
      const isSigned = given
        .split(' ')
        .some((one) => one.startsWith('v1,') && isSame(Buffer.from(one.slice(3), 'base64'), expected))
      return isSigned ? { id, event: null } : null
    }
    case 'hmac': {
      const given = (headers[header?.toLowerCase() ?? ''] ?? '').replace(/^sha256=/i, '')
      if (!isSame(decode(given), sign(secret, bytes))) return null
      // Nothing names it but what it says: the same body again is the same delivery.
      return { id: createHash('sha256').update(bytes).digest('hex'), event: null }
    }
  }
}

function sign(key: string | Buffer, bytes: Uint8Array): Buffer {
  return createHmac('sha256', key).update(bytes).digest()
}

function decode(text: string): Buffer {
  return Buffer.from(text, /^[0-9a-f]{64}$/i.test(text) ? 'hex' : 'base64')
}

function isSame(given: Buffer, expected: Buffer): boolean {
  return given.length === expected.length && timingSafeEqual(given, expected)
}
