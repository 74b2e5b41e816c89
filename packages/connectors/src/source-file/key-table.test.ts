import fc from 'fast-check'
import { expect, it } from 'vitest'
import { KeyTable } from './key-table.ts'

const key = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 3 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.constantFrom('', '\uD800', '\uDC00', 'é', 'e\u0301'),
)

it('remembers the first line of each key as a map does', () => {
  fc.assert(
    fc.property(fc.array(key, { maxLength: 400 }), (keys) => {
      const table = new KeyTable()
      const map = new Map<string, number>()
      for (const [index, one] of keys.entries()) {
        expect(table.lineOf(one, index + 1)).toBe(map.get(one) ?? null)
        if (!map.has(one)) map.set(one, index + 1)
      }
    }),
    { numRuns: 300 },
  )
})

it('holds very many keys, and one that is longer than a block', () => {
  const table = new KeyTable()
  const long = 'x'.repeat(3_000_000)
  expect(table.lineOf(long, 1)).toBeNull()
  for (let n = 2; n < 300_000; n += 1) expect(table.lineOf(`user${n}@lakeside.example`, n)).toBeNull()
  expect([table.lineOf(long, 9), table.lineOf(`${long}y`, 9)]).toEqual([1, null])
  for (let n = 2; n < 300_000; n += 997) expect(table.lineOf(`user${n}@lakeside.example`, 0)).toBe(n)
})
