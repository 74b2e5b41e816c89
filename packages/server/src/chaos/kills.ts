import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import type { Installation } from '../installation.ts'
import { findCluster } from '../platform/db/embedded/location.ts'
import { findFreePort, type Ground, type Trail, withInstallation } from './ground.ts'
import { Load, type LoadOptions } from './load.ts'
import type { SeededRandom } from './random.ts'
import { type NodeOptions, ServerNode, sleep } from './server-node.ts'
import { settle } from './settle.ts'

/** What a series of kills came to. */
export interface Tally {
  kills: number
  /** Kills while requests were sent and not answered. */
  inFlight: number
  acknowledged: number
  lost: number
  refused: number
  /** How many settlements found out of those never answered: recorded as a whole, or not at all. */
  whole: number
  absent: number
  fscks: number
  entries: number
  readonly problems: string[]
}

export interface Series {
  readonly ground: Ground
  readonly random: SeededRandom
  readonly kills: number
  /** Told after each kill and its settlement, for whoever watches. */
  readonly onKill?: ((tally: Tally) => void) | undefined
  /** Another main module of the server, to plant a defect. */
  readonly entry?: string
}

function emptyTally(): Tally {
  return {
    kills: 0,
    inFlight: 0,
    acknowledged: 0,
    lost: 0,
    refused: 0,
    whole: 0,
    absent: 0,
    fscks: 0,
    entries: 0,
    problems: [],
  }
}

/**
 * Kills the server's process group again and again under load and starts it anew, with PostgreSQL of its own that outlives
 * the kill as it would. Settles, fsck included, after each one; everything at the end.
 */
export async function killServers({ ground, random, kills, onKill, entry }: Series): Promise<Tally> {
  const tally = emptyTally()
  const options: NodeOptions = {
    settings: ground.settings,
    port: await findFreePort(),
    logFile: ground.logFile,
    ...(entry === undefined ? {} : { entry }),
  }
  let node = await ServerNode.start(options)
  try {
    for (let kill = 0; kill < kills; kill += 1) {
      const trail = trailOf(ground, kill, kills)
      // Loads its modules while the other one works.
      const next = ServerNode.prepare(options)
      try {
        await withLoad(tally, { ground, trail, addresses: [node.address], random }, async (load) => {
          await reachRandomPoint(load, random)
          countKill(tally, load, node.address)
          await node.kill()
        })
      } finally {
        node = next
      }
      await node.start()
      await withInstallation(ground.config, true, async (installation) =>
        note(tally, installation, trail, node.address),
      )
      onKill?.(tally)
    }
    await settleAll(tally, ground, node.address)
  } finally {
    if (tally.problems.length === 0) await node.stop()
    else await node.kill()
  }
  return tally
}

/** Which process of PostgreSQL is killed: the first of all, or one that works for the server. */
type Victim = 'postmaster' | 'backend'

/** Kills processes of the embedded PostgreSQL under load while the server stays up and gets its database back by itself. */
export async function killDatabase({ ground, random, kills, onKill, entry }: Series): Promise<Tally> {
  const tally = emptyTally()
  const node = await ServerNode.start({
    settings: ground.settings,
    port: await findFreePort(),
    logFile: ground.logFile,
    ...(entry === undefined ? {} : { entry }),
  })
  try {
    for (let kill = 0; kill < kills; kill += 1) {
      const trail = trailOf(ground, kill, kills)
      await withLoad(tally, { ground, trail, addresses: [node.address], random }, async (load) => {
        await reachRandomPoint(load, random)
        const pid = await findVictim(ground, kill % 2 === 0 ? 'postmaster' : 'backend', random)
        countKill(tally, load, node.address)
        process.kill(pid, 'SIGKILL')
        // The callers go on asking while there is no database, and some get their answer after it is back.
        await sleep(random.between(0, 200))
      })
      await node.waitUntilHealthy()
      await withInstallation(ground.config, true, async (installation) =>
        note(tally, installation, trail, node.address),
      )
      onKill?.(tally)
    }
    await settleAll(tally, ground, node.address)
  } finally {
    await node.stop()
  }
  return tally
}

