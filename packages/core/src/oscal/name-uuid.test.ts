import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { digest } from '../testing/oscal.ts'
import { nameUuid } from './name-uuid.ts'

const namespace = '6ba7b810-9dad-11d1-80b4-00c04fd430c8'

/** The bytes that are hashed for `name`, after the sixteen of the namespace. */
function hashed(name: string): number[] {
  let seen: readonly number[] = []
  nameUuid(namespace, name, (bytes) => {
    seen = [...bytes]
    return digest(bytes)
  })
  return seen.slice(16)
}

describe('the UUID of a name', () => {
  it('is the one of RFC 9562, A.4, when the digest is SHA-1', () => {
    // SHA-1 over namespace and name, as the RFC gives it.
    const sha1 = '2ed6657de927468b55e12665a8aea6a22dee3e35'.match(/../g)?.map((pair) => Number.parseInt(pair, 16)) ?? []
    const uuid = nameUuid(namespace, 'www.example.com', () => Uint8Array.from(sha1))
    expect(uuid).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2')
  })

  it('hashes the namespace first, then the name in UTF-8', () => {
    expect(hashed('aé')).toEqual([0x61, 0xc3, 0xa9])
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 12 }), (name) => {
        const escaped = hashed(name).map((byte) => `%${byte.toString(16).padStart(2, '0')}`)
        expect(decodeURIComponent(escaped.join(''))).toBe(name)
      }),
    )
  })

  it('is of version 5 and of the variant that OSCAL admits, whatever the digest', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 20, maxLength: 20 }), (bytes) => {
        expect(nameUuid(namespace, 'x', () => bytes)).toMatch(
          /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
        )
      }),
    )
  })
})
