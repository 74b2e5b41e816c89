import { randomInt } from 'node:crypto'
import pg from 'pg'
import { describe, expect, it } from 'vitest'
import { type Ground, prepareGround, withInstallation } from './ground.ts'
import { killDatabase } from './kills.ts'
import { SeededRandom } from './random.ts'
import { settleForGood } from './settle.ts'

describe('kill -9 of PostgreSQL at random points under load', () => {
  it('loses nothing acknowledged in 25 kills, of its first process and of one that works for the server, which gets it back by itself', async () => {
    const seed = randomInt(2 ** 31)
    const ground = await prepareGround({ organizations: 3 })
    try {
      const tally = await killDatabase({ ground, random: new SeededRandom(seed), kills: 25 })
      expect(tally.problems, `seed ${seed}`).toEqual([])
      expect(await settleForGood(ground), `seed ${seed}`).toEqual([])
      expect(tally).toMatchObject({ kills: 25, fscks: 28 })
      expect(tally.inFlight).toBeGreaterThan(20)
      expect(tally.refused).toBeGreaterThan(25)
      expect(tally.acknowledged).toBeGreaterThan(100)
      console.log(`seed ${seed}`, tally)
    } finally {
      await ground.remove()
    }
  }, 500_000)

  it('would show a database that acknowledges a commit before it is durable', async () => {
    const ground = await prepareGround({ organizations: 1 })
    try {
      await letCommitsBeLost(ground)
      const { problems } = await killDatabase({ ground, random: new SeededRandom(2), kills: 6 })
      expect(problems.join('\n')).toMatch(/acknowledged as entry \d+, is there 0 times|ROLLBACK DETECTED/)
    } finally {
      await ground.remove()
    }
  }, 120_000)
})

/** What a hurried operator might do, and what the embedded cluster does not. */
async function letCommitsBeLost({ config }: Ground): Promise<void> {
  await withInstallation(config, false, async ({ addresses }) => {
    const address = new URL(addresses.owner)
    address.username = 'postgres'
    const client = new pg.Client({ connectionString: address.toString() })
    await client.connect()
    try {
      await client.query('alter database evidentia set synchronous_commit = off')
      await client.query("alter system set wal_writer_delay = '10s'")
    } finally {
      await client.end()
    }
  })
}
