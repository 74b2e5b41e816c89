import { describe, expect, it } from 'vitest'
import { judgeScene, rule } from '../../testing/check-input.ts'
import { scannerRulesPass } from './scanner-rules-pass.ts'

const say = (...population: ReturnType<typeof rule>[]) => judgeScene(scannerRulesPass, { population })

describe('scanner-rules-pass', () => {
  it('names what fails at the severity that counts, and of unknown severity', () => {
    const said = say(rule('a', 'r1', { outcome: 'pass' }), rule('a', 'r2', { outcome: 'fail', severity: 'critical' }))
    expect(said).toMatchObject({ verdict: 'not-met', items: [{ verdict: 'met' }, { key: 'a r2', verdict: 'not-met' }] })
    expect(say(rule('a', 'r1', { outcome: 'fail', severity: null })).verdict).toBe('not-met')
    expect(say(rule('a', 'r1', { outcome: 'fail', severity: 'unknown' })).verdict).toBe('not-met')
    expect(say(rule('a', 'r1', { outcome: 'fail', severity: 'low' })).verdict).toBe('not-applicable')
  })

  it('takes a failure that the source calls resolved as gone, and never one it only suppressed', () => {
    expect(say(rule('a', 'r1', { outcome: 'fail', status: 'resolved' })).verdict).toBe('met')
    expect(say(rule('a', 'r1', { outcome: 'fail', status: 'suppressed' })).verdict).toBe('not-met')
  })

  it('is unknown where a person has to look, and where no rule spoke', () => {
    expect(say(rule('a', 'r1', { outcome: 'manual' })).verdict).toBe('unknown')
    expect(say().verdict).toBe('unknown')
    expect(judgeScene(scannerRulesPass, { population: null }).verdict).toBe('unknown')
  })

  it('counts from another severity where the organization says so', () => {
    const population = [rule('a', 'r1', { outcome: 'fail', severity: 'low' })]
    expect(judgeScene(scannerRulesPass, { population, parameters: { leastSeverity: 'low' } }).verdict).toBe('not-met')
  })
})
