import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { GroupCommit } from './group-commit.ts'

describe('a group commit', () => {
  it('acknowledges each caller after the commit of its group and never before, whatever fails', async () => {
    const callers = fc.array(fc.record({ fails: fc.boolean(), delay: fc.nat(3) }), { minLength: 1, maxLength: 150 })
    await fc.assert(
      fc.asyncProperty(callers, fc.boolean(), async (given, commitFails) => {
        const committed = new Set<number>()
        const commits = new GroupCommit<number[]>(async (_key, fill) => {
          const done: number[] = []
          await fill(done)
          await sleep(1)
          if (commitFails) throw new Error('commit')
          for (const one of done) committed.add(one)
        })
        const outcomes = await Promise.allSettled(
          given.map(async ({ fails, delay }, at) => {
            await sleep(delay)
            const result = await commits.join('log', async (done) => {
              if (fails) throw new Error('work')
              done.push(at)
              return at
            })
            expect(committed.has(result)).toBe(true)
            return result
          }),
        )
        for (const [at, outcome] of outcomes.entries())
          expect(outcome.status).toBe(commitFails || given[at]?.fails === true ? 'rejected' : 'fulfilled')
      }),
      { numRuns: 25 },
    )
  })

  it('shares commits between callers that come together, at most 64 in one, in the order they came', async () => {
    const groups: number[][] = []
    const commits = new GroupCommit<number[]>(async (_key, fill) => {
      const group: number[] = []
      groups.push(group)
      await sleep(5)
      await fill(group)
    })
    await Promise.all(
      Array.from({ length: 200 }, async (_, at) => commits.join('log', async (group) => group.push(at))),
    )
    expect(groups.map((group) => group.length)).toEqual([64, 64, 64, 8])
    expect(groups.flat()).toEqual(Array.from({ length: 200 }, (_, at) => at))
  })

  it('refuses everyone who waits when a group does not open, and opens again for the next', async () => {
    let opens = 0
    const commits = new GroupCommit<null>(async (_key, fill) => {
      opens += 1
      await sleep(1)
      if (opens === 1) throw new Error('no connection')
      await fill(null)
    })
    const first = await Promise.allSettled([1, 2, 3].map(async (one) => commits.join('log', async () => one)))
    expect(first.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
    expect(await commits.join('log', async () => 'later')).toBe('later')
  })

  it('tells a refusal after the commit too, because it may rest on what another caller did', async () => {
    let isCommitted = false
    const commits = new GroupCommit<null>(async (_key, fill) => {
      await fill(null)
      await sleep(5)
      isCommitted = true
    })
    const first = commits.join('log', async () => 'done')
    const second = commits.join('log', async () => {
      throw new Error('already sealed')
    })
    await expect(second).rejects.toThrow('already sealed')
    expect(isCommitted).toBe(true)
    await first
  })

  it('lets logs commit side by side', async () => {
    let open = 0
    let most = 0
    const commits = new GroupCommit<null>(async (_key, fill) => {
      most = Math.max(most, (open += 1))
      await fill(null)
      await sleep(5)
      open -= 1
    })
    await Promise.all(['a', 'b', 'c'].map(async (log) => commits.join(log, async () => log)))
    expect(most).toBe(3)
  })
})
