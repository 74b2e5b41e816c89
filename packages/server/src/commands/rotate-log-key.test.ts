import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { decodeKeyRotation, parseNote, signCheckpoint } from '@evidentia/ledger'
import { verifyReceipt } from '@evidentia/ledger/verify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { backUp } from './backup/backup.ts'
import { BackupPlace } from './backup/place.ts'
import { restoreAll } from './backup/restore.ts'
import { doctor } from './doctor/doctor.ts'
import { checkOrganization } from './fsck/fsck.ts'
import { changeLogKey, listLogKeys } from './key.ts'
import { readConfig } from '../config.ts'
import { openInstallation } from '../installation.ts'
import { dumpOrganization } from '../testing/snapshot.ts'
import { makeDataFolder, removeDataFolder } from '../testing/data-folder.ts'
import {
  claimFor,
  configBeside,
  createTestOrganization,
  formOf,
  startTestServer,
  type TestOrganization,
  type TestServer,
} from '../testing/test-server.ts'
import { RootKey } from '../platform/auth/root-key.ts'
import { LogKeys, originOf } from '../platform/log/log-keys.ts'
import { readCheckpoint } from '../platform/log/receipts.ts'
import { proveRotations } from '../platform/log/rotate-log-key.ts'

let server: TestServer
let own: TestOrganization
const folders: string[] = []
beforeAll(async () => {
  server = await startTestServer()
  own = await createTestOrganization(server, 'turning')
})
afterAll(async () => {
  await server.stop()
  for (const folder of folders) await removeDataFolder(folder)
})

async function checkpointNow() {
  return server.services.transactions.read(own, async (reader) => readCheckpoint(reader, server.services.keys))
}

function signersOf(note: string): string[] {
  return parseNote(Buffer.from(note)).signatures.map(({ keyId }) => keyId)
}

async function problems(pinned: readonly { where: string; note: Uint8Array }[] = []) {
  const verdict = await checkOrganization(server.installation, own.organization, { published: true, pinned })
  return verdict.problems
}

async function record(content: string) {
  const reply = await server.request('POST', '/api/v1/evidence', {
    key: own.keys.contributor,
    form: formOf(claimFor(own), 'drill.txt', content),
  })
  expect(reply.status, reply.text).toBe(201)
  return reply.json<{ receipt: { leaf: string; proof: string; verifierKey: string } }>().receipt
}

async function rotate(): Promise<string[]> {
  const said: string[] = []
  await changeLogKey(configBeside(server), { org: own.slug, reason: 'yearly' }, (line) => void said.push(line))
  return said
}

