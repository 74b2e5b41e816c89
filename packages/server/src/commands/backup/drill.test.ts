import { copyFile, cp, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { verifyReceipt } from '@evidentia/ledger/verify'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readConfig } from '../../config.ts'
import { openInstallation } from '../../installation.ts'
import { DatabaseAttacker } from '../../testing/database-attacks.ts'
import { dumpOrganization } from '../../testing/snapshot.ts'
import { makeDataFolder, removeDataFolder } from '../../testing/data-folder.ts'
import {
  claimFor,
  createTestOrganization,
  formOf,
  startTestServer,
  type TestOrganization,
  type TestServer,
} from '../../testing/test-server.ts'
import { checkOrganization } from '../fsck/fsck.ts'
import { startServer } from '../start.ts'
import { type BackupCount, backUp } from './backup.ts'
import { BackupPlace } from './place.ts'
import { restoreAll } from './restore.ts'
import { openTile, sealTile } from './sealed-tile.ts'

const report = new URL('../../../../connectors/src/aws-iam/fixtures/report.csv', import.meta.url)

let server: TestServer
let organization: TestOrganization
let other: TestOrganization
let folder = ''
const folders: string[] = []

beforeAll(async () => {
  server = await startTestServer()
  organization = await createTestOrganization(server, 'drilled')
  other = await createTestOrganization(server, 'beside')
  folder = await temporaryFolder()
  // More than one full tile, so that full and partial tiles are both copied and restored.
  const actor = { type: 'system', id: 'test', name: 'Test' } as const
  const scope = { organization: organization.organization, actor, request: null }
  await server.services.transactions.write(scope, async (writer) => {
    for (let n = 0; n < 300; n += 1)
      await writer.seal('signed-in', { user: organization.account, method: n % 2 === 0 ? 'passkey' : 'password' })
  })
})
afterAll(async () => {
  await server.stop()
  for (const one of folders) await removeDataFolder(one)
})

async function temporaryFolder(): Promise<string> {
  const made = await makeDataFolder()
  folders.push(made)
  return made
}

interface Acknowledged {
  readonly receipt: { readonly leaf: string; readonly proof: string; readonly verifierKey: string }
}

async function record(name: string, bytes: Uint8Array | string, requirement?: string): Promise<Acknowledged> {
  const reply = await server.request('POST', '/api/v1/evidence', {
    key: organization.keys.contributor,
    form: formOf(claimFor(organization, requirement), name, bytes),
  })
  expect(reply.status, reply.text).toBe(201)
  return reply.json<Acknowledged>()
}

async function backUpAll(): Promise<BackupCount> {
  const place = await BackupPlace.open(folder, server.installation.config)
  await backUp(server.installation, other.organization, place)
  return backUp(server.installation, organization.organization, place)
}

/** An empty installation with this root key, and the same backup restored into it. */
async function restoreElsewhere(rootKeyOf: string, from: string) {
  const dataFolder = await temporaryFolder()
  await copyFile(join(rootKeyOf, 'root.key'), join(dataFolder, 'root.key'))
  const config = readConfig({ PORT: '0', EVIDENTIA_DATA: dataFolder, EVIDENTIA_LOG_LEVEL: 'silent' })
  const installation = await openInstallation(config, () => undefined)
  try {
    await restoreAll(installation, await BackupPlace.open(from, config), () => undefined)
  } finally {
    await installation.close()
  }
  return config
}

