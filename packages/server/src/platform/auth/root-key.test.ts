import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadRootKey, RootKey } from './root-key.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'evidentia-root-key-'))
})
afterAll(async () => rm(folder, { recursive: true, force: true }))

const place = { table: 'totp', row: 'a', column: 'secret' }

describe('the root key', () => {
  it('is made once, readable by its owner only, and stays the same', async () => {
    const file = join(folder, 'root.key')
    const made = await loadRootKey(file, true)
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect((await loadRootKey(file, false)).derive('x')).toEqual(made.derive('x'))
  })

  it('is refused when others can read it, when its length is wrong, and when it should be there and is not', async () => {
    const open = join(folder, 'open.key')
    await writeFile(open, Buffer.alloc(32), { mode: 0o640 })
    await expect(loadRootKey(open, true)).rejects.toThrow(/chmod 600/)
    const short = join(folder, 'short.key')
    await writeFile(short, Buffer.alloc(31), { mode: 0o600 })
    await expect(loadRootKey(short, true)).rejects.toThrow(/31 bytes instead of 32/)
    await expect(loadRootKey(join(folder, 'gone.key'), false)).rejects.toThrow(/does not exist/)
  })

  it('opens a sealed secret in its own place only, and only unchanged', () => {
    const key = new RootKey(Buffer.alloc(32, 7))
    const sealed = key.seal(place, Buffer.from('JBSWY3DP'))
    expect(key.open(place, sealed).toString()).toBe('JBSWY3DP')
    expect(() => key.open({ ...place, row: 'b' }, sealed)).toThrow()
    expect(() => key.open({ ...place, column: 'other' }, sealed)).toThrow()
    expect(() => new RootKey(Buffer.alloc(32, 8)).open(place, sealed)).toThrow()
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Buffer.from(sealed)
      changed[at] = (changed[at] ?? 0) ^ 1
      expect(() => key.open(place, changed)).toThrow()
    }
    expect(key.seal(place, Buffer.from('JBSWY3DP'))).not.toEqual(sealed)
  })
})
