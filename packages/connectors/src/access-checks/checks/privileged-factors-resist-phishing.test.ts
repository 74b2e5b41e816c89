import { describe, expect, it } from 'vitest'
import { account, judgeScene, mfaFactor } from '../../testing/check-input.ts'
import { privilegedFactorsResistPhishing } from './privileged-factors-resist-phishing.ts'

const admin = account('ada', { privileged: true })
const evaluate = (newest: readonly ReturnType<typeof mfaFactor>[] | null, one = admin) =>
  judgeScene(privilegedFactorsResistPhishing, { population: [one], newest }).verdict

describe('privileged-factors-resist-phishing', () => {
  it('is met by one active factor that does, whoever spells the account how', () => {
    expect(evaluate([mfaFactor('ADA', { phishingResistant: true }), mfaFactor('ada', { kind: 'sms' })])).toBe('met')
    expect(evaluate([mfaFactor(admin.body.identifier, { phishingResistant: true })])).toBe('met')
  })

  it('is not met by weaker or inactive ones, or none', () => {
    expect(evaluate([mfaFactor('ada', { kind: 'totp', phishingResistant: false })])).toBe('not-met')
    expect(evaluate([mfaFactor('ada', { phishingResistant: true, status: 'pending' })])).toBe('not-met')
    expect(evaluate([mfaFactor('ben', { phishingResistant: true })])).toBe('not-met')
  })

  it('is unknown where the source does not say, or there is no listing', () => {
    expect(evaluate([mfaFactor('ada')])).toBe('unknown')
    expect(evaluate([], account('ada'))).toBe('unknown')
    expect(evaluate(null)).toBe('unknown')
    expect(judgeScene(privilegedFactorsResistPhishing, { population: null, newest: [] }).verdict).toBe('unknown')
    expect(judgeScene(privilegedFactorsResistPhishing, { population: [], newest: [] }).verdict).toBe('unknown')
  })

  it('does not apply to accounts without privilege', () => {
    expect(evaluate([], account('ada', { privileged: false }))).toBe('not-applicable')
  })
})
