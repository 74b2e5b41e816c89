import { describe, expect, it } from 'vitest'
import { shortLabel } from './interval-label.ts'

describe('the label of an interval in a cell', () => {
  it.each([
    ['2026-07-01', '2026-07-31', '2026-07', 'Jul'],
    ['2026-01-01', '2026-01-31', '2026-01', 'Jan 26'],
    ['2026-07-01', '2026-09-30', '2026-Q3', 'Q3 26'],
    ['2026-07-27', '2026-08-02', '2026-W31', 'W31 26'],
    // A week belongs to the year most of its days are in.
    ['2025-12-29', '2026-01-04', '2026-W01', 'W01 26'],
    ['2026-01-01', '2026-12-31', '2026', '2026'],
    ['2026-07-03', '2026-07-03', '2026-07-03', 'Jul 3'],
    ['2026-07-01', '2026-07-14', '2026-07, 2026-07-01 to 2026-07-14', 'Jul 1 – 14'],
    ['2026-03-15', '2027-03-14', '2026-03-15 to 2027-03-14', 'Mar 26 – Mar 27'],
    ['2026-06-02', '2026-06-03', 'Ben Carter, left (ben)', 'Jun 2'],
  ])('%s to %s, %s, is %s', (from, to, label, short) => {
    expect(shortLabel({ from, to, label }).replaceAll(/\s/g, ' ')).toBe(short)
  })
})
