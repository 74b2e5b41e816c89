import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Sorter, type Spool } from './sorter.ts'

/** Keeps runs in memory, in batches of a few lines, and knows how many are still there. */
function spoolInMemory(): Spool & { readonly kept: Set<readonly string[]> } {
  const kept = new Set<readonly string[]>()
  return {
    kept,
    write: async (lines) => {
      const all = [...lines]
      kept.add(all)
      return {
        read: async function* () {
          yield []
          for (let at = 0; at < all.length; at += 3) yield all.slice(at, at + 3)
        },
        remove: async () => void kept.delete(all),
      }
    },
  }
}

async function sort(items: readonly number[], spool: Spool | null, limit?: number): Promise<number[]> {
  const sorter = new Sorter<number>((a, b) => a - b, spool, limit)
  for (const item of items) await sorter.add(item)
  const sorted: number[] = []
  for await (const batch of sorter.sorted()) sorted.push(...batch)
  return sorted
}

describe('sorting more than memory holds', () => {
  it('gives what sorting in memory gives, and leaves nothing spooled', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer(), { maxLength: 60 }),
        fc.integer({ min: 1, max: 9 }),
        async (items, limit) => {
          const spool = spoolInMemory()
          expect(await sort(items, spool, limit)).toEqual(items.toSorted((a, b) => a - b))
          expect(spool.kept.size).toBe(0)
        },
      ),
    )
  })

  it('keeps everything in memory where there is no spool', async () => {
    expect(await sort([3, 1, 2], null, 1)).toEqual([1, 2, 3])
  })

  it('removes what is spooled when whoever asks stops half-way, or never asks', async () => {
    const spool = spoolInMemory()
    for (const stop of [async (sorter: Sorter<number>) => void (await sorter.sorted().next()), null]) {
      const sorter = new Sorter<number>((a, b) => a - b, spool, 2)
      for (const item of [4, 3, 2, 1, 0]) await sorter.add(item)
      expect(spool.kept.size).toBe(2)
      if (stop === null) await sorter.discard()
      else {
        const sorted = sorter.sorted()
        await sorted.next()
        await sorted.return(undefined)
      }
      expect(spool.kept.size).toBe(0)
    }
  })
})
