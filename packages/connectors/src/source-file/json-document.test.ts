import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EvidentiaError } from '@evidentia/core'
import { parseJson } from './json-document.ts'

function attempt<T>(read: () => T): { value: T } | 'refused' {
  try {
    return { value: read() }
  } catch (error) {
    if (error instanceof EvidentiaError || error instanceof SyntaxError) return 'refused'
    throw error
  }
}

describe('reading JSON', () => {
  it('gives the same value as the built-in reader', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), fc.constantFrom(undefined, 2), (value, indent) => {
        const text = JSON.stringify(value, null, indent)
        expect(JSON.stringify(parseJson(text, 'x').value)).toBe(JSON.stringify(JSON.parse(text)))
      }),
    )
  })

  it('accepts and refuses the same texts as the built-in reader, but for repeated members', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '"\\u0041"',
      '"\\x"',
      '1',
      '-0.5e3',
      '01',
      'true',
      'nul',
      ' ',
      '\n',
      '"',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 9 }), (pieces) => {
        const text = pieces.join('')
        const builtIn = attempt((): unknown => JSON.parse(text))
        const ours = attempt(() => parseJson(text, 'x').value)
        if (ours === 'refused' && builtIn !== 'refused') expect(text).toMatch(/"(?:a|\\u0041)"[^]*"(?:a|\\u0041)"/)
        else expect(ours === 'refused').toBe(builtIn === 'refused')
      }),
      { numRuns: 3000 },
    )
  })

  it('knows the line on which each object begins', () => {
    const document = parseJson('{\n "a": [\n  {"b": 1},\n\n  {}]}', 'x')
    const list = Reflect.get(Object(document.value), 'a') as unknown[]
    expect([document.value, ...list].map((object) => document.lineOf(object))).toEqual([1, 3, 5])
  })

  it.each([
    ['{"a":1,"a":2}', '"a" stands twice'],
    ['{"a":1', 'cut off'],
    ['["x', 'cut off'],
    ['[1 2]', 'a comma or a closing bracket'],
    ['{} {}', 'follows the end'],
    ['["a\tb"]', 'control character'],
    ['[truth]', 'a value was expected'],
    ['['.repeat(5000), 'nested more than 64'],
  ])('refuses %s in words', (text, words) => {
    expect(() => parseJson(text, 'x.json')).toThrow(words)
  })

  it('treats __proto__ as a member like any other', () => {
    const { value } = parseJson('{"__proto__": {"polluted": true}}', 'x')
    expect(Object.keys(Object(value))).toEqual(['__proto__'])
    expect(Reflect.get({}, 'polluted')).toBeUndefined()
  })

  it('reads a minified text of many objects and a long escaped string in a moment', () => {
    const text = JSON.stringify([...Array.from({ length: 100_000 }, (_, n) => ({ n })), '\n"\\'.repeat(300_000)])
    const started = performance.now()
    expect(Reflect.get(Object(parseJson(text, 'x').value), 'length')).toBe(100_001)
    expect(performance.now() - started).toBeLessThan(2000)
  })
})
