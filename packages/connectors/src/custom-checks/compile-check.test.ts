import type { CheckDefinition } from '@evidentia/core'
import { checkDefinitionSchema, isSameCheck } from '@evidentia/core'
import { describe, expect, it } from 'vitest'
import { account, change, judgeScene, person } from '../testing/check-input.ts'
import type { Scene } from '../testing/check-input.ts'
import { compileCheck, findDefinitionFaults } from './compile-check.ts'

const base = {
  id: 'own-check',
  version: 1,
  title: 'A check of our own',
  asserts: 'Every account is as we want it to be.',
  population: 'account',
  expression: 'record.enabled',
  value: 'enabled',
} as const

function define(more: Partial<Record<keyof CheckDefinition, unknown>>): CheckDefinition {
  return checkDefinitionSchema.parse({ ...base, ...more })
}

const judged = (more: Parameters<typeof define>[0], scene: Scene) => judgeScene(compileCheck(define(more)), scene)
const verdictOf = (expression: string, body: Parameters<typeof account>[1] = {}) =>
  judged({ expression }, { population: [account('ada', body)] }).items[0]

describe('a custom check', () => {
  it('judges every record, with the raw record and the field that decides', () => {
    const result = judged(
      { expression: 'record.mfa == true', value: 'mfa', appliesTo: 'record.kind == "person"' },
      { population: [account('ada'), account('bob', { mfa: false }), account('svc', { kind: 'service' })] },
    )
    expect(result).toMatchObject({
      verdict: 'not-met',
      summary: '1 of 2 records of type account do not meet it: bob.',
      items: [
        { key: 'ada', verdict: 'met', value: 'true', reason: 'mfa is true' },
        { verdict: 'not-met', record: { type: 'account', key: 'bob', evidence: 'ev_1', line: 2 } },
        { verdict: 'not-applicable' },
      ],
    })
  })

  it('may answer with the word of a verdict, and with nothing else', () => {
    const expression = 'record.mfa == null ? "unknown" : record.mfa == true ? "met" : "not-met"'
    expect(verdictOf(expression, { mfa: null })?.verdict).toBe('unknown')
    expect(verdictOf(expression, { mfa: false })?.verdict).toBe('not-met')
    expect(verdictOf('"passed"')).toMatchObject({ verdict: 'unknown', reason: expect.stringContaining('neither true') })
  })

  it('reads its parameters, the day, the subject and the time functions', () => {
    const parameters = {
      days: { type: 'integer', title: 'How long', unit: 'days', minimum: 1, maximum: 99, default: 30 },
      kinds: { type: 'texts', title: 'Which kinds', maximumItems: 5, default: ['person'] },
    }
    const expression =
      'record.kind in parameters.kinds && daysBetween(day(record.passwordLastUsed), asOf) <= parameters.days && subject.kind == "system" && addMonths(asOf, -1) == "2026-05-30"'
    const asked = (parametersSet: Scene['parameters'], used: string | null) =>
      judgeScene(compileCheck(define({ expression, parameters, value: 'passwordLastUsed' })), {
        subject: { kind: 'system', id: 'db' },
        population: [account('ada', { passwordLastUsed: used })],
        ...(parametersSet === undefined ? {} : { parameters: parametersSet }),
      }).items[0]
    expect(asked({}, '2026-06-01T12:00:00Z')?.verdict).toBe('met')
    expect(asked({ days: 7 }, '2026-06-01T12:00:00Z')?.verdict).toBe('not-met')
    expect(asked({}, null)).toMatchObject({ verdict: 'unknown', reason: expect.stringContaining('cannot be judged') })
  })

  it('joins the newest records of another type by a key', () => {
    const join = { type: 'person', key: 'other.email', equals: 'record.username + "@acme.example"' }
    const definition = { join, expression: 'others.exists(o, o.status == "active")', value: 'username' }
    const people = [person('ada@acme.example'), person('bob@acme.example', { status: 'terminated' }), person(null)]
    const population = ['ada', 'bob', 'cy'].map((name) => account(name))
    const result = judged(definition, { population, newest: people })
    expect(result.items.map(({ verdict }) => verdict)).toEqual(['met', 'not-met', 'not-met'])
    expect(judged(definition, { population, newest: null })).toMatchObject({
      verdict: 'unknown',
      summary: 'There is no evidence with records of type person to compare with.',
    })
  })

  it('reads numbers, lists and nested fields by the schema of the record type', () => {
    expect(verdictOf('size(record.keys) == 2 && record.keys.exists_one(k, k.active)', twoKeys)?.verdict).toBe('met')
    expect(verdictOf('record.keys.filter(k, k.active).map(k, k.label) == ["one"]', twoKeys)?.verdict).toBe('met')
    expect(verdictOf('record.keys[0].label == "one" && has(record.mfa)', twoKeys)?.verdict).toBe('met')
    expect(verdictOf('record.keys[5].label == "one"', twoKeys)?.verdict).toBe('unknown')
  })

  it('is unknown where an expression fails, never met', () => {
    expect(verdictOf('1 / 0 == 1')).toMatchObject({ verdict: 'unknown', reason: 'cannot be judged: division by zero' })
    expect(verdictOf('daysBetween(record.username, asOf) > 1')).toMatchObject({
      verdict: 'unknown',
      reason: expect.stringContaining('is not a day'),
    })
    const { verdict } = judged({ appliesTo: '1 % 0 == 0', expression: 'true' }, { population: [account('ada')] })
    expect(verdict).toBe('unknown')
  })

  it('is unknown without records, and where its definition cannot be read', () => {
    expect(judged({}, { population: null }).verdict).toBe('unknown')
    expect(judged({}, { population: [] }).verdict).toBe('unknown')
    expect(judged({ expression: 'record.nothing' }, { population: [account('ada')] })).toMatchObject({
      verdict: 'unknown',
      summary: expect.stringContaining('The definition of this check cannot be read: expression, no such key: nothing'),
    })
  })

  it('looks at other types of records the same way', () => {
    const result = judged(
      { population: 'change', expression: 'record.rollbackPlan != null', value: 'rollbackPlan' },
      { population: [change('CHG-1', { rollbackPlan: 'Restore.' }), change('CHG-2')] },
    )
    expect(result.items.map(({ verdict, value }) => [verdict, value])).toEqual([
      ['met', 'Restore.'],
      ['not-met', null],
    ])
  })
})

