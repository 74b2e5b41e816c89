import { expect, it } from 'vitest'
import { workSideBySide } from './side-by-side.ts'

it('works on no more than so many at once and keeps their order', async () => {
  let running = 0
  let most = 0
  const results = await workSideBySide([30, 10, 20, 5, 1], 2, async (ms) => {
    running += 1
    most = Math.max(most, running)
    await new Promise((done) => setTimeout(done, ms))
    running -= 1
    return ms
  })
  expect(results).toEqual([30, 10, 20, 5, 1])
  expect(most).toBe(2)
})

it('begins nothing after a failure, and waits for what runs before it throws', async () => {
  const begun: number[] = []
  let finished = 0
  const work = workSideBySide([0, 1, 2, 3], 2, async (item) => {
    begun.push(item)
    if (item === 0) throw new Error('first')
    await new Promise((done) => setTimeout(done, 20))
    finished += 1
  })
  await expect(work).rejects.toThrow('first')
  expect(begun).toEqual([0, 1])
  expect(finished).toBe(1)
})
