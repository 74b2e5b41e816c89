import { fileURLToPath } from 'node:url'
import { randomInt } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { prepareGround } from './ground.ts'
import { killServers } from './kills.ts'
import { SeededRandom } from './random.ts'
import { settleForGood } from './settle.ts'

describe('kill -9 of the server at random points under load', () => {
  it('loses nothing acknowledged in 50 kills, records nothing twice or half, and leaves a log that fsck accepts each time', async () => {
    // Side by side: a server that starts leaves one of two cores to the callers of the other.
    await Promise.all([killAndSettle(25), killAndSettle(25)])
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

async function killAndSettle(kills: number): Promise<void> {
  const seed = randomInt(2 ** 31)
  const ground = await prepareGround({ organizations: 3 })
  try {
    const tally = await killServers({ ground, random: new SeededRandom(seed), kills })
    expect(tally.problems, `seed ${seed}`).toEqual([])
    expect(await settleForGood(ground), `seed ${seed}`).toEqual([])
    expect(tally).toMatchObject({ kills, fscks: kills + 3 })
    // A kill between requests shows nothing, and neither does one of a server that nobody talked to yet.
    expect(tally.inFlight).toBeGreaterThan(0.8 * kills)
    expect(tally.lost).toBeGreaterThan(kills)
    expect(tally.acknowledged).toBeGreaterThan(4 * kills)
    console.log(`seed ${seed}`, tally)
  } finally {
    await ground.remove()
  }
}
