import { describe, expect, it } from 'vitest'
import type { Parameters } from './parameters.ts'
import { findValueFault, namesIn, parameterSchema, parametersInForce, renderSentence } from './parameters.ts'

const declared: Parameters = {
  days: { type: 'integer', title: 'How long', unit: 'days', minimum: 1, maximum: 90, default: 30 },
  strict: { type: 'flag', title: 'Whether strictly', default: false },
  label: { type: 'text', title: 'Which label', maximumLength: 5, default: 'none' },
  mode: { type: 'choice', title: 'Which mode', options: ['loose', 'tight'], default: 'loose' },
  done: { type: 'texts', title: 'Which statuses', maximumItems: 2, default: ['closed'] },
}

describe('the parameters of a check', () => {
  it('have the value that is set where it is allowed, and the default elsewhere', () => {
    expect(parametersInForce(declared)).toEqual({
      days: 30,
      strict: false,
      label: 'none',
      mode: 'loose',
      done: ['closed'],
    })
    expect(parametersInForce(declared, { days: 7, strict: true, mode: 'tight', done: [] })).toMatchObject({
      days: 7,
      strict: true,
      mode: 'tight',
      done: [],
    })
    expect(parametersInForce(declared, { days: 91, constructor: 1, extra: 'x' })).toEqual(parametersInForce(declared))
  })

  it.each([
    ['days', 0],
    ['days', 1.5],
    ['days', '7'],
    ['strict', 1],
    ['label', 'longer'],
    ['mode', 'other'],
    ['done', ['a', 'b', 'c']],
    ['done', 'closed'],
  ] as const)('refuse %s = %j and say what is allowed', (name, value) => {
    expect(findValueFault(declared[name]!, value)).toMatch(/^it must be /)
  })

  it('are declared with a default that they allow', () => {
    expect(parameterSchema.safeParse({ ...declared['days'], default: 91 }).success).toBe(false)
    expect(parameterSchema.safeParse(declared['days']).success).toBe(true)
  })

  it('stand in the sentence by name; a name nobody declared stays visible', () => {
    const values = parametersInForce(declared, { done: ['closed', 'done'] })
    expect(renderSentence('At most {days} days, {strict}, {done}, {other} and {toString}.', values)).toBe(
      'At most 30 days, no, closed, done, {other} and {toString}.',
    )
    expect(namesIn('{days} and {days} and {other}')).toEqual(['days', 'days', 'other'])
  })
})
