import { spawnSync } from 'node:child_process'
import { copyFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningServer, startServer } from '../../commands/start.ts'
import type { Config } from '../../config.ts'
import { DatabaseAttacker } from '../../testing/database-attacks.ts'
import {
  claimFor,
  createTestOrganization,
  formOf,
  makeDataFolder,
  startTestServer,
  type TestOrganization,
  type TestServer,
} from '../../testing/test-server.ts'
import { readPinned } from './pinned-checkpoints.ts'

let server: TestServer
let organization: TestOrganization
let other: TestOrganization
let pins = ''

beforeAll(async () => {
  pins = await makeDataFolder()
  server = await startTestServer({ EVIDENTIA_PINNED_CHECKPOINTS: pins })
  organization = await createTestOrganization(server, 'rolled')
  other = await createTestOrganization(server, 'steady')
})
afterAll(async () => {
  await server.stop()
  await rm(pins, { recursive: true, force: true })
})

async function pin(from: TestOrganization, name: string): Promise<void> {
  const reply = await server.request('GET', '/api/v1/log/checkpoint', { key: from.keys.auditor })
  await writeFile(join(pins, name), reply.json<{ checkpoint: string }>().checkpoint)
}

async function record(from: TestOrganization, content: string) {
  return server.request('POST', '/api/v1/evidence', {
    key: from.keys.contributor,
    form: formOf(claimFor(from), 'drill.txt', content),
  })
}

describe('a server with pinned checkpoints', () => {
  it('takes writes as long as its logs extend them', async () => {
    for (let n = 0; n < 3; n += 1) {
      await pin(organization, `rolled-${n}`)
      await pin(other, `steady-${n}`)
      expect((await record(organization, `drill ${n}`)).status).toBe(201)
      expect((await record(other, `drill ${n}`)).status).toBe(201)
      expect(await server.services.refuseRolledBack()).toEqual([])
    }
  })

  it('says ROLLBACK DETECTED after an old dump was restored, refuses to write there, and serves everybody else', async () => {
    const attacker = await DatabaseAttacker.connect(server, organization.organization)
    await attacker.dump()
    await record(organization, 'the entry that will be gone')
    await pin(organization, 'rolled-newest')
    await attacker.restore()
    await attacker.leave()

    expect(await server.services.refuseRolledBack()).toEqual([
      expect.stringMatching(
        /takes no writes: pinned checkpoint (?:rolled-newest|published-[0-9a-f-]+): ROLLBACK DETECTED: the log had \d+ entries/,
      ),
    ])
    const refused = await record(organization, 'after the rollback')
    expect([refused.status, refused.json<{ detail: string }>().detail]).toEqual([
      503,
      expect.stringContaining('ROLLBACK DETECTED'),
    ])
    expect((await server.request('GET', '/api/v1/evidence', { key: organization.keys.auditor })).status).toBe(200)
    expect((await record(other, 'undisturbed')).status).toBe(201)
  })

  it('says so when it starts', async () => {
    const said: string[] = []
    const config: Config = { ...server.installation.config, port: 0, databaseUrl: server.installation.addresses.owner }
    const own = { ...config, dataFolder: await copyOfKeys(server) }
    const second: RunningServer = await startServer(own, (line) => said.push(line))
    await second.stop()
    await rm(own.dataFolder, { recursive: true, force: true })
    expect(said.join('\n')).toContain('ROLLBACK DETECTED')
  })

  it('refuses a pin that is no checkpoint, because a pin that is skipped protects nothing', async () => {
    const folder = await makeDataFolder()
    await writeFile(join(folder, 'notes.txt'), 'remember to pin')
    await expect(readPinned(folder)).rejects.toThrow(/notes\.txt is not a checkpoint/)
    await rm(folder, { recursive: true, force: true })
    await expect(readPinned(folder)).rejects.toThrow(/cannot be read/)
  })
})

describe('evidentia-server fsck and doctor', () => {
  it('work beside the server: fsck names the rollback and exits 1, doctor explains every setting', () => {
    const main = fileURLToPath(new URL('../../main.ts', import.meta.url))
    const env = {
      PATH: '/usr/bin:/bin:/usr/sbin',
      EVIDENTIA_DATA: server.dataFolder,
      EVIDENTIA_PINNED_CHECKPOINTS: pins,
    }
    const checked = spawnSync(process.execPath, [main, 'fsck'], { env, encoding: 'utf8' })
    expect(checked.stderr).toBe('')
    expect(checked.stdout).toMatch(/^rolled: pinned checkpoint rolled-newest: ROLLBACK DETECTED/m)
    expect(checked.stdout).toMatch(/^steady: \d+ entries and \d+ artifacts checked, 0 problems/m)
    expect(checked.status).toBe(1)
    const healthy = spawnSync(process.execPath, [main, 'fsck', '--org', 'steady'], { env, encoding: 'utf8' })
    expect([healthy.status, healthy.stderr]).toEqual([0, ''])

    const doctor = spawnSync(process.execPath, [main, 'doctor'], { env, encoding: 'utf8' })
    expect(doctor.stdout).toMatch(/^PORT = 7331 \(default\): /m)
    for (const what of ['fsync: on', 'full_page_writes: on', 'synchronous_commit: on', 'data_checksums: on'])
      expect(doctor.stdout).toContain(`ok   ${what}`)
    expect(doctor.stdout).toMatch(/^ok {3}database role: row-level security binds it$/m)
    expect(doctor.stdout).toMatch(/^ok {3}clock: /m)
    expect(doctor.stdout).toMatch(/^ok {3}artifact store: /m)
    expect(doctor.status, doctor.stdout).toBe(0)
  })
})

/** A second data folder for the same database: what another node of the installation has. */
async function copyOfKeys({ dataFolder }: TestServer): Promise<string> {
  const folder = await makeDataFolder()
  await copyFile(join(dataFolder, 'root.key'), join(folder, 'root.key'))
  return folder
}
