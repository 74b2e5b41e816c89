import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { encodeUtf8 } from '../encoding/bytes.ts'
import { LedgerError } from '../ledger-error.ts'
import { canonicalize } from './canonicalize.ts'
import { parseStrictJson } from './parse-strict-json.ts'

function doubleFromBits(hex: string): number {
  return Buffer.from(hex, 'hex').readDoubleBE()
}

describe('canonical JSON', () => {
  test('prints the numbers of RFC 8785 appendix B as listed there', () => {
    const listed: [bits: string, text: string][] = [
      ['0000000000000000', '0'],
      ['8000000000000000', '0'],
      ['0000000000000001', '5e-324'],
      ['8000000000000001', '-5e-324'],
      ['7fefffffffffffff', '1.7976931348623157e+308'],
      ['4340000000000000', '9007199254740992'],
      ['4430000000000000', '295147905179352830000'],
      ['44b52d02c7e14af5', '9.999999999999997e+22'],
      ['44b52d02c7e14af6', '1e+23'],
      ['444b1ae4d6e2ef4f', '999999999999999900000'],
      ['3eb0c6f7a0b5ed8d', '0.000001'],
      ['41b3de4355555553', '333333333.3333332'],
      ['becbf647612f3696', '-0.0000033333333333333333'],
      ['43143ff3c1cb0959', '1424953923781206.2'],
    ]
    for (const [bits, text] of listed) expect(canonicalize(doubleFromBits(bits))).toBe(text)
  })

  test('prints the example of RFC 8785 section 3.2.2 as listed there', () => {
    const value = {
      numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
      literals: [null, true, false],
    }
    expect(canonicalize(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    )
  })

  test('sorts keys by UTF-16 code unit as in RFC 8785 section 3.2.3', () => {
    const keys = ['\u20ac', '\r', '\ufb33', '1', '\ud83d\ude00', '\u0080', '\u00f6']
    const sorted = Object.keys(JSON.parse(canonicalize(Object.fromEntries(keys.map((key) => [key, 0])))))
    // JSON.parse puts the integer-like key "1" first; the text itself is checked for the others.
    expect(sorted.filter((key) => key !== '1')).toEqual(['\r', '\u0080', '\u00f6', '\u20ac', '\ud83d\ude00', '\ufb33'])
    expect(canonicalize({ '1': 0, '\r': 0 })).toBe('{"\\r":0,"1":0}')
  })

  test('refuses what has no canonical text, naming the place', () => {
    const cycle: unknown[] = []
    cycle.push(cycle)
    const refused: unknown[] = [NaN, Infinity, undefined, new Date(0), '\ud800', [undefined], cycle, 1n]
    for (const value of refused) {
      // The point is data that the type would not let through.
      expect(() => Reflect.apply(canonicalize, undefined, [value])).toThrow(LedgerError)
    }
    expect(() => canonicalize({ a: [1, NaN] })).toThrow('$.a[1]')
  })

  test('survives parsing unchanged for any JSON value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
        const plain: unknown = JSON.parse(JSON.stringify(value))
        const text = Reflect.apply(canonicalize, undefined, [plain])
        expect(parseStrictJson(encodeUtf8(text))).toEqual(plain)
        expect(canonicalize(parseStrictJson(encodeUtf8(text)))).toBe(text)
      }),
    )
  })
})
