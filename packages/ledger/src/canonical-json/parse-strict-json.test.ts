import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { encodeUtf8 } from '../encoding/bytes.ts'
import { LedgerError } from '../ledger-error.ts'
import { parseStrictJson } from './parse-strict-json.ts'

function parse(text: string): unknown {
  return parseStrictJson(encodeUtf8(text))
}

describe('strict JSON', () => {
  test('refuses a duplicate key and names its byte offset, also when one spelling is escaped', () => {
    expect(() => parse('{"a":1,"a":2}')).toThrow('"a" a second time at byte 7')
    expect(() => parse(String.raw`{"a":1,"\u0061":2}`)).toThrow('second time')
  })

  test('counts offsets in bytes, not characters', () => {
    expect(() => parse('["\u20ac", x]')).toThrow('byte 8')
  })

  test.each([
    ['', 'byte 0'],
    ['{', 'byte 1'],
    ['[1,]', 'no JSON value'],
    ['[1 2]', 'no comma or closing bracket'],
    ['{"a" 1}', 'no colon'],
    ['{"a":1,}', 'no well-formed string'],
    ['nul', 'no JSON value'],
    ['01', 'after the end'],
    ['+1', 'no JSON value'],
    ['.5', 'no JSON value'],
    ['1e400', 'too large'],
    ['NaN', 'no JSON value'],
    ['"a\nb"', 'control character'],
    ['"a', 'no closing quote'],
    [String.raw`"\x"`, 'malformed escape'],
    [String.raw`"\ud800"`, 'lone surrogate'],
    ['{} {}', 'after the end'],
    ['\ufeff{}', 'no JSON value'],
    ['/* */1', 'no JSON value'],
  ])('refuses %j', (text, reason) => {
    expect(() => parse(text)).toThrow(reason)
  })

  test('refuses bytes that are not UTF-8', () => {
    expect(() => parseStrictJson(Uint8Array.of(0x22, 0xff, 0x22))).toThrow('UTF-8')
  })

  test('takes 64 levels and refuses 65', () => {
    expect(() => parse('['.repeat(65) + ']'.repeat(65))).not.toThrow()
    expect(() => parse('['.repeat(66) + ']'.repeat(66))).toThrow('deeper than 64')
    expect(() => parse('['.repeat(1_000_000))).toThrow('deeper than 64')
  })

  test('keeps a __proto__ key as data', () => {
    const value = parse('{"__proto__":{"polluted":true}}')
    expect(Object.hasOwn(Object(value), '__proto__')).toBe(true)
    expect(Reflect.get({}, 'polluted')).toBeUndefined()
  })

  test('reads a string of several megabytes', () => {
    expect(parse(`"${String.raw`\n`.repeat(2_000_000)}"`)).toHaveLength(2_000_000)
  })

  test('agrees with JSON.parse on what it accepts and never fails otherwise than with a LedgerError', () => {
    const pieces = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '"b"',
      '1',
      '-0.5e3',
      'true',
      'null',
      ' ',
      '"',
      '\\',
    )
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
        const text = parts.join('')
        try {
          expect(parse(text)).toEqual(JSON.parse(text))
        } catch (error) {
          expect(error).toBeInstanceOf(LedgerError)
        }
      }),
      { numRuns: 3000 },
    )
  })
})
