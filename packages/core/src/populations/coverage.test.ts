import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { changesOf, exportOf } from '../testing/populations.ts'
import { addDays } from '../time/date.ts'
import { countUncovered, findCoverageGaps } from './coverage.ts'
import { drawExports } from './exports.ts'

const period = { from: '2026-01-01', to: '2026-03-31' }
const { records } = changesOf(period.from, period.to)

function gapsOf(ranges: readonly (readonly [from: string, to: string])[], selection = records) {
  const evidence = ranges.map(([from, to], number) => exportOf(number, from, to, []).evidence)
  const facts = { evidence, events: [], unreadable: new Set<string>() }
  return findCoverageGaps(selection, period, drawExports(selection, period, facts))
}

describe('days that no export covers', () => {
  it('are found before, between and after the exports, and of none are all', () => {
    expect(
      gapsOf([
        ['2025-12-01', '2026-01-02'],
        ['2026-01-05', '2026-02-28'],
        ['2026-02-10', '2026-02-11'],
        ['2026-03-01', '2026-03-30'],
      ]),
    ).toEqual([
      { subject: null, from: '2026-01-03', to: '2026-01-04' },
      { subject: null, from: '2026-03-31', to: '2026-03-31' },
    ])
    expect(gapsOf([])).toEqual([{ subject: null, ...period }])
  })

  it('of listings are those after the newest, since a listing says all there is on its day', () => {
    const listing = { ...records, exports: 'listing' as const }
    expect(
      gapsOf(
        [
          ['2026-01-29', '2026-01-29'],
          ['2026-02-26', '2026-02-26'],
        ],
        listing,
      ),
    ).toEqual([{ subject: null, from: '2026-02-27', to: '2026-03-31' }])
    expect(gapsOf([['2026-03-31', '2026-04-01']], listing)).toEqual([])
  })

  it('and the days that one covers are all days of the period', () => {
    const range = fc
      .tuple(fc.integer({ min: -20, max: 100 }), fc.integer({ min: 0, max: 30 }))
      .map(([from, length]) => [addDays(period.from, from), addDays(period.from, from + length)] as const)
    fc.assert(
      fc.property(fc.array(range, { maxLength: 5 }), (ranges) => {
        const days = Array.from({ length: 90 }, (_, day) => addDays(period.from, day))
        const open = days.filter((day) => !ranges.some(([from, to]) => from <= day && day <= to))
        const gaps = gapsOf(ranges)
        expect(countUncovered(gaps)).toBe(open.length)
        for (const day of open) expect(gaps.some(({ from, to }) => from <= day && day <= to)).toBe(true)
      }),
      { numRuns: 60 },
    )
  })
})