describe('evidentia-server key rotate-log', () => {
  const kept: { size: number; note: Uint8Array; receipt: Awaited<ReturnType<typeof record>> }[] = []
  const keep = async (content: string): Promise<void> => {
    const receipt = await record(content)
    const { size, checkpoint } = await checkpointNow()
    kept.push({ size, note: Buffer.from(checkpoint), receipt })
  }

  it('leaves everything as it was when it is cut off before its commit', async () => {
    await keep('before the change')
    const before = await dumpOrganization(server, own.organization)
    await server.asOwner(async (client) => client.query('revoke insert on log_key_rotation from evidentia_app'))
    try {
      await expect(rotate()).rejects.toThrow()
    } finally {
      await server.asOwner(async (client) => client.query('grant insert on log_key_rotation to evidentia_app'))
    }
    expect(await dumpOrganization(server, own.organization)).toEqual(before)
    expect(signersOf((await checkpointNow()).checkpoint)).toEqual([
      server.services.keys.signerOf(own.organization).keyId,
    ])
    expect(await problems()).toEqual([])
  })

  it('has both keys sign the handover, and the new one alone what comes after, on the server that runs', async () => {
    const { keys, transactions } = server.services
    const [first, second] = [keys.signerOf(own.organization), keys.signerOf(own.organization, 2)]
    expect((await rotate())[0]).toContain(second.vkey)
    const handover = await checkpointNow()
    expect(signersOf(handover.checkpoint)).toEqual([first.keyId, second.keyId])
    const entry = await transactions.read(own, async ({ db }) =>
      db
        .selectFrom('log_entry')
        .select('body')
        .where('organization', '=', own.organization)
        .where('index', '=', handover.size - 1)
        .executeTakeFirstOrThrow(),
    )
    // What a verifier reads that knows nothing of our facts.
    const announced = await decodeKeyRotation(new Uint8Array(entry.body))
    expect([announced.from.keyId, announced.to.keyId]).toEqual([first.keyId, second.keyId])
    await keep('after the change')
    expect(signersOf((await checkpointNow()).checkpoint)).toEqual([second.keyId])
    expect((await server.request('GET', '/api/v1/log/checkpoint', { key: own.keys.auditor })).json()).toMatchObject({
      verifierKey: second.vkey,
    })
  })

  it('lets a receipt from after two changes verify by the first key alone, and one from before them still', async () => {
    await rotate()
    await keep('after two changes')
    const { keys, transactions } = server.services
    const { size } = await checkpointNow()
    const { first, changes } = (await server.request('GET', '/api/v1/log/keys', { key: own.keys.auditor })).json<{
      first: string
      changes: { verifierKey: string; leaf: string; proof: string }[]
    }>()
    const rotations = changes.map(({ leaf, proof }) => ({
      entry: new Uint8Array(Buffer.from(leaf, 'base64')),
      receipt: Buffer.from(proof),
    }))
    expect(await transactions.read(own, async (reader) => proveRotations(reader, keys, size))).toHaveLength(2)
    expect([first, ...changes.map(({ verifierKey }) => verifierKey)]).toEqual(
      [1, 2, 3].map((generation) => keys.signerOf(own.organization, generation).vkey),
    )
    const vkeys = [first]
    for (const { receipt } of kept) {
      const claim = { receipt: Buffer.from(receipt.proof), leaf: new Uint8Array(Buffer.from(receipt.leaf, 'base64')) }
      expect(await verifyReceipt({ ...claim, vkeys, rotations })).toMatchObject({ ok: true })
    }
    const last = kept.at(-1)
    if (last === undefined) throw new Error('nothing was kept')
    const claim = {
      receipt: Buffer.from(last.receipt.proof),
      leaf: new Uint8Array(Buffer.from(last.receipt.leaf, 'base64')),
    }
    expect(await verifyReceipt({ ...claim, vkeys, rotations: rotations.slice(0, 1) })).toMatchObject({ ok: false })
  })

  it('is known to fsck, doctor and the list of keys; checkpoints under every key are held against the log', async () => {
    await server.services.publisher.publish(own.organization)
    const pinned = kept.map(({ size, note }) => ({ where: `at ${size}`, note }))
    expect(await problems(pinned)).toEqual([])
    const lines: string[] = []
    await listLogKeys(configBeside(server), { org: own.slug }, (line) => void lines.push(line))
    const { keys } = server.services
    expect(lines.map((line) => line.split('\t')[0])).toEqual(
      [3, 2, 1].map((generation) => keys.signerOf(own.organization, generation).vkey),
    )
    const said: string[] = []
    const before = process.exitCode
    await doctor(configBeside(server), (line) => void said.push(line))
    process.exitCode = before
    expect(said.find((line) => line.includes('log key of turning'))).toMatch(/^ok .*key 3, since entry \d+/)
  })

  it('makes a checkpoint by a key that was given up worth nothing, and a change of key in the table alone is found', async () => {
    const { keys } = server.services
    const { size } = await checkpointNow()
    const stale = signCheckpoint(
      { origin: originOf(own.organization), size: size + 5, root: Buffer.alloc(32, 1), extensions: [] },
      [keys.signerOf(own.organization)],
    )
    const [problem] = await problems([{ where: 'by the first key', note: stale }])
    expect(problem?.problem).toMatch(/signed by a key that this log gave up in entry \d+/)
    const foreign = new LogKeys(new RootKey(Buffer.alloc(32, 9)))
    const { vkey } = foreign.signerOf(own.organization)
    const tamper = async (to: string): Promise<void> =>
      server.asOwner(async (client) => {
        await client.query('begin')
        await client.query("select set_config('app.organization', $1, true)", [own.organization])
        await client.query(
          'update log_key_rotation set to_key = $1 where entry = (select max(entry) from log_key_rotation)',
          [to],
        )
        await client.query('commit')
      })
    await tamper(vkey)
    try {
      expect((await problems()).map(({ problem: found }) => found).join('\n')).toMatch(
        /not one that this installation's root key made[\s\S]*to_key is/,
      )
      await expect(checkpointNow()).rejects.toThrow(/fsck|root key/)
    } finally {
      await tamper(keys.signerOf(own.organization, 3).vkey)
    }
    expect(await problems()).toEqual([])
  })

  it('survives rebuild by restore: a backup continues under the newest key', async () => {
    const place = await BackupPlace.open(await temporaryFolder(), server.installation.config)
    await backUp(server.installation, own.organization, place)
    const before = await dumpOrganization(server, own.organization)
    const dataFolder = await temporaryFolder()
    await copyFile(join(server.dataFolder, 'root.key'), join(dataFolder, 'root.key'))
    const config = readConfig({ PORT: '0', EVIDENTIA_DATA: dataFolder, EVIDENTIA_LOG_LEVEL: 'silent' })
    const installation = await openInstallation(config, () => undefined)
    try {
      await restoreAll(installation, place, () => undefined)
      const verdict = await checkOrganization(installation, own.organization, { published: true, pinned: [] })
      expect(verdict.problems).toEqual([])
      expect(verdict.entries).toBe(before['log_entry']?.length)
    } finally {
      await installation.close()
    }
  })
})

async function temporaryFolder(): Promise<string> {
  const made = await makeDataFolder()
  folders.push(made)
  return made
}
