import { describe, expect, it } from 'vitest'
import { account, judgeScene, person } from '../../testing/check-input.ts'
import { accountsHaveAPerson } from './accounts-have-a-person.ts'

const ada = person('ada@lakeside.example', { employeeId: 'E-1', username: 'anorth' })
const evaluate = (one: ReturnType<typeof account>, ...others: ReturnType<typeof person>[]) =>
  judgeScene(accountsHaveAPerson, { population: [one], newest: [ada, ...others] }).verdict

describe('accounts-have-a-person', () => {
  it('finds the person by address, user name or employee number', () => {
    expect(evaluate(account('Ada@Lakeside.example'))).toBe('met')
    expect(evaluate(account('ANorth'))).toBe('met')
    expect(evaluate(account('x', { employeeId: 'E-1' }))).toBe('met')
    expect(evaluate(account('x', { email: 'ada@lakeside.example' }))).toBe('met')
  })

  it('is not met for an orphan, whose number fits nobody though the user name does', () => {
    expect(evaluate(account('ghost'))).toBe('not-met')
    expect(evaluate(account('ada', { employeeId: 'E-9' }))).toBe('not-met')
  })

  it('leaves out what is disabled, outside or no person’s', () => {
    expect(evaluate(account('ghost', { enabled: false }))).toBe('not-applicable')
    expect(evaluate(account('ghost', { external: true }))).toBe('not-applicable')
    expect(evaluate(account('ghost', { kind: 'service' }))).toBe('not-applicable')
  })

  it('is unknown where a name fits two, without a roster and without a listing', () => {
    expect(evaluate(account('ada'), person('ada@hillside.example'))).toBe('unknown')
    expect(judgeScene(accountsHaveAPerson, { population: [account('ada')], newest: null }).verdict).toBe('unknown')
    expect(judgeScene(accountsHaveAPerson, { population: [account('ada')], newest: [] }).verdict).toBe('unknown')
    for (const population of [[], null])
      expect(judgeScene(accountsHaveAPerson, { population, newest: [ada] }).verdict).toBe('unknown')
  })
})
