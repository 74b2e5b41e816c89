import { fileURLToPath } from 'node:url'
import { randomInt } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { prepareGround } from './ground.ts'
import { killServers } from './kills.ts'
import { SeededRandom } from './random.ts'
import { settleForGood } from './settle.ts'

describe('kill -9 of the server at random points under load', () => {
  it('loses nothing acknowledged in 50 kills, records nothing twice or half, and leaves a log that fsck accepts each time', async () => {
    const seed = randomInt(2 ** 31)
    const ground = await prepareGround({ organizations: 5 })
    try {
      const tally = await killServers({ ground, random: new SeededRandom(seed), kills: 50 })
      expect(tally.problems, `seed ${seed}`).toEqual([])
      expect(await settleForGood(ground), `seed ${seed}`).toEqual([])
      expect(tally).toMatchObject({ kills: 50, fscks: 55 })
      // A kill between requests shows nothing, and neither does one of a server that nobody talked to yet.
      expect(tally.inFlight).toBeGreaterThan(40)
      expect(tally.lost).toBeGreaterThan(50)
      expect(tally.acknowledged).toBeGreaterThan(200)
      console.log(`seed ${seed}`, tally)
    } finally {
      await ground.remove()
    }
  }, 600_000)

  it('would show a server that acknowledges evidence before its bytes are in place', async () => {
    const ground = await prepareGround({ organizations: 1 })
    const entry = fileURLToPath(new URL('lying-server.ts', import.meta.url))
    try {
      const { problems } = await killServers({ ground, random: new SeededRandom(1), kills: 3, entry })
      expect(problems.join('\n')).toMatch(/fsck: artifact .* its bytes are missing/)
    } finally {
      await ground.remove()
    }
  }, 120_000)
})
