import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readConfig } from '../../config.ts'
import { ConfigurationError } from '../../configuration-error.ts'
import { openRootKey } from './open-root-key.ts'

const key = randomBytes(32)
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'evidentia-root-key-'))
})
afterAll(async () => rm(folder, { recursive: true, force: true }))

async function derived(settings: Record<string, string>): Promise<string> {
  return (await openRootKey(readConfig({ EVIDENTIA_DATA: folder, ...settings }))).derive('test').toString('hex')
}

describe('the root key', () => {
  it('is the same from the environment in either notation, and from a command', async () => {
    const hex = await derived({ EVIDENTIA_ROOT_KEY: key.toString('hex') })
    expect(await derived({ EVIDENTIA_ROOT_KEY: key.toString('base64') })).toBe(hex)
    expect(await derived({ EVIDENTIA_ROOT_KEY_COMMAND: `printf %s ${key.toString('base64')}` })).toBe(hex)
    expect(await derived({ EVIDENTIA_ROOT_KEY: randomBytes(32).toString('hex') })).not.toBe(hex)
  })

  it('is made once in the data folder where nothing else is set', async () => {
    expect(await derived({})).toBe(await derived({}))
  })

  it('is refused when it is short, when the command fails or prints something else, and never repeated', async () => {
    const short = key.toString('hex').slice(2)
    const refused = [
      { EVIDENTIA_ROOT_KEY: short },
      { EVIDENTIA_ROOT_KEY_COMMAND: `printf %s ${short}` },
      { EVIDENTIA_ROOT_KEY_COMMAND: `printf %s ${key.toString('hex')}; exit 3` },
    ]
    for (const settings of refused) {
      const error = await derived(settings).catch((cause: unknown) => cause)
      expect(error).toBeInstanceOf(ConfigurationError)
      expect(String(error)).not.toContain(short.slice(0, 10))
    }
  })

  it('is refused when it is set twice', () => {
    const twice = { EVIDENTIA_ROOT_KEY: key.toString('hex'), EVIDENTIA_ROOT_KEY_FILE: '/root.key' }
    expect(() => readConfig(twice)).toThrow(/more than once/)
  })
})
