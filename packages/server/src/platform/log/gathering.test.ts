import { describe, expect, it } from 'vitest'
import { Gathering } from './gathering.ts'

describe('gathering', () => {
  it('serves together who asks at the same time, and who asks meanwhile with the next round', async () => {
    const rounds: (readonly number[])[] = []
    const gathering = new Gathering<number, string>(64, async (key, items) => {
      rounds.push(items)
      await new Promise((done) => setTimeout(done, 20))
      return items.map((item) => () => `${key}${item}`)
    })
    const first = [1, 2, 3].map(async (item) => gathering.ask('a', item))
    const other = gathering.ask('b', 9)
    await new Promise((done) => setTimeout(done, 10))
    const second = [4, 5].map(async (item) => gathering.ask('a', item))
    expect(await Promise.all([...first, other, ...second])).toEqual(['a1', 'a2', 'a3', 'b9', 'a4', 'a5'])
    expect(rounds).toEqual([[1, 2, 3], [9], [4, 5]])
  })

  it('takes no more than its limit in one round, in order', async () => {
    const rounds: number[] = []
    const gathering = new Gathering<number, number>(4, async (_, items) => {
      rounds.push(items.length)
      return items.map((item) => () => item)
    })
    const asked = Array.from({ length: 10 }, async (_, item) => gathering.ask('', item))
    expect(await Promise.all(asked)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    expect(rounds).toEqual([4, 4, 2])
  })

  it('refuses one alone, and all of a round that fails, and serves on', async () => {
    const gathering = new Gathering<string, string>(64, async (_, items) => {
      if (items.includes('broken')) throw new Error('the round failed')
      return items.map((item) => () => {
        if (item === 'bad') throw new Error('bad')
        return item
      })
    })
    const outcomes = await Promise.allSettled(['good', 'bad'].map(async (item) => gathering.ask('', item)))
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
    const failed = await Promise.allSettled(['good', 'broken'].map(async (item) => gathering.ask('', item)))
    expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(await gathering.ask('', 'good')).toBe('good')
  })
})
