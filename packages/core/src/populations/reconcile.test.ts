import fc from 'fast-check'
import { expect, it } from 'vitest'
import { compareCompared, reconcile, type Compared } from './reconcile.ts'

async function* batchesOf(values: readonly string[]): AsyncGenerator<readonly Compared[]> {
  const sorted = values.map((value, key) => ({ value, key: String(key) })).toSorted(compareCompared)
  for (let at = 0; at < sorted.length; at += 2) yield sorted.slice(at, at + 2)
}

async function compare(here: readonly string[], there: readonly string[]) {
  const only = { here: [] as string[], there: [] as string[] }
  const found = await reconcile(
    batchesOf(here),
    batchesOf(there),
    async (side, { value }) => void only[side].push(value),
  )
  return { ...found, only }
}

it('is symmetric: turned around, it gives the same answer turned around', async () => {
  const values = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 8 })
  await fc.assert(
    fc.asyncProperty(values, values, async (a, b) => {
      const [one, other] = [await compare(a, b), await compare(b, a)]
      expect(other).toEqual({
        here: one.there,
        there: one.here,
        inBoth: one.inBoth,
        only: { here: one.only.there, there: one.only.here },
      })
      const [mine, theirs] = [new Set(a), new Set(b)]
      expect(one.only.here).toEqual([...mine.difference(theirs)].toSorted())
      expect(one.inBoth).toBe(mine.intersection(theirs).size)
      expect([one.here, one.there]).toEqual([mine.size, theirs.size])
    }),
  )
})
