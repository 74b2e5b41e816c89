import { describe, expect, it } from 'vitest'
import { account, judgeScene } from '../../testing/check-input.ts'
import { mfaDemandedOfPeople } from './mfa-demanded-of-people.ts'

const evaluate = (...population: ReturnType<typeof account>[]) =>
  judgeScene(mfaDemandedOfPeople, { population }).verdict

describe('mfa-demanded-of-people', () => {
  it('is met where it is demanded of everyone enabled', () => {
    expect(evaluate(account('ada', { mfaEnforced: true }), account('svc', { kind: 'service' }))).toBe('met')
    expect(evaluate(account('ada', { enabled: false }))).toBe('not-applicable')
  })

  it('is not met where it is set up and not demanded', () => {
    expect(evaluate(account('ada', { mfa: true, mfaEnforced: false }))).toBe('not-met')
  })

  it('is unknown where the source does not say', () => {
    expect(evaluate(account('ada', { mfa: true }))).toBe('unknown')
    expect(evaluate()).toBe('unknown')
    expect(judgeScene(mfaDemandedOfPeople, { population: null }).verdict).toBe('unknown')
  })
})
