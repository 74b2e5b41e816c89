import type { RecordBody } from '@evidentia/core'
import { describe, expect, it } from 'vitest'
import { account, judgeScene } from '../../testing/check-input.ts'
import { rootAccountUnused } from './root-account-unused.ts'

const evaluate = (body: Partial<RecordBody<'account'>>) =>
  judgeScene(rootAccountUnused, {
    asOf: '2026-06-30',
    population: [account('<root_account>', { kind: 'root', ...body }), account('ada')],
  })

describe('root-account-unused', () => {
  it('is met when root was never used, or more than 90 days ago', () => {
    expect(evaluate({ passwordLastUsed: null }).verdict).toBe('met')
    expect(evaluate({ passwordLastUsed: '2026-03-31T12:00:00Z' }).verdict).toBe('met')
  })

  it('is not met when root signed in within the last 90 days', () => {
    const result = evaluate({ passwordLastUsed: '2026-04-01T12:00:00Z' })
    expect(result.verdict).toBe('not-met')
    expect(result.items[0]?.reason).toContain('2026-04-01')
  })

  it('is not met when root has an active key', () => {
    const keys = [{ label: 'access_key_2', active: true, lastRotated: null, lastUsed: null }]
    expect(evaluate({ keys }).items[0]?.reason).toContain('access_key_2')
    expect(evaluate({ keys }).verdict).toBe('not-met')
  })

  it('is unknown when the listing has no root row or cannot be read', () => {
    expect(judgeScene(rootAccountUnused, { population: [account('ada')] }).verdict).toBe('unknown')
    expect(judgeScene(rootAccountUnused, { population: null }).verdict).toBe('unknown')
  })
})
