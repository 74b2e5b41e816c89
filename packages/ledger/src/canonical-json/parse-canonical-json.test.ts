import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { encodeUtf8 } from '../encoding/bytes.ts'
import { canonicalize } from './canonicalize.ts'
import { parseCanonicalJson } from './parse-canonical-json.ts'

describe('canonical JSON is told from other JSON', () => {
  test('for any value: its canonical text is read back, and the same with a space is not', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const plain = JSON.parse(JSON.stringify(value))
        const text = canonicalize(plain)
        expect(parseCanonicalJson(encodeUtf8(text))).toEqual(plain)
        expect(parseCanonicalJson(encodeUtf8(`${text} `))).toBeUndefined()
      }),
    )
  })

  test.each(['{"b":1,"a":2}', '{"9":1,"10":2}', '-0', '1.0', '1e2', '"\\u0041"', '"\\/"', '"\\u00e9"', '[ ]'])(
    'not canonical: %s',
    (text) => {
      expect(parseCanonicalJson(encodeUtf8(text))).toBeUndefined()
    },
  )

  test.each(['{"10":1,"9":2}', '{"__proto__":1}', '"\u20ac\ud83d\ude00"', '"\\u001f\\n"', '0', '1e+30', '[]'])(
    'canonical: %s',
    (text) => {
      expect(canonicalize(parseCanonicalJson(encodeUtf8(text)) ?? null)).toBe(text)
    },
  )

  test.each([
    ['a key twice', '{"a":1,"a":1}'],
    ['a lone surrogate', '"\\ud800"'],
    ['a number too large', '1e999'],
    ['too many levels', `${'['.repeat(66)}${']'.repeat(66)}`],
    ['a byte order mark', '\ufeff{}'],
    ['nothing', ''],
  ])('refused: %s', (_, text) => {
    expect(() => parseCanonicalJson(encodeUtf8(text))).toThrow('JSON text has')
  })
})
