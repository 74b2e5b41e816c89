import { describe, expect, it } from 'vitest'
import { shortLabel } from './interval-label.ts'

describe('the label of an interval in a cell', () => {
  it.each([
    ['2026-07', 'Jul'],
    ['2026-01', 'Jan 26'],
    ['2026-Q3', 'Q3 26'],
    ['2026-W31', 'W31 26'],
    ['2026', '2026'],
  ])('%s is %s', (label, short) => {
    expect(shortLabel(label)).toBe(short)
  })
})