const twoKeys = {
  keys: [
    { label: 'one', active: true, lastRotated: null, lastUsed: null },
    { label: 'two', active: false, lastRotated: null, lastUsed: null },
  ],
}

describe('the faults of a definition', () => {
  it.each([
    ['record.enabled &&\n  record.mfaa == true', 2, 10, 'no such key: mfaa; record has username'],
    ['record.enabled &&\n  && true', 2, 3, 'unexpected'],
    ['record.username > 5', 1, 1, 'no such overload'],
    ['whoever == 1', 1, 1, 'there is nothing called whoever here'],
    ['record.username.matches(record.identifier)', 1, 25, 'a pattern must be written out'],
    ['record.username.matches("(?=x)")', 1, 25, 'the pattern cannot be read'],
    ['cel.bind(a, 1, a == 1)', 1, 1, 'there is no function bind'],
    ['"a".split("") == ["a"]', 1, 1, 'there is no function split'],
    ['timestamp("2026-01-01T00:00:00Z").getHours() == 1', 1, 1, 'there is no function getHours'],
    ['b"x" == b"x"', 1, 1, 'only texts'],
    ['int == int', 1, 1, 'there is nothing called int here'],
    ['{"a": 1} == {"a": 1}', 1, 2, 'xceeded maxMapEntries'],
    ['size(record.keys)', 1, 1, 'it gives int, and bool or text is needed'],
  ])('tell where in %j', (expression, line, column, sentence) => {
    const [fault] = findDefinitionFaults(define({ expression }))
    expect(fault).toMatchObject({ field: 'expression', line, column })
    expect(fault?.sentence).toContain(sentence)
  })

  it('are all told, field by field', () => {
    const join = { type: 'person', key: 'other.mail', equals: 'record.enabled' }
    const faults = findDefinitionFaults(define({ join, appliesTo: '"yes"', value: 'keys.name' }))
    expect(faults.map(({ field }) => field)).toEqual(['appliesTo', 'join.key', 'join.equals', 'value'])
  })

  it('are none in one that is right', () => {
    expect(findDefinitionFaults(define({ value: 'keys.active' }))).toEqual([])
  })
})

describe('a definition', () => {
  it('names in its sentence only parameters it has', () => {
    expect(checkDefinitionSchema.safeParse({ ...base, asserts: 'Every account is {days} days old.' }).success).toBe(
      false,
    )
  })

  it('is the same check under another title, and another one with another limit', () => {
    expect(isSameCheck(define({}), define({ title: 'Renamed' }))).toBe(true)
    expect(isSameCheck(define({}), define({ expression: '!record.enabled' }))).toBe(false)
  })
})