/** Two servers on one PostgreSQL and one store, under the same load, killed and started again in turns. */
export async function killInTurns(
  { ground, random, kills, onKill }: Series,
  settingsOf: (node: number) => Readonly<Record<string, string>>,
): Promise<Tally> {
  const tally = emptyTally()
  const options = await Promise.all(
    [0, 1].map(async (at) => ({
      settings: { ...ground.settings, ...settingsOf(at) },
      port: await findFreePort(),
      logFile: ground.logFile,
    })),
  )
  const optionsOf = (at: number): NodeOptions => options[at % 2] ?? fail()
  const nodes = await Promise.all(options.map(async (one) => ServerNode.start(one)))
  const nodeAt = (at: number): ServerNode => nodes[at % 2] ?? fail()
  const addresses = nodes.map(({ address }) => address)
  try {
    for (let kill = 0; kill < kills; kill += 1) {
      const trail = trailOf(ground, kill, kills)
      const next = ServerNode.prepare(optionsOf(kill))
      // Few callers: every artifact is read back from S3 after each kill.
      await withLoad(tally, { ground, trail, addresses, random, batches: 0 }, async (load) => {
        try {
          await reachRandomPoint(load, random)
          countKill(tally, load, nodeAt(kill).address)
          await nodeAt(kill).kill()
        } finally {
          nodes[kill % 2] = next
        }
        // The other one goes on, and the callers of this one go over to it.
        await next.start()
      })
      await withInstallation(ground.config, true, async (installation) =>
        note(tally, installation, trail, nodeAt(kill + 1).address),
      )
      onKill?.(tally)
    }
    await settleAll(tally, ground, nodeAt(0).address)
  } finally {
    await Promise.all(nodes.map(async (node) => node.stop()))
  }
  return tally
}

/** Organizations take turns, so that none grows too large to be checked after each kill. */
function trailOf({ trails }: Ground, kill: number, kills: number): Trail {
  return trails[Math.floor((kill * trails.length) / kills)] ?? fail()
}

/** After a random number of answers, and a moment more that no answer marks. A kill now and then hits a server just started. */
async function reachRandomPoint(load: Load, random: SeededRandom): Promise<void> {
  const answers = random.between(0, 24)
  const end = Date.now() + 5000
  while (load.counts.acknowledged < answers && Date.now() < end) await sleep(2)
  await sleep(random.between(0, 30))
}

function countKill(tally: Tally, load: Load, address: string): void {
  tally.kills += 1
  if (load.inFlightOn(address) > 0) tally.inFlight += 1
}

/** Runs `work` under load and waits for what is under way when it is done, or has failed. */
async function withLoad(tally: Tally, options: LoadOptions, work: (load: Load) => Promise<void>): Promise<void> {
  const load = new Load(options)
  try {
    await work(load)
  } finally {
    await load.stop()
  }
  tally.acknowledged += load.counts.acknowledged
  tally.lost += load.counts.lost
  tally.refused += load.counts.refused
  tally.problems.push(...load.unexpected.map((text) => `kill ${tally.kills}: unexpected answer: ${text}`))
}

async function note(
  tally: Tally,
  installation: Installation,
  trail: Trail,
  address: string,
  everything = false,
): Promise<void> {
  const { problems, entries, whole, absent } = await settle(installation, trail, address, everything)
  tally.problems.push(...problems.map((problem) => `kill ${tally.kills}: ${problem}`))
  tally.fscks += 1
  if (everything) {
    tally.entries += entries
    return
  }
  tally.whole += whole
  tally.absent += absent
}

async function settleAll(tally: Tally, ground: Ground, address: string): Promise<void> {
  await withInstallation(ground.config, true, async (installation) => {
    for (const trail of ground.trails) await note(tally, installation, trail, address, true)
  })
}

async function findVictim({ dataFolder, config }: Ground, victim: Victim, random: SeededRandom): Promise<number> {
  const cluster = (await findCluster(dataFolder)) ?? fail()
  const lines = (await readFile(join(cluster, 'postmaster.pid'), 'utf8')).split('\n')
  if (victim === 'postmaster') return Number(lines[0])
  return withInstallation(config, true, async ({ addresses }) => {
    const client = new pg.Client({ connectionString: addresses.app })
    await client.connect()
    try {
      const { rows } = await client.query<{ pid: number }>(
        "select pid from pg_stat_activity where application_name = 'evidentia' and pid <> pg_backend_pid() order by pid",
      )
      return random.pick(rows).pid
    } finally {
      await client.end()
    }
  })
}

function fail(): never {
  throw new Error('There is no such organization, server or database.')
}
