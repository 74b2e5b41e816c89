import { mkdtemp, open, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { FolderObjects } from './folder-objects.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'evidentia-folder-'))
})
afterAll(async () => rm(folder, { recursive: true, force: true }))

describe('an object that somebody put in place and was cut off before its folder was synced', () => {
  it('is made durable by whoever finds it, and not taken for durable when that fails', async () => {
    const root = join(folder, 'objects')
    const before = new FolderObjects(root)
    await before.prepare()
    await writeFile(join(folder, 'staged'), 'bytes')
    await before.put('o/aa/x', { path: join(folder, 'staged'), size: 5 })
    const handle = await open(folder, 'r')
    const prototype: { sync(): Promise<void> } = Object.getPrototypeOf(handle)
    await handle.close()
    // Another server, after the crash of the first.
    const after = new FolderObjects(root)
    const sync = vi.spyOn(prototype, 'sync').mockRejectedValue(Object.assign(new Error('failed'), { code: 'EIO' }))
    try {
      expect(await after.has('o/aa/x')).toBe(true)
      await expect(after.settle('o/aa/x')).rejects.toMatchObject({ code: 'unavailable' })
      sync.mockRestore()
      const working = vi.spyOn(prototype, 'sync')
      await after.settle('o/aa/x')
      // Its own folder, and the one above, whose entry it is.
      expect(working.mock.calls.length).toBeGreaterThanOrEqual(2)
      working.mockRestore()
    } finally {
      vi.restoreAllMocks()
    }
  })
})
