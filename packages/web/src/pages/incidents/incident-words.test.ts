import type { Clock } from '@evidentia/core'
import { describe, expect, it } from 'vitest'
import { remainingWords, sortClocks, stretchWords } from './incident-words.ts'

const clock: Clock = {
  clock: 'individuals:clinic',
  party: 'clinic',
  rule: 'Each affected individual.',
  citation: '45 CFR 164.404(b)',
  starts: '2026-03-01T12:00:00Z',
  due: '2026-05-01T04:59:59Z',
  dueDay: '2026-04-30',
  timeZone: 'America/Chicago',
  state: 'running',
  passed: false,
  remainingSeconds: 0,
  stops: 'Written notice.',
  stopped: null,
  delayedUntil: null,
  basis: [],
  missing: [],
  proposed: false,
}

describe('a clock in words', () => {
  it('says what is left in two units, and that a deadline passed', () => {
    expect([59, 3600, 3660, 86_400, 2 * 86_400 + 3600].map(stretchWords)).toEqual([
      '0 minutes',
      '1 hour',
      '1 hour 1 minute',
      '1 day',
      '2 days 1 hour',
    ])
    expect(remainingWords(clock, Date.parse('2026-04-30T04:59:59Z'))).toBe('1 day left')
    expect(remainingWords(clock, Date.parse('2026-05-01T06:00:00Z'))).toBe('Passed 1 hour ago')
  })

  it('never says that something done late was in time', () => {
    const late = { ...clock, state: 'late', passed: true, stopped: '2026-05-02T00:00:00Z' } as const
    expect(remainingWords(late, Date.parse('2026-05-03T00:00:00Z'))).toBe('Done after the deadline')
  })

  it('puts first what is owed and due first', () => {
    const none = { ...clock, clock: 'media', state: 'not-applicable', due: null } as const
    const done = { ...clock, clock: 'done', state: 'stopped', stopped: clock.starts } as const
    const soon = { ...clock, clock: 'soon', due: '2026-03-06T00:00:00Z' }
    expect(sortClocks([none, done, clock, soon]).map((one) => one.clock)).toEqual([
      'soon',
      'individuals:clinic',
      'done',
      'media',
    ])
  })
})
