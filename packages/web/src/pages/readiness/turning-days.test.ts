import { describe, expect, it } from 'vitest'
import { statusesOf, turningDays, type ReadinessDay } from './turning-days.ts'

function dayOf(day: string, counts: ReadinessDay['counts'], reviewed = 0): ReadinessDay {
  return { day, counts, collected: 2, reviewed, accepted: 0 }
}
const days = [
  dayOf('2026-01-01', { current: 2 }),
  dayOf('2026-01-02', { current: 2 }),
  dayOf('2026-01-03', { current: 1, missing: 1 }),
  dayOf('2026-01-04', { current: 1, missing: 1 }, 1),
  dayOf('2026-01-05', { current: 1, missing: 1, overdue: 0 }, 1),
  dayOf('2026-01-06', { current: 1, missing: 1 }, 1),
]

describe('readiness as a table', () => {
  it('has a line for each day on which a number changed, and for both ends', () => {
    expect(turningDays(days).map(({ day }) => day)).toEqual(['2026-01-01', '2026-01-03', '2026-01-04', '2026-01-06'])
  })

  it('has a column for each status that occurred, the most pressing first', () => {
    expect(statusesOf(days)).toEqual(['missing', 'current'])
  })
})
