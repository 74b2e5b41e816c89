import { checkDefinitionSchema } from '@evidentia/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { account, judgeScene } from '../testing/check-input.ts'
import { compileCheck, findDefinitionFaults } from './compile-check.ts'
import { itemSteps, longestList, longestText } from './meter.ts'

const key = { label: 'k', active: true, lastRotated: null, lastUsed: null }

function define(expression: string, more: object = {}) {
  return checkDefinitionSchema.parse({
    id: 'own-check',
    version: 1,
    title: 'A check of our own',
    asserts: 'Every account is as we want it to be.',
    population: 'account',
    expression,
    value: 'username',
    ...more,
  })
}

/** What a check says of one account; in how many milliseconds. */
function timed(expression: string, body: Parameters<typeof account>[1] = {}) {
  const check = compileCheck(define(expression))
  const began = performance.now()
  const result = judgeScene(check, { population: [account('ada', body)] })
  return { item: result.items[0], took: performance.now() - began }
}

describe('a runaway expression', () => {
  const many = { keys: Array.from({ length: longestList }, () => key) }

  it.each([
    [
      'loops within loops',
      'record.keys.all(a, record.keys.all(b, record.keys.all(c, a.active || b.active || c.active)))',
    ],
    [
      'loops whose errors are swallowed',
      'record.keys.exists(a, record.keys.exists(b, record.keys.all(c, 1 / 0 == 1))) || true',
    ],
    ['a list that doubles', 'size(record.keys + record.keys) > 0'],
    ['a text that doubles', `size([record.username]${'.map(a, a + a)'.repeat(14)}) == 0`],
  ])('is stopped: %s', (_name, expression) => {
    const { item, took } = timed(expression, many)
    expect(item?.verdict).toBe('unknown')
    expect(item?.reason).toMatch(/more than \d+ (?:steps|entries)|longer than \d+ characters/)
    expect(took).toBeLessThan(2000)
  })

  it('is stopped after the same step on every machine', () => {
    const inner = 'record.keys.all(b, true)'
    const reasons = [1, 2].map(() => timed(`record.keys.all(a, ${inner})`, many).item?.reason)
    expect(reasons).toEqual(Array(2).fill(`cannot be judged: the expression takes more than ${itemSteps} steps on it`))
  })

  it('cannot hide in a pattern that backtracks', () => {
    const username = `${'a'.repeat(longestText - 1)}b`
    const { item, took } = timed('record.username.matches("^(a+)+$")', { username })
    expect(item?.verdict).toBe('not-met')
    expect(took).toBeLessThan(2000)
    expect(timed('record.username.matches("o.t$")', { username: 'root' }).item?.verdict).toBe('met')
  })

  it('cannot be written longer, deeper or with more in it than the limits', () => {
    expect(() => define(`true${' || true'.repeat(300)}`)).toThrow('expression')
    for (const expression of [
      `${'('.repeat(60)}true${')'.repeat(60)}`,
      `[${'1,'.repeat(120)}1] == []`,
      `true${'||true'.repeat(250)}`,
    ])
      expect(findDefinitionFaults(define(expression))[0]?.sentence).toContain('xceeded')
  })

  it('refuses a record that is itself too large', () => {
    const username = 'a'.repeat(longestText + 1)
    expect(timed('record.username == "a"', { username }).item).toMatchObject({
      verdict: 'unknown',
      reason: expect.stringContaining(`longer than ${longestText} characters`),
    })
  })
})

describe('an expression', () => {
  const names = [
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'valueOf',
    'hasOwnProperty',
    'get',
    'size',
    '#raw',
  ]

  it.each(
    names.flatMap((name) => [
      `record.${name} == null`,
      `record["${name}"] == null`,
      `record.keys.${name} == null`,
      `record.keys[0].${name} == null`,
      `record.mfa.${name} == null`,
      `parameters.${name} == null`,
      `"a".${name} == null`,
      `has(record.${name})`,
      `${name} == null`,
      `record.${name}()`,
      `${name}()`,
      `dyn(record).${name} == null`,
    ]),
  )('finds nothing behind %s', (expression) => {
    const { item } = timed(expression, { keys: [key] })
    // Either it is refused before it runs, or the name is not there: it never means something of the machine.
    expect(['unknown', 'not-met', undefined]).toContain(item?.verdict)
  })

  it('never reaches beyond its variables, whatever it is made of', () => {
    const before = Object.getOwnPropertyNames(Object.prototype).length
    const piece = fc.constantFrom(
      ...names,
      'record', 'parameters', 'asOf', 'subject', 'keys', 'username', 'mfa', 'true', 'null', '1', '"a"', '.', '.', '[0]',
      '["constructor"]', '(', ')', ' == ', ' && ', ' || ', '!', '+', ', ', '.map(x, x)', '.all(x, x.active)', 'has(', 'type(', 'dyn(',
      'globalThis', 'process', 'import', 'cel', 'google', 'string(', '{', '}', '[', ']', '?', ':',
    ) // prettier-ignore
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 14 }), (pieces) => {
        const text = pieces.join('').trim()
        if (text === '') return
        const { item } = timed(text, { keys: [key] })
        // A check that cannot be read has no items; one that can has a verdict, and only plain words in its reason.
        if (item === undefined) return
        expect(['met', 'not-met', 'unknown', 'not-applicable']).toContain(item.verdict)
        expect(item.reason).not.toMatch(/function|native code|\[object/)
      }),
      { numRuns: 1500 },
    )
    expect(Object.getOwnPropertyNames(Object.prototype).length).toBe(before)
  })

  it('changes neither the record nor what comes after it', () => {
    const body = { keys: [key, key] }
    const check = compileCheck(
      define('record.keys.map(k, k.label) == ["k", "k"] && (record.keys + record.keys).all(k, k.active)'),
    )
    const scene = { population: [account('ada', body), account('bob', body)] }
    const before = JSON.stringify(scene)
    const first = judgeScene(check, scene)
    expect(judgeScene(check, scene)).toEqual(first)
    expect(first.verdict).toBe('met')
    expect(JSON.stringify(scene)).toBe(before)
  })
})
