import { readFile } from 'node:fs/promises'
import { verifyReceipt } from '@evidentia/ledger/verify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { measure } from '../../testing/snapshot.ts'
import {
  batchOf,
  claimFor,
  createTestOrganization,
  startTestServer,
  type TestOrganization,
  type TestServer,
} from '../../testing/test-server.ts'

const report = new URL('../../../../connectors/src/aws-iam/fixtures/report.csv', import.meta.url)

interface Answer {
  readonly items: readonly {
    readonly evidence: string
    readonly receipt: {
      readonly entry: number
      readonly leaf: string
      readonly proof: string
      readonly verifierKey: string
    }
    readonly duplicate: boolean
  }[]
}

let server: TestServer
let own: TestOrganization
beforeAll(async () => {
  server = await startTestServer()
  own = await createTestOrganization(server, 'own')
})
afterAll(async () => server.stop())

async function pushBatch(form: FormData, headers: Record<string, string> = {}) {
  return server.request('POST', '/api/v1/evidence/batch', { key: own.keys.contributor, form, headers })
}

function textFiles(count: number, name: string) {
  return Array.from({ length: count }, (_, at) => ({
    claim: claimFor(own),
    name: `${name}-${at}.txt`,
    bytes: `${name} ${at}`,
  }))
}

function sealedName(leaf: string): string {
  const { predicate }: { predicate: { fact: { artifact: { name: string } } } } = JSON.parse(
    Buffer.from(leaf, 'base64').toString('utf8'),
  )
  return predicate.fact.artifact.name
}

describe('a batch of evidence', () => {
  it('is recorded with one round to the database and answered with a receipt for each, in its order', async () => {
    const large = { claim: claimFor(own), name: 'large.bin', bytes: Buffer.alloc(100_000, 'not small ') }
    const known = {
      claim: claimFor(own, 'access-removal/account-listing'),
      name: 'report.csv',
      bytes: await readFile(report),
    }
    const files = [...textFiles(98, 'batch'), large, known]
    const before = await measure(server, own.organization)
    const reply = await pushBatch(batchOf(files))
    expect(reply.status, reply.text).toBe(201)
    const { items } = reply.json<Answer>()
    expect(items.map(({ receipt }) => sealedName(receipt.leaf))).toEqual(files.map(({ name }) => name))
    expect(items.map(({ receipt }) => receipt.entry)).toEqual(items.map((_, at) => (before['log_entry'] ?? 0) + at))
    for (const { receipt } of items) {
      const verdict = await verifyReceipt({
        receipt: new TextEncoder().encode(receipt.proof),
        leaf: new Uint8Array(Buffer.from(receipt.leaf, 'base64')),
        vkeys: [receipt.verifierKey],
      })
      expect(verdict).toMatchObject({ ok: true, index: receipt.entry, size: (before['log_entry'] ?? 0) + 100 })
    }
    const after = await measure(server, own.organization)
    expect(after['record']).toBeGreaterThan(0)
    expect(after['staged']).toBe(0)
    // The report, its records, and 99 others.
    expect(after['blobs']).toBe((before['blobs'] ?? 0) + 101)
  })

  it('says which of it was recorded before, and seals each thing once', async () => {
    const files = textFiles(3, 'again')
    await pushBatch(batchOf(files.slice(0, 1)))
    const reply = await pushBatch(batchOf([...files, ...files.slice(2)]))
    expect(reply.status).toBe(201)
    expect(reply.json<Answer>().items.map(({ duplicate }) => duplicate)).toEqual([true, false, false, true])
    const second = await pushBatch(batchOf(files))
    expect(second.status).toBe(200)
    expect(second.json<Answer>().items.map(({ evidence }) => evidence)).toEqual(
      reply
        .json<Answer>()
        .items.slice(0, 3)
        .map(({ evidence }) => evidence),
    )
  })

  it('is refused as a whole for one file or one claim, by name, and leaves nothing', async () => {
    const before = await measure(server, own.organization)
    const good = textFiles(2, 'good')
    const malformed = { claim: claimFor(own), name: 'run.exe', bytes: 'MZ' }
    const nowhere = {
      claim: { ...claimFor(own), proves: [{ requirement: 'restore-test/restore-drill', system: 'nowhere' }] },
      name: 'nowhere.txt',
      bytes: Buffer.alloc(100_000),
    }
    for (const [bad, status, words] of [
      [malformed, 415, 'run.exe is a program'],
      [nowhere, 422, 'There is no system called'],
      [{ ...malformed, claim: { proves: [] } }, 422, 'The claims'],
    ] as const) {
      const reply = await pushBatch(batchOf([...good, bad]))
      expect(reply.status, reply.text).toBe(status)
      expect(reply.text).toContain(words)
    }
    expect(await measure(server, own.organization)).toEqual(before)
  })

  it('is refused when claims and files do not pair off, or are too many', async () => {
    const [one, two] = textFiles(2, 'pair')
    const more = batchOf([one!])
    more.append('file', new Blob(['x']), 'second.txt')
    const fewer = batchOf([one!, two!])
    fewer.delete('file')
    fewer.append('file', new Blob(['x']), 'only.txt')
    const single = new FormData()
    single.append('claim', JSON.stringify(claimFor(own)))
    for (const form of [more, fewer, single, batchOf([]), batchOf(textFiles(101, 'many'))])
      expect((await pushBatch(form)).status).toBe(422)
  })

  it('sent again under its Idempotency-Key, is answered as before', async () => {
    const files = textFiles(2, 'key')
    const first = await pushBatch(batchOf(files), { 'idempotency-key': 'batch-1' })
    const again = await pushBatch(batchOf(files), { 'idempotency-key': 'batch-1' })
    expect([again.status, again.text]).toEqual([first.status, first.text])
    const other = await pushBatch(batchOf(files.toReversed()), { 'idempotency-key': 'batch-1' })
    expect(other.status).toBe(409)
  })
})
