import { setTimeout as sleep } from 'node:timers/promises'
import { CreateLoginProfileCommand, CreateUserCommand, DeleteLoginProfileCommand, IAMClient } from '@aws-sdk/client-iam'
import { CreateKeyCommand, EnableKeyRotationCommand, KMSClient } from '@aws-sdk/client-kms'
import { CreateBucketCommand, PutBucketAclCommand, S3Client } from '@aws-sdk/client-s3'
import type { FindingItem } from '@evidentia/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkOrganization } from '../../commands/fsck/fsck.ts'
import { explainMissingMoto, type Moto, startMoto } from '../../testing/moto.ts'
import {
  createTestOrganization,
  startTestServer,
  type TestOrganization,
  type TestServer,
} from '../../testing/test-server.ts'
import type { ConnectionView } from './describe.ts'

const missing = explainMissingMoto()
const today = new Date().toISOString().slice(0, 10)
const secrets = { accessKeyId: 'AKIAEXAMPLE0000001', secretAccessKey: 'a-secret-that-nobody-may-see' }

describe.skipIf(missing !== null)(`AWS, connected${missing === null ? '' : `; skipped: ${missing}`}`, () => {
  let moto: Moto
  let server: TestServer
  let acme: TestOrganization

  beforeAll(async () => {
    moto = await startMoto()
    server = await startTestServer({ EVIDENTIA_COLLECT_HOSTS: new URL(moto.endpoint).host })
    acme = await createTestOrganization(server, 'acme')
    const system = { kind: 'cloud-account', environment: 'production', sensitivity: 'phi', criticality: 'high' }
    await put('system', 'cloud', { name: 'Cloud', internetFacing: true, owner: 'person-acme', ...system })
    await adopt('multi-factor-authentication')
    await adopt('key-management', { 'key-inventory-review': 'keys-rotate' })
    await adopt('encryption-at-rest', { 'encryption-configuration': 'stores-not-public' })
    await put('connection', 'aws-main', connection)
  }, 200_000)
  afterAll(async () => {
    await server.stop()
    await moto.stop()
  })

  const connection = {
    name: 'AWS, main account',
    connector: 'aws',
    get settings() {
      return { regions: ['us-east-1'], account: '123456789012', endpoint: moto.endpoint }
    },
    schedule: 'daily',
    owner: 'person-acme',
    feeds: [
      { dataset: 'identity', proves: [{ requirement: 'multi-factor-authentication/factor-listing', system: 'cloud' }] },
      { dataset: 'keys', proves: [{ requirement: 'key-management/key-inventory-review', system: 'cloud' }] },
      {
        dataset: 'storage',
        proves: [{ requirement: 'encryption-at-rest/encryption-configuration', system: 'database-acme' }],
      },
    ],
  }

  async function put(kind: string, id: string, body: object) {
    const json = { effective: today, body: { id, ...body } }
    const reply = await server.request('PUT', `/api/v1/documents/${kind}/${id}`, {
      key: acme.keys['compliance-lead'],
      json,
    })
    expect(reply.status, reply.text).toBe(200)
  }

  async function adopt(id: string, checks: Record<string, string> = {}) {
    const evidence = Object.fromEntries(
      Object.entries(checks).map(([requirement, check]) => [
        requirement,
        { checks: { [check]: { reason: 'The connection reads what this check needs.' } } },
      ]),
    )
    await put('control', id, { version: 1, adopted: today, owner: 'person-acme', evidence })
  }

  function ask(method: string, path: string, json?: unknown, key = acme.keys['compliance-lead']) {
    return server.request(method, `/api/v1${path}`, { key, json })
  }

  async function collectOnce(): Promise<ConnectionView> {
    const before = (await ask('GET', '/connections/aws-main')).json<ConnectionView>().last?.run
    const asked = await ask('POST', '/connections/aws-main/runs')
    expect(asked.status, asked.text).toBe(201)
    for (let attempt = 0; attempt < 120; attempt += 1) {
      const view = (await ask('GET', '/connections/aws-main')).json<ConnectionView>()
      if (view.going === null && view.last?.run !== before) return view
      await sleep(250)
    }
    return expect.unreachable('the collection did not end')
  }

  async function listFindings(): Promise<Pick<FindingItem, 'requirement' | 'state' | 'id'>[]> {
    await server.services.standings.catchUp(acme.organization)
    const reply = await ask('GET', '/findings?state=open,closed&limit=500')
    expect(reply.status, reply.text).toBe(200)
    return reply
      .json<{ items: FindingItem[] }>()
      .items.filter(
        ({ requirement, system }) =>
          system !== 'portal-acme' &&
          ['factor-listing', 'key-inventory-review', 'encryption-configuration'].includes(requirement ?? ''),
      )
  }

  it('collects nothing without its secrets, and never shows them', async () => {
    const refused = await ask('POST', '/connections/aws-main/runs')
    expect(refused.status).toBe(409)
    expect(refused.json<{ detail: string }>().detail).toBe(
      'No accessKeyId and no secretAccessKey is set, so nothing can be collected.',
    )
    expect((await ask('PUT', '/connections/aws-main/secrets', { secrets: { password: 'x' } })).status).toBe(422)
    expect((await ask('PUT', '/connections/aws-main/secrets', { secrets })).status).toBe(204)
    const view = await ask('GET', '/connections/aws-main')
    expect(view.json<ConnectionView>()).toMatchObject({
      state: 'never-run',
      secretsSet: Object.keys(secrets),
      source: 'AWS account 123456789012',
    })
    expect(view.text).not.toContain(secrets.secretAccessKey)
    const kept = await server.asOwner(async (client) => client.query(`select sealed from sealed_secret`))
    expect(kept.rows).toEqual([])
  })

  it('finds three planted misconfigurations, and closes each when it is mended and collected again', async () => {
    const options = { region: 'us-east-1', endpoint: moto.endpoint, credentials: { ...secrets } }
    const s3 = new S3Client({ ...options, forcePathStyle: true })
    const kms = new KMSClient(options)
    const iam = new IAMClient(options)
    await s3.send(new CreateBucketCommand({ Bucket: 'claims-archive', ACL: 'public-read' }))
    const key = await kms.send(new CreateKeyCommand({ Description: 'phi' }))
    await iam.send(new CreateUserCommand({ UserName: 'ada' }))
    await iam.send(new CreateLoginProfileCommand({ UserName: 'ada', Password: 'Long-enough-1-password' }))

    const first = await collectOnce()
    expect(first.last, JSON.stringify(first)).toMatchObject({
      outcome: 'complete',
      trigger: 'person',
      datasets: [
        { dataset: 'identity', outcome: 'complete', unread: 0 },
        { dataset: 'keys', outcome: 'complete' },
        { dataset: 'storage', outcome: 'complete' },
      ],
    })
    const found = await listFindings()
    expect(found.map(({ requirement, state }) => `${requirement} ${state}`).toSorted()).toEqual([
      'encryption-configuration open',
      'factor-listing open',
      'key-inventory-review open',
    ])

    await s3.send(new PutBucketAclCommand({ Bucket: 'claims-archive', ACL: 'private' }))
    await kms.send(new EnableKeyRotationCommand({ KeyId: key.KeyMetadata?.KeyId }))
    await iam.send(new DeleteLoginProfileCommand({ UserName: 'ada' }))
    await collectOnce()
    const closed = await listFindings()
    expect(closed.map(({ id, state }) => `${id} ${state}`).toSorted()).toEqual(
      found.map(({ id }) => `${id} closed`).toSorted(),
    )
  }, 60_000)

  it('keeps the raw replies as evidence that says who collected it, and no secret anywhere', async () => {
    const { last } = (await ask('GET', '/connections/aws-main')).json<ConnectionView>()
    for (const { evidence } of last?.datasets ?? []) {
      const item = (await ask('GET', `/evidence/${evidence}`)).json<{ collector: object; source: string }>()
      expect(item).toMatchObject({
        collector: { type: 'connector', id: 'aws', version: '1' },
        source: 'Amazon Web Services: AWS account 123456789012',
      })
      const artifact = await ask('GET', `/evidence/${evidence}/artifact`)
      expect(JSON.parse(artifact.text)).toMatchObject({ collection: { connector: 'aws' }, end: { complete: true } })
      expect(artifact.text).not.toContain(secrets.secretAccessKey)
    }
    const runs = await ask('GET', '/connections/aws-main/runs?limit=1')
    expect(runs.json()).toMatchObject({ total: 2, items: [{ trigger: 'person' }], next: expect.any(String) })
  })

  it('leaves what it was to prove unknown when it fails, and says why and what to do', async () => {
    await put('connection', 'aws-main', {
      ...connection,
      settings: { ...connection.settings, account: '999999999999' },
    })
    const failed = await collectOnce()
    expect(failed).toMatchObject({
      state: 'failed',
      problem: {
        sentence: 'identity: The keys belong to account 123456789012, not 999999999999.',
        remedy: 'Renew the credentials of this connection.',
      },
    })
    const open = (await listFindings()).filter(({ state }) => state === 'open')
    expect(open).toHaveLength(3)
  }, 60_000)

  it('is collected by schedule when its time has come, once', async () => {
    await put('connection', 'aws-main', connection)
    await collectOnce()
    const before = (await ask('GET', '/connections/aws-main/runs')).json<{ total: number }>().total
    await server.services.doors.connections.sweep(acme.organization)
    await put('connection', 'aws-later', { ...connection, name: 'Second' })
    const set = await ask('PUT', '/connections/aws-later/secrets', { secrets })
    expect(set.status, set.text).toBe(204)
    await server.services.doors.connections.sweep(acme.organization)
    await server.services.doors.connections.sweep(acme.organization)
    for (let attempt = 0; attempt < 120; attempt += 1) {
      const view = (await ask('GET', '/connections/aws-later')).json<ConnectionView>()
      if (view.last !== null) {
        expect(view.last).toMatchObject({ trigger: 'schedule', outcome: 'complete' })
        break
      }
      await sleep(250)
    }
    expect((await ask('GET', '/connections/aws-later/runs')).json()).toMatchObject({ total: 1 })
    expect((await ask('GET', '/connections/aws-main/runs')).json()).toMatchObject({ total: before })
  }, 60_000)

  it('can be canceled, and a canceled collection leaves no evidence', async () => {
    const total = async () => (await ask('GET', '/evidence?limit=1')).json<{ total: number }>().total
    const before = await total()
    await server.services.stopJobs()
    const { run } = (await ask('POST', '/connections/aws-main/runs')).json<{ run: string }>()
    expect((await ask('POST', '/connections/aws-main/runs')).json()).toMatchObject({ run })
    expect((await ask('DELETE', `/connections/aws-main/runs/${run}`)).status).toBe(204)
    await server.services.doors.connections.work(acme.organization)
    const view = (await ask('GET', '/connections/aws-main')).json<ConnectionView>()
    expect(view).toMatchObject({ going: null, last: { run, outcome: 'canceled' } })
    expect(await total()).toBe(before)
    expect((await ask('DELETE', `/connections/aws-main/runs/${run}`)).status).toBe(404)
  })

  it('refuses a connection whose settings, datasets or requirements there are not', async () => {
    for (const [change, field] of [
      [{ settings: { regions: ['mars'], account: '123456789012' } }, 'settings.regions.0'],
      [{ connector: 'nobody' }, 'connector'],
      [{ feeds: [{ dataset: 'tapes', proves: [{ requirement: 'restore-test/restore-drill' }] }] }, 'feeds.0.dataset'],
      [{ feeds: [{ dataset: 'keys', proves: [{ requirement: 'no/such' }] }] }, 'feeds.0.proves.0.requirement'],
      [{ owner: 'nobody' }, 'owner'],
    ] as const) {
      const json = { effective: today, body: { id: 'aws-bad', ...connection, ...change } }
      const reply = await ask('PUT', '/documents/connection/aws-bad', json)
      expect(reply.status, reply.text).toBe(422)
      expect(reply.json<{ place: { field: string } }>().place.field).toBe(field)
    }
    expect((await ask('GET', '/connections/aws-bad')).status).toBe(404)
  })

  it('says before connecting exactly what would be read, and asks nothing', async () => {
    const body = { settings: { regions: ['us-east-1'], account: '123456789012' }, datasets: ['keys'] }
    expect((await ask('POST', '/connectors/aws/preview', body)).json()).toEqual({
      source: 'AWS account 123456789012',
      datasets: [
        {
          dataset: 'keys',
          requests: ['kms:ListKeys in us-east-1', 'kms:DescribeKey and GetKeyRotationStatus of each key in us-east-1'],
          permissions: expect.arrayContaining([{ name: 'kms:ListKeys', why: 'Which keys there are.' }]),
          recordTypes: ['key', 'configuration-state'],
        },
      ],
    })
    const listed = (await ask('GET', '/connectors')).json<{
      items: { id: string; datasets: { id: string; fits: string[] }[] }[]
    }>()
    const aws = listed.items.find(({ id }) => id === 'aws')
    expect(aws?.datasets.find(({ id }) => id === 'identity')?.fits).toContain('access-key-rotation/key-listing')
  })

  it('stands in a log that checks out, and the tables follow from it', async () => {
    const verdict = await checkOrganization(server.installation, acme.organization, { published: false, pinned: [] })
    expect(verdict).toMatchObject({ problems: [] })
  })
})