describe('the restore drill', () => {
  const acknowledged: Acknowledged[] = []

  it('backs up incrementally: the second run copies what is new and nothing else', async () => {
    acknowledged.push(await record('report.csv', await readFile(report), 'access-removal/account-listing'))
    const first = await backUpAll()
    expect(first.copied).toBeGreaterThan(5)
    const again = await backUpAll()
    expect(again.copied).toBe(0)
    acknowledged.push(await record('drill.txt', 'restored in 41 minutes'))
    const third = await backUpAll()
    // One artifact, and the partial tiles at the right edge: entries and hashes.
    expect(third.copied).toBe(3)
    expect(third.kept).toBeGreaterThan(3)
    const tiles = await readdir(join(folder, organization.organization, 'log', 'tile', 'entries'), { recursive: true })
    expect(tiles.filter((name) => /\.p\/\d+$/.test(name))).toHaveLength(1)
  })

  it('holds no readable word: neither of an artifact nor of an entry', async () => {
    let files = 0
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue
      const bytes = await readFile(join(entry.parentPath, entry.name))
      for (const word of ['restored in 41', 'Person drilled', '@drilled.example', 'urn:evidentia', 'Backup platform'])
        expect(bytes.includes(word), `${entry.name}: ${word}`).toBe(false)
      files += 1
    }
    expect(files).toBeGreaterThan(8)
  })

  it('restores elsewhere: tables row for row, receipts that still verify, a clean fsck, and a server that goes on', async () => {
    const before = await dumpOrganization(server, organization.organization)
    const beside = await dumpOrganization(server, other.organization)
    const config = await restoreElsewhere(server.dataFolder, folder)
    const restored = await startServer(config, () => undefined)
    const asTest: TestServer = {
      ...server,
      installation: restored.installation,
      services: restored.services,
      asOwner: ownerOf(restored.installation.addresses.owner),
    }
    try {
      expect(await dumpOrganization(asTest, organization.organization)).toEqual(before)
      expect(await dumpOrganization(asTest, other.organization)).toEqual(beside)
      const verdict = await checkOrganization(restored.installation, organization.organization, {
        published: true,
        pinned: [],
      })
      expect(verdict.problems).toEqual([])
      expect(verdict.artifacts).toBe(3)
      for (const { receipt } of acknowledged) {
        const verified = await verifyReceipt({
          receipt: new TextEncoder().encode(receipt.proof),
          leaf: new Uint8Array(Buffer.from(receipt.leaf, 'base64')),
          vkeys: [restored.services.keys.signerOf(organization.organization).vkey],
        })
        expect(verified.ok).toBe(true)
      }
      // It goes on where it was: what is sealed now extends what was restored.
      const actor = { type: 'system', id: 'test', name: 'Test' } as const
      await restored.services.apiKeys.issue(
        { organization: organization.organization, actor, request: null },
        { name: 'after the restore', role: 'auditor', expires: null },
      )
      const pinned = [
        { where: 'before', note: await readFile(join(folder, organization.organization, 'log', 'checkpoint')) },
      ]
      expect(
        (await checkOrganization(restored.installation, organization.organization, { published: true, pinned }))
          .problems,
      ).toEqual([])
      expect(await restored.services.sample.isFirstStartFinished()).toBe(true)
    } finally {
      await restored.stop()
    }
  })

  it('refuses an installation that has organizations, another root key, a damaged bundle, and a folder without a backup', async () => {
    await expect(
      restoreAll(server.installation, await BackupPlace.open(folder, server.installation.config), () => undefined),
    ).rejects.toThrow(/already has the organization "beside"/)

    const foreign = await temporaryFolder()
    await writeFile(join(foreign, 'root.key'), Buffer.alloc(32, 7), { mode: 0o600 })
    await expect(restoreElsewhere(foreign, folder)).rejects.toThrow(/was not signed by this log's key/)

    const damaged = await temporaryFolder()
    await cp(folder, damaged, { recursive: true })
    const bundle = join(damaged, organization.organization, 'log', 'tile', 'entries', '000')
    const sealed = await readFile(bundle)
    const flipped = Buffer.from(sealed)
    flipped[4000] = (flipped[4000] ?? 0) ^ 1
    await writeFile(bundle, flipped)
    await expect(restoreElsewhere(server.dataFolder, damaged)).rejects.toThrow(/entries\/000 does not open/)

    // Whoever has the root key can seal a tile; it is still not what the checkpoint signs.
    const { rootKey } = server.installation
    const tile = { level: 'entries', index: 0, width: 256 } as const
    const bytes = openTile(rootKey, organization.organization, tile, sealed)
    const at = bytes.indexOf('Person drilled')
    expect(at).toBeGreaterThan(0)
    bytes.write('Porson drilled', at)
    await writeFile(bundle, sealTile(rootKey, organization.organization, tile, bytes))
    await expect(restoreElsewhere(server.dataFolder, damaged)).rejects.toThrow(
      /do not have the root its checkpoint signs/,
    )

    await expect(restoreElsewhere(server.dataFolder, await temporaryFolder())).rejects.toThrow(
      /no backup in this place/,
    )
  })

  it('does not go over a backup that is newer than the log: ROLLBACK DETECTED', async () => {
    const attacker = await DatabaseAttacker.connect(server, organization.organization)
    await attacker.dump()
    await record('gone.txt', 'the entry that will be gone')
    await backUpAll()
    const newest = await readFile(join(folder, organization.organization, 'log', 'checkpoint'))
    await attacker.restore()
    await attacker.leave()
    await expect(backUpAll()).rejects.toThrow(/ROLLBACK DETECTED/)
    expect(await readFile(join(folder, organization.organization, 'log', 'checkpoint'))).toEqual(newest)
  })
})

function ownerOf(connectionString: string): TestServer['asOwner'] {
  return async (work) => {
    const client = new pg.Client({ connectionString })
    await client.connect()
    try {
      return await work(client)
    } finally {
      await client.end()
    }
  }
}
