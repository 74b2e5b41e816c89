import { execFile, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { findFreePort, type Ground, prepareGround, type Trail, withInstallation } from '../ground.ts'
import { Load } from '../load.ts'
import type { SeededRandom } from '../random.ts'
import { ServerNode, sleep } from '../server-node.ts'
import { settle } from '../settle.ts'
import { LoopDisk } from './disk.ts'
import { sendUntilAcknowledged } from './send.ts'

const run = promisify(execFile)
const diskMiB = 700
const againMs = 60_000
const eatMyData = '/usr/lib/x86_64-linux-gnu/libeatmydata.so'
const tools = { xfs_io: 'xfsprogs', 'mkfs.ext4': 'e2fsprogs', 'fsck.ext4': 'e2fsprogs', losetup: 'mount' } as const

/** What is made to lie, to show that the test can tell: nothing, or the file syncs of the server. */
export type Carelessness = 'none' | 'server'

export interface PowerCut {
  readonly acknowledged: number
  readonly inFlight: number
  readonly problems: readonly string[]
}

/** Why no power can be cut here, or null. */
export function explainNoPowerCut(): string | null {
  if (process.platform !== 'linux') return 'loop-mounted ext4 is for Linux'
  if (process.getuid?.() !== 0) return 'it needs root, to mount a file system and to cut it off'
  const isThere = (name: string): boolean => spawnSync('which', [name]).status === 0
  const lacking = Object.entries(tools).filter(([name]) => !isThere(name))
  if (lacking.length > 0) return `install ${[...new Set(lacking.map(([, from]) => from))].join(', ')}`
  const tried = spawnSync('losetup', ['--find'], { encoding: 'utf8' })
  return tried.status === 0 ? null : `there is no loop device: ${tried.stderr.trim()}`
}

/**
 * Everything on one ext4 of its own: database, artifacts, keys. Under load the file system is shut down without writing its
 * journal out, which is what stays when the power goes: nothing reaches the disk any more, and all that was in memory only is
 * gone. Then the processes are killed, the disk is mounted again, and what was acknowledged must be there.
 */
export async function cutPower(
  times: number,
  random: SeededRandom,
  say: (line: string) => void,
  careless: Carelessness = 'none',
): Promise<PowerCut[]> {
  const disk = await LoopDisk.make(diskMiB)
  const cuts: PowerCut[] = []
  try {
    await disk.attach()
    const dataFolder = join(disk.mount, 'data')
    await mkdir(dataFolder, { mode: 0o711 })
    const settings = careless === 'server' ? { LD_PRELOAD: eatMyData } : {}
    const ground = await prepareGround({ organizations: 1, dataFolder, settings })
    const [trail] = ground.trails
    if (trail === undefined) throw new Error('There is no organization.')
    // The organization is to be on the disk: only what callers were told is what this is about.
    await run('sync')
    try {
      for (let at = 1; at <= times; at += 1) {
        const cut = await cutOnce(disk, ground, trail, random)
        cuts.push(cut)
        const verdict =
          cut.problems.length === 0 ? 'nothing lost' : `${cut.problems.length} PROBLEMS: ${cut.problems[0]}`
        say(`power cut ${at}: ${cut.acknowledged} acknowledged, ${cut.inFlight} in flight; ${verdict}`)
        if (cut.problems.length > 0) break
      }
    } finally {
      await ground.remove()
    }
  } finally {
    await disk.remove()
  }
  return cuts
}

async function cutOnce(disk: LoopDisk, ground: Ground, trail: Trail, random: SeededRandom): Promise<PowerCut> {
  const before = trail.acknowledged.length
  const server = await startNode(ground)
  const load = new Load({ ground, trail, addresses: [server.address], random })
  await sleep(random.between(1500, 5000))
  const inFlight = load.inFlightOn(server.address)
  await disk.cut()
  // What is answered from now on is answered without a disk; the power would have stopped it.
  const told = trail.acknowledged.length
  await server.kill()
  await killDatabase(ground)
  const late = trail.acknowledged.splice(told)
  await load.stop()
  late.push(...trail.acknowledged.splice(told))
  for (const { key, name, content, sha256 } of late) trail.unanswered.set(key, { key, name, content, sha256 })

  await disk.detach()
  await disk.check()
  await disk.attach()
  const problems = await judgeDisk(ground, trail).catch(async (error: unknown) => [
    // A database that lost what it counted on does not even start.
    error instanceof Error ? error.message : String(error),
    (await readFile(join(ground.dataFolder, 'postgres.log'), 'utf8')).trim().split('\n').slice(-2).join('; '),
  ])
  return { acknowledged: told - before, inFlight, problems }
}

/** Starts again on what is left, and holds it against what callers were told; what they were not told is then sent again. */
async function judgeDisk(ground: Ground, trail: Trail): Promise<string[]> {
  const server = await startNode(ground)
  try {
    return await withInstallation(ground.config, true, async (installation) => {
      const { problems } = await settle(installation, trail, server.address, true)
      const unsent: string[] = []
      for (const item of trail.unanswered.values()) {
        const acknowledged = await sendUntilAcknowledged(server.address, trail, item, againMs)
        if (acknowledged === null) unsent.push(`${item.name}, sent again under its key, is not acknowledged`)
        else ground.acknowledge(trail, acknowledged)
      }
      return [...problems, ...unsent, ...(await settle(installation, trail, server.address)).problems]
    })
  } finally {
    await server.stop()
  }
}

async function startNode(ground: Ground): Promise<ServerNode> {
  const { settings, logFile } = ground
  return ServerNode.start({ settings, logFile, port: await findFreePort() })
}

/** Kills PostgreSQL, also one that was started again meanwhile, with all its processes, so that nothing holds the disk. */
async function killDatabase({ dataFolder }: Ground): Promise<void> {
  const list = async (...words: string[]): Promise<number[]> => {
    const { stdout } = await run('pgrep', words).catch(() => ({ stdout: '' }))
    return stdout.trim().split(/\s+/).filter(Boolean).map(Number)
  }
  const first = await list('-f', '--', `^[^ ]*/postgres -D ${dataFolder}/postgres `)
  const all = [...first, ...(await Promise.all(first.map(async (pid) => list('-P', String(pid))))).flat()]
  for (const pid of all) if (isAlive(pid)) process.kill(pid, 'SIGKILL')
  while (all.some(isAlive)) await sleep(20)
}

function isAlive(pid: number): boolean {
  return existsSync(`/proc/${pid}/exe`) && existsSync(`/proc/${pid}/fd`)
}
