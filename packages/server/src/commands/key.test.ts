import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  configBeside,
  createTestOrganization,
  startTestServer,
  type TestOrganization,
  type TestServer,
} from '../testing/test-server.ts'
import { destroyArtifactKey, listArtifactKeys, rotateArtifactKey } from './key.ts'

let server: TestServer
let own: TestOrganization
beforeAll(async () => {
  server = await startTestServer()
  own = await createTestOrganization(server, 'own')
  await server.installation.blobKeys.current(own.organization)
})
afterAll(async () => server.stop())

async function list(): Promise<string[][]> {
  const lines: string[] = []
  await listArtifactKeys(configBeside(server), { org: 'own' }, (line) => lines.push(line))
  return lines.map((line) => line.split('\t'))
}

describe('evidentia-server key', () => {
  it('lists, rotates and destroys beside a running server, and refuses to destroy the key in use', async () => {
    const config = configBeside(server)
    const [[first = '', , state] = []] = await list()
    expect(state).toBe('current')
    const said: string[] = []
    const say = (line: string): void => void said.push(line)
    const destroying = { org: 'own', key: first, reason: 'contract ended' }
    await expect(destroyArtifactKey(config, destroying, say)).rejects.toMatchObject({ code: 'conflict' })
    await rotateArtifactKey(config, { org: 'own', reason: 'yearly' }, say)
    expect((await list()).map(([, , one]) => one)).toEqual(['current', 'reads'])
    await destroyArtifactKey(config, destroying, say)
    expect(said.at(-1)).toContain(first)
    expect((await list())[1]?.[2]).toMatch(/^destroyed /)
  })

  it('names the organization that is not there', async () => {
    await expect(listArtifactKeys(configBeside(server), { org: 'nobody' }, () => undefined)).rejects.toThrow(
      /no organization "nobody"/,
    )
  })
})
