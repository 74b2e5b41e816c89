import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countMissing, SequenceWatch, type SequenceGap } from './sequence.ts'

function gapsOf(items: readonly string[], others: readonly string[] = []): SequenceGap[] | null {
  const watch = new SequenceWatch()
  for (const key of items) watch.see(key, null, true)
  for (const key of others) watch.see(key, null, false)
  return watch.findGaps()
}

describe('gaps in a sequence of keys', () => {
  it('are the numbers between the least and the greatest that no export holds', () => {
    expect(gapsOf(['CHG-9', 'CHG-10', 'CHG-14', 'CHG-16'], ['CHG-12', 'CHG-99', 'CHG-1'])).toEqual([
      { within: null, prefix: 'CHG-', from: 11, to: 11 },
      { within: null, prefix: 'CHG-', from: 13, to: 13 },
      { within: null, prefix: 'CHG-', from: 15, to: 15 },
    ])
  })

  it('are found in each sequence by itself, whatever zeroes its numbers begin with', () => {
    expect(gapsOf(['B-1', 'A-0001', 'A-3', 'A-004', 'B-2', 'no number', 'C-7'])).toEqual([
      { within: null, prefix: 'A-', from: 2, to: 2 },
    ])
  })

  it('are not looked for where the keys are not numbered', () => {
    expect(gapsOf(Array.from({ length: 1001 }, (_, number) => `key ${number}/1`))).toBeNull()
    expect(gapsOf(['20260131T235959.1234567890123456'])).toEqual([])
  })

  it('with what is there make the whole sequence', () => {
    const numbers = fc.uniqueArray(fc.integer({ min: 0, max: 200 }), { minLength: 1 })
    fc.assert(
      fc.property(numbers, (list) => {
        const gaps = gapsOf(list.map((number) => `CHG-${number}`)) ?? []
        expect(countMissing(gaps) + list.length).toBe(Math.max(...list) - Math.min(...list) + 1)
        for (const { from, to } of gaps) {
          expect(list.some((number) => from <= number && number <= to)).toBe(false)
          expect(list).toEqual(expect.arrayContaining([from - 1, to + 1]))
        }
      }),
    )
  })
})
