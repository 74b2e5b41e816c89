import { setTimeout as sleep } from 'node:timers/promises'
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
  PutObjectRetentionCommand,
  S3ServiceException,
} from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { applyLocks } from '../../commands/apply-locks.ts'
import { checkOrganization } from '../../commands/fsck/fsck.ts'
import { type Ceph, explainMissingCeph, startCeph } from '../../testing/ceph.ts'
import { inviteAs } from '../../testing/invite.ts'
import {
  claimFor,
  createTestOrganization,
  formOf,
  startTestServer,
  type TestOrganization,
  type TestServer,
} from '../../testing/test-server.ts'

interface Item {
  readonly id: string
  readonly artifact: { readonly sha256: string }
  readonly derived: { readonly sha256: string } | null
  readonly holds: readonly { readonly hold: string }[]
}

const missingCeph = explainMissingCeph()
const Bucket = 'evidence'
/** Another claim on the same bytes. */
const ofPortal = { proves: [{ requirement: 'restore-test/restore-drill', system: 'portal-own' }] }
const longAgo = { effective: { from: '2018-03-01', to: '2018-03-31' }, collectedAt: '2018-03-31T12:00:00Z' }

describe.skipIf(missingCeph !== null)(`retention and Object Lock (${missingCeph ?? 'Ceph RGW'})`, () => {
  let ceph: Ceph
  let server: TestServer
  let own: TestOrganization
  let lena: Awaited<ReturnType<typeof inviteAs>>
  let mark: Awaited<ReturnType<typeof inviteAs>>

  beforeAll(async () => {
    ceph = await startCeph()
    await ceph.createBucket(Bucket)
    process.env['AWS_ACCESS_KEY_ID'] = ceph.credentials.accessKeyId
    process.env['AWS_SECRET_ACCESS_KEY'] = ceph.credentials.secretAccessKey
    server = await startTestServer({ EVIDENTIA_BLOBS: `s3://${Bucket}?endpoint=${ceph.endpoint}` })
    own = await createTestOrganization(server, 'own')
    lena = await inviteAs(server, own, 'compliance-lead', 'Lena Lead')
    mark = await inviteAs(server, own, 'compliance-lead', 'Mark Manager')
  })
  afterAll(async () => {
    delete process.env['AWS_ACCESS_KEY_ID']
    delete process.env['AWS_SECRET_ACCESS_KEY']
    await server?.stop()
    await ceph?.stop()
  })

  async function record(content: string, more: object = {}): Promise<Item> {
    const form = formOf({ ...claimFor(own), ...more }, 'drill.txt', content)
    const reply = await server.request('POST', '/api/v1/evidence', { key: own.keys.contributor, form })
    expect(reply.status, reply.text).toBe(201)
    return reply.json<{ evidence: Item }>().evidence
  }

  async function post(member: typeof lena, { id }: Item, path: string, json: object = {}) {
    return server.request('POST', `/api/v1/evidence/${id}/${path}`, { ...member.as, json })
  }

  function targetOf({ artifact: { sha256 } }: Item): { Bucket: string; Key: string } {
    return { Bucket, Key: `${own.organization}/${sha256.slice(0, 2)}/${sha256}` }
  }

  /** What the store itself says, asked past our own code. */
  async function headOf(item: Item) {
    return ceph.client.send(new HeadObjectCommand(targetOf(item)))
  }

  async function lockOf(item: Item): Promise<string | undefined> {
    return (await headOf(item)).ObjectLockRetainUntilDate?.toISOString()
  }

  async function deleteNewest(item: Item): Promise<number> {
    const { VersionId } = await headOf(item)
    return ceph.client.send(new DeleteObjectCommand({ ...targetOf(item), VersionId })).then(
      () => 204,
      (error: unknown) => (error instanceof S3ServiceException ? (error.$metadata.httpStatusCode ?? 0) : 0),
    )
  }

  it('locks each artifact through the last day of its class', async () => {
    expect(await lockOf(await record('six years'))).toBe('2032-04-01T00:00:00.000Z')
    expect(await lockOf(await record('seven', { retention: 'audit-evidence' }))).toBe('2033-04-01T00:00:00.000Z')
    expect(await lockOf(await record('three', { retention: 'operational' }))).toBe('2029-04-01T00:00:00.000Z')
  })

  it('locks from the later of creation and last effective date', async () => {
    const inForce = { effective: { from: '2026-01-01', to: '2027-12-31' } }
    expect(await lockOf(await record('in force for long', inForce))).toBe('2034-01-01T00:00:00.000Z')
    const late = { effective: { from: '2024-01-01', to: '2024-12-31' }, collectedAt: '2026-02-10T12:00:00Z' }
    expect(await lockOf(await record('collected late', late))).toBe('2032-02-11T00:00:00.000Z')
  })

  it('extends the lock when the same bytes must be kept for longer, and never shortens it', async () => {
    const item = await record('moved on', { retention: 'operational' })
    const longer = { effective: { from: '2026-03-01', to: '2026-06-30' } }
    await record('moved on', longer)
    expect(await lockOf(item)).toBe('2032-07-01T00:00:00.000Z')
    await record('moved on', { ...ofPortal, retention: 'operational' })
    expect(await lockOf(item)).toBe('2032-07-01T00:00:00.000Z')
    expect(await deleteNewest(item)).toBe(403)
  })

  it('holds in the store what is under a legal hold, until the last hold on the bytes is lifted', async () => {
    const item = await record('litigation', longAgo)
    const other = await record('litigation', { ...longAgo, ...ofPortal })
    expect((await headOf(item)).ObjectLockMode).toBeUndefined()
    const [mine, others] = [
      (await post(lena, item, 'holds', { reason: 'Matter 12.' })).json<Item>().holds[0]?.hold,
      (await post(lena, other, 'holds', { reason: 'Matter 13.' })).json<Item>().holds[0]?.hold,
    ]
    expect((await headOf(item)).ObjectLockLegalHoldStatus).toBe('ON')
    expect(await deleteNewest(item)).toBe(403)
    expect((await post(mark, item, `holds/${mine}/lift`, { reason: 'Settled.' })).status).toBe(200)
    expect((await headOf(item)).ObjectLockLegalHoldStatus).toBe('ON')
    expect((await post(mark, other, `holds/${others}/lift`, { reason: 'Settled.' })).status).toBe(200)
    expect((await headOf(item)).ObjectLockLegalHoldStatus).not.toBe('ON')
  })

  it('refuses a disposal while the store keeps the bytes, says until when, and does it afterwards', async () => {
    const item = await record('kept by the store', longAgo)
    expect((await post(lena, item, 'disposal', { reason: 'Six years are over.' })).status).toBe(201)
    const until = new Date(Math.ceil(Date.now() / 1000) * 1000 + 5000)
    const { VersionId } = await headOf(item)
    const Retention = { Mode: 'COMPLIANCE', RetainUntilDate: until } as const
    await ceph.client.send(new PutObjectRetentionCommand({ ...targetOf(item), VersionId, Retention }))
    const refused = await post(mark, item, 'disposal/approval')
    expect(refused.status).toBe(409)
    expect(refused.text).toContain(`locked until ${until.toISOString()}`)
    const content = await server.request('GET', `/api/v1/evidence/${item.id}/artifact`, lena.as)
    expect(content.text).toBe('kept by the store')
    await sleep(until.getTime() - Date.now() + 1500)
    const done = await post(mark, item, 'disposal/approval')
    expect(done.status, done.text).toBe(200)
    const { Key } = targetOf(item)
    const left = await ceph.client.send(new ListObjectVersionsCommand({ Bucket, Prefix: Key }))
    expect([...(left.Versions ?? []), ...(left.DeleteMarkers ?? [])]).toEqual([])
    const facts = await server.request('GET', `/api/v1/evidence/${item.id}`, lena.as)
    expect(facts.json()).toMatchObject({
      disposal: { requestedBy: 'Lena Lead', approved: { by: 'Mark Manager', policy: 'hipaa-documentation' } },
    })
  })

  it('has fsck name a lock that is too short, and extends it on a rebuild', async () => {
    const item = await record('put again by somebody without a lock')
    const bytes = await (await ceph.client.send(new GetObjectCommand(targetOf(item)))).Body?.transformToByteArray()
    await ceph.client.send(new PutObjectCommand({ ...targetOf(item), Body: bytes ?? '' }))
    const inspect = async () =>
      (await checkOrganization(server.installation, own.organization, { published: false, pinned: [] })).problems
    expect(await inspect()).toEqual([
      {
        where: `artifact ${item.artifact.sha256} of evidence ${item.id}`,
        problem:
          'the store does not lock it, and it must be kept until 2032-04-01T00:00:00.000Z; evidentia-server rebuild extends the lock',
      },
    ])
    await applyLocks(server.installation, own.organization)
    expect(await inspect()).toEqual([])
    expect(await lockOf(item)).toBe('2032-04-01T00:00:00.000Z')
  })
})
