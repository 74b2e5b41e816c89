import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeBase64, encodeBase64 } from './base64.ts'
import { compareUtf8, encodeHex, parseDecimal } from './bytes.ts'

describe('Base64', () => {
  test('agrees with Node and comes back for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        expect(encodeBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'))
        expect(decodeBase64(encodeBase64(bytes))).toEqual(new Uint8Array(bytes))
      }),
    )
  })

  test.each(['QQ', 'QQ=', 'QR==', 'QQ==\n', ' QQ==', 'QQ==QQ==', 'Q-==', '=QQ='])('refuses the spelling %j', (text) => {
    expect(() => decodeBase64(text)).toThrow('canonical Base64')
  })
})

describe('bytes', () => {
  const name = fc.string({
    unit: fc.constantFrom('a', 'b', '/', '\u007f', '\u00e9', '\ud7ff', '\ue000', '\uffff', '\u{1f600}'),
  })

  test('of two texts are compared without encoding them, as Node compares them encoded', () => {
    fc.assert(
      fc.property(name, name, (left, right) => {
        expect(Math.sign(compareUtf8(left, right))).toBe(Buffer.compare(Buffer.from(left), Buffer.from(right)))
      }),
    )
  })

  test('are written in lowercase hexadecimal', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(encodeHex(bytes)).toBe(Buffer.from(bytes).toString('hex'))
      }),
    )
  })

  test('decimal numbers have one spelling', () => {
    expect(parseDecimal('0')).toBe(0)
    expect(parseDecimal('9007199254740991')).toBe(Number.MAX_SAFE_INTEGER)
    for (const text of ['', '00', '01', '-1', '+1', '1.0', '1e3', ' 1', '9007199254740992', '0x1']) {
      expect(parseDecimal(text)).toBeUndefined()
    }
  })
})
