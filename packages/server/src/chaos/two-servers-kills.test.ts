import { randomInt } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { explainMissingCeph } from '../testing/ceph.ts'
import { SeededRandom } from './random.ts'
import { killTwoServers } from './two-servers.ts'

const missing = explainMissingCeph()

describe('two servers on one PostgreSQL and one S3', () => {
  it('write one contiguous log while they are killed and started again in turns', async ({ skip }) => {
    if (missing !== null) skip(missing)
    const seed = randomInt(2 ** 31)
    const tally = await killTwoServers({ random: new SeededRandom(seed), kills: 4 }, 2)
    expect(tally.problems, `seed ${seed}`).toEqual([])
    expect(tally.kills).toBe(4)
    expect(tally.inFlight).toBeGreaterThan(2)
    expect(tally.acknowledged).toBeGreaterThan(30)
    console.log(`seed ${seed}`, tally)
  }, 500_000)
})
