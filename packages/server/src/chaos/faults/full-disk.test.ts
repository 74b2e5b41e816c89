import { execFileSync } from 'node:child_process'
import { chmod, mkdir, mkdtemp, rm, statfs, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Item, Trail } from '../ground.ts'
import { settle } from '../settle.ts'
import { type Attempt, makeItem, sendItem, sendUntilAcknowledged } from './send.ts'
import { FaultSite } from './site.ts'

const diskMiB = 320
const cannot = process.getuid?.() !== 0 || process.platform !== 'linux'

let folder: string
let disk: string
let filler: string
let site: FaultSite
let trail: Trail

beforeAll(async () => {
  if (cannot) return
  folder = await mkdtemp(join(tmpdir(), 'evidentia-full-'))
  disk = join(folder, 'disk')
  filler = join(disk, 'filler')
  await mkdir(disk)
  await chmod(folder, 0o711)
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${diskMiB}m,mode=711`, 'none', disk])
  const data = join(disk, 'data')
  await mkdir(data, { mode: 0o711 })
  site = await FaultSite.open(1, data)
  trail = site.ground.trails[0] ?? expect.fail('There is no organization.')
})
afterAll(async () => {
  if (cannot) return
  await site?.close()
  execFileSync('umount', [disk])
  await rm(folder, { recursive: true, force: true })
})

/** Takes all room on the disk but so many KiB. PostgreSQL writes meanwhile, so that of no room less may be free than was. */
async function fill(leave: number): Promise<void> {
  const { bavail, bsize } = await statfs(disk)
  const size = Math.max(0, bavail * bsize - leave * 1024)
  try {
    await writeFile(filler, Buffer.alloc(size))
  } catch (error) {
    const isFull = error instanceof Error && 'code' in error && error.code === 'ENOSPC'
    if (leave > 0 || !isFull) throw error
  }
}

async function send(item: Item): Promise<Attempt> {
  trail.unanswered.set(item.key, item)
  const attempt = await sendItem(site.address, trail, item)
  if (attempt.outcome === 'acknowledged') site.ground.acknowledge(trail, attempt.acknowledged)
  return attempt
}

/** With room again, what was refused is recorded under its own key, and nothing is there half or twice. */
async function makeRoom(): Promise<void> {
  await rm(filler)
  await site.recover()
  expect(await site.observer.blobs.countStaged()).toBe(0)
  for (const item of trail.unanswered.values()) {
    const acknowledged = await sendUntilAcknowledged(site.address, trail, item, 40_000)
    if (acknowledged === null) expect.fail(`${item.name} is not recorded although there is room`)
    site.ground.acknowledge(trail, acknowledged)
  }
  expect((await settle(site.observer, trail, site.address, true)).problems).toEqual([])
}

describe.skipIf(cannot)('a full disk (skipped unless root on Linux, who may mount one)', () => {
  it('refuses a file that does not fit with 507 and two sentences, keeps nothing of it, and takes it when there is room', async () => {
    expect(await send(makeItem('small'))).toMatchObject({ outcome: 'acknowledged' })
    await fill(200)
    const refused = await send(makeItem('large'))
    expect(refused).toMatchObject({ outcome: 'refused', status: 507, trouble: null })
    expect(await site.observer.blobs.countStaged()).toBe(0)
    await makeRoom()
  })

  it(
    'with no room at all, for PostgreSQL neither, refuses plainly until there is room again',
    { timeout: 120_000 },
    async () => {
      await fill(0)
      const attempts: Attempt[] = []
      for (let at = 0; at < 40; at += 1) attempts.push(await send(makeItem('derived')))
      const refusals = attempts.filter((attempt) => attempt.outcome === 'refused')
      expect(refusals.length).toBeGreaterThan(0)
      expect(refusals.flatMap(({ trouble }) => trouble ?? [])).toEqual([])
      expect(attempts.some(({ outcome }) => outcome === 'lost')).toBe(false)
      await makeRoom()
    },
  )
})
