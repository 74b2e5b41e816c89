import { describe, expect, it } from 'vitest'
import { account, judgeScene } from '../../testing/check-input.ts'
import { accessKeysRotated } from './access-keys-rotated.ts'

const key = (lastRotated: string | null, active = true) => ({
  label: 'access_key_1',
  active,
  lastRotated,
  lastUsed: null,
})
const evaluate = (...keys: ReturnType<typeof key>[]) =>
  judgeScene(accessKeysRotated, { asOf: '2026-06-30', population: [account('svc-x', { keys })] })

describe('access-keys-rotated', () => {
  it('is met on the ninetieth day and not met on the next', () => {
    expect(evaluate(key('2026-04-01T00:00:00Z')).verdict).toBe('met')
    const late = evaluate(key('2026-03-31T23:59:00Z'))
    expect(late.verdict).toBe('not-met')
    expect(late.items[0]).toMatchObject({ key: 'svc-x access_key_1', reason: expect.stringContaining('91 days') })
  })

  it('ignores inactive keys and is met where no key is active', () => {
    expect(evaluate(key('2020-01-01T00:00:00Z', false)).verdict).toBe('met')
    expect(evaluate()).toMatchObject({ verdict: 'met', summary: 'None of the 1 accounts has an active access key.' })
  })

  it('is unknown where an active key has no date, and where nothing is listed', () => {
    expect(evaluate(key(null)).verdict).toBe('unknown')
    expect(judgeScene(accessKeysRotated, { population: [] }).verdict).toBe('unknown')
    expect(judgeScene(accessKeysRotated, { population: null }).verdict).toBe('unknown')
  })
})
