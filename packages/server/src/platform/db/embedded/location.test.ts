import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeDataFolder } from '../../../testing/test-server.ts'
import { findCluster, recordCluster } from './location.ts'
import { canReach } from './run-as.ts'

let folder = ''
beforeAll(async () => {
  folder = await makeDataFolder()
})
afterAll(async () => rm(folder, { recursive: true, force: true }))

async function dataFolder(name: string): Promise<string> {
  const path = join(folder, name)
  await mkdir(path, { recursive: true })
  return path
}

describe('the place of the database', () => {
  it('is unknown before the first start', async () => {
    expect(await findCluster(await dataFolder('new'))).toBeNull()
  })

  it('is the data folder itself, wherever that has been moved to', async () => {
    const moved = await dataFolder('moved')
    await mkdir(join(moved, 'postgres'))
    await writeFile(join(moved, 'postgres', 'PG_VERSION'), '18\n')
    await recordCluster(moved, join(moved, 'postgres'))
    expect(await findCluster(moved)).toBe(join(moved, 'postgres'))
  })

  it('is what was recorded when it is elsewhere, and an error when it is gone from there: never a new, empty database', async () => {
    const data = await dataFolder('data')
    const elsewhere = await dataFolder('elsewhere')
    await writeFile(join(elsewhere, 'PG_VERSION'), '18\n')
    await recordCluster(data, elsewhere)
    expect(await findCluster(data)).toBe(elsewhere)
    await rm(elsewhere, { recursive: true })
    await expect(findCluster(data)).rejects.toThrow(/The database is not in .*elsewhere/)
  })
})

describe('whether a user can reach a folder', () => {
  it('depends on every folder above it, and of one that does not exist yet on the nearest that does', async () => {
    const closed = await dataFolder('closed')
    const stranger = { name: 'stranger', uid: 54_321, gid: 54_321 }
    await mkdir(join(closed, 'inner'), { mode: 0o755 })
    expect(canReach(stranger, join(closed, 'inner', 'not-yet'))).toBe(true)
    const locked = await dataFolder('locked')
    await mkdir(join(locked, 'private'), { mode: 0o700 })
    await mkdir(join(locked, 'private', 'open'), { mode: 0o755 })
    expect(canReach(stranger, join(locked, 'private', 'open'))).toBe(false)
    expect(canReach(null, join(locked, 'private', 'open'))).toBe(true)
  })
})
