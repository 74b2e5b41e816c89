import { readFile } from 'node:fs/promises'
import { deflateRawSync, gzipSync } from 'node:zlib'
import { verifyReceipt } from '@evidentia/ledger/verify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { measure } from '../../testing/snapshot.ts'
import {
  claimFor,
  createTestOrganization,
  formOf,
  startTestServer,
  type TestOrganization,
  type TestServer,
} from '../../testing/test-server.ts'

const fixtures = new URL('../../../../connectors/src/', import.meta.url)

interface Recorded {
  readonly evidence: {
    readonly id: string
    readonly entry: number
    readonly derived: { readonly counts: Record<string, number> } | null
    readonly artifact: { readonly sha256: string }
  }
  readonly receipt: {
    readonly entry: number
    readonly leaf: string
    readonly proof: string
    readonly verifierKey: string
  }
  readonly duplicate: boolean
}

let server: TestServer
let own: TestOrganization

beforeAll(async () => {
  server = await startTestServer({ EVIDENTIA_UPLOAD_LIMIT_MIB: '2' })
  own = await createTestOrganization(server, 'own')
})
afterAll(async () => server.stop())

async function push(
  name: string,
  bytes: Uint8Array | string,
  claim: unknown = claimFor(own),
  headers: Record<string, string> = {},
) {
  return server.request('POST', '/api/v1/evidence', {
    key: own.keys.contributor,
    form: formOf(claim, name, bytes),
    headers,
  })
}

describe('recording evidence', () => {
  it('answers with a receipt that verifies offline, and derives records from a file it knows', async () => {
    const reply = await push(
      'report.csv',
      await readFile(new URL('aws-iam/fixtures/report.csv', fixtures)),
      claimFor(own, 'access-removal/account-listing'),
    )
    expect(reply.status).toBe(201)
    const { evidence, receipt, duplicate } = reply.json<Recorded>()
    expect(duplicate).toBe(false)
    expect(evidence.derived?.counts['account']).toBeGreaterThan(0)
    const leaf = new Uint8Array(Buffer.from(receipt.leaf, 'base64'))
    const verdict = await verifyReceipt({
      receipt: new TextEncoder().encode(receipt.proof),
      leaf,
      vkeys: [receipt.verifierKey],
    })
    expect(verdict).toMatchObject({ ok: true, index: evidence.entry, origin: `evidentia/${own.organization}` })
    expect(Buffer.from(leaf).toString()).toContain(evidence.artifact.sha256)
    const changed = Uint8Array.from(leaf)
    changed[40] = (changed[40] ?? 0) ^ 1
    expect(
      await verifyReceipt({
        receipt: new TextEncoder().encode(receipt.proof),
        leaf: changed,
        vkeys: [receipt.verifierKey],
      }),
    ).toMatchObject({ ok: false })

    const records = await server.request('GET', `/api/v1/evidence/${evidence.id}/records?limit=2`, {
      key: own.keys.auditor,
    })
    expect(records.json<{ items: unknown[]; total: number }>()).toMatchObject({
      total: evidence.derived?.counts['account'],
    })
  })

  it('gives the bytes back unchanged, as an attachment that no browser renders', async () => {
    const html = '<script>alert(1)</script>'
    const { evidence } = (await push('page.html', html)).json<Recorded>()
    const reply = await server.request('GET', `/api/v1/evidence/${evidence.id}/artifact`, { key: own.keys.auditor })
    expect(reply.text).toBe(html)
    expect(reply.headers.get('content-type')).toBe('application/octet-stream')
    expect(reply.headers.get('content-disposition')).toMatch(/^attachment;/)
    expect(reply.headers.get('x-content-type-options')).toBe('nosniff')
    expect(reply.headers.get('content-security-policy')).toContain('sandbox')
  })

  it('recognises a duplicate, collected again, and answers with the first entry', async () => {
    const first = (await push('again.txt', 'the same bytes')).json<Recorded>()
    const before = await measure(server, own.organization)
    const later = { ...claimFor(own), collectedAt: '2026-11-02T08:00:00Z' }
    const reply = await push('other-name.txt', 'the same bytes', later)
    expect(reply.status).toBe(200)
    const second = reply.json<Recorded>()
    expect(second).toMatchObject({
      duplicate: true,
      evidence: { id: first.evidence.id, entry: first.evidence.entry },
      receipt: { leaf: first.receipt.leaf },
    })
    expect(await measure(server, own.organization)).toEqual(before)
  })

  it('records the same file sent by twenty at once exactly once', async () => {
    const before = await measure(server, own.organization)
    const replies = await Promise.all(Array.from({ length: 20 }, async () => push('race.txt', 'twenty at once')))
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(1)
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(19)
    const after = await measure(server, own.organization)
    expect(after['evidence']).toBe((before['evidence'] ?? 0) + 1)
    expect(after['blobs']).toBe((before['blobs'] ?? 0) + 1)
    expect(after['staged']).toBe(0)
  })

  it('turns the row of the matrix with the very next question', async () => {
    const fresh = await createTestOrganization(server, 'fresh')
    const standing = async () => {
      const reply = await server.request(
        'GET',
        '/api/v1/matrix?asOf=2026-04-20&control=restore-test&system=database-fresh&from=2026-03-01&to=2026-03-31',
        { key: fresh.keys.executive },
      )
      return reply.json<{ items: { status: string; lastEvidence: { name: string } | null }[] }>().items[0]
    }
    expect(await standing()).toMatchObject({ status: 'missing', lastEvidence: null })
    const form = formOf(claimFor(fresh), 'march-drill.pdf', '%PDF-1.4 drill')
    expect((await server.request('POST', '/api/v1/evidence', { key: fresh.keys.contributor, form })).status).toBe(201)
    expect(await standing()).toMatchObject({ status: 'current', lastEvidence: { name: 'march-drill.pdf' } })
  })
})

describe('bad input at the door', () => {
  const cases: {
    readonly what: string
    readonly name: string
    readonly bytes: () => Promise<Uint8Array | string> | Uint8Array | string
    readonly status: number
    readonly says: RegExp
    readonly claim?: () => unknown
  }[] = [
    {
      what: 'a truncated CSV',
      name: 'report.csv',
      bytes: async () => fixture('aws-iam/fixtures/refused-cut-off.csv'),
      status: 422,
      says: /line \d+/,
    },
    {
      what: 'UTF-16',
      name: 'report.csv',
      bytes: async () => fixture('aws-iam/fixtures/refused-utf-16.csv'),
      status: 422,
      says: /UTF-8/,
    },
    {
      what: 'Latin-1',
      name: 'report.csv',
      bytes: async () => fixture('aws-iam/fixtures/refused-latin-1.csv'),
      status: 422,
      says: /UTF-8/,
    },
    {
      what: 'a value outside its domain',
      name: 'report.csv',
      bytes: async () => fixture('aws-iam/fixtures/refused-mfa-maybe.csv'),
      status: 422,
      says: /mfa_active/,
    },
    {
      what: 'a cut-off JSON',
      name: 'scan.json',
      bytes: async () => fixture('trivy/fixtures/refused-cut-off.json'),
      status: 422,
      says: /scan\.json/,
    },
    { what: '0 bytes', name: 'empty.pdf', bytes: () => '', status: 422, says: /0 bytes/ },
    {
      what: 'a file over the limit',
      name: 'large.bin',
      bytes: () => new Uint8Array(2 * 1024 * 1024 + 1),
      status: 413,
      says: /limit of 2 MiB/,
    },
    {
      what: 'a gzip bomb',
      name: 'bomb.gz',
      bytes: () => gzipSync(new Uint8Array(64 * 1024 * 1024)),
      status: 415,
      says: /100 times/,
    },
    {
      what: 'a zip bomb',
      name: 'bomb.zip',
      bytes: () => zipOf('zeros.bin', new Uint8Array(64 * 1024 * 1024)),
      status: 415,
      says: /100 times/,
    },
    {
      what: 'a zip within a zip',
      name: 'nested.zip',
      bytes: () => zipOf('inner.zip', new Uint8Array(10)),
      status: 415,
      says: /another archive/,
    },
    {
      what: 'a damaged zip',
      name: 'broken.zip',
      bytes: () => zipOf('a.txt', new Uint8Array(10)).subarray(0, 40),
      status: 422,
      says: /damaged archive/,
    },
    {
      what: 'a program',
      name: 'tool',
      bytes: () => Buffer.from('7f454c46020101000000', 'hex'),
      status: 415,
      says: /program/,
    },
    { what: 'a script', name: 'collect.txt', bytes: () => '#!/bin/sh\nrm -rf /\n', status: 415, says: /program/ },
    {
      what: 'an unknown field in the claim',
      name: 'a.txt',
      bytes: () => 'a',
      claim: () => ({ ...claimFor(own), owner: 'me' }),
      status: 422,
      says: /owner: there is no such field/,
    },
    {
      what: 'a claim that is no JSON',
      name: 'a.txt',
      bytes: () => 'a',
      claim: () => '{',
      status: 422,
      says: /not valid JSON/,
    },
    {
      what: 'a dangling requirement',
      name: 'a.txt',
      bytes: () => 'a',
      claim: () => claimFor(own, 'no-such/requirement'),
      status: 422,
      says: /no-such\/requirement/,
    },
    {
      what: 'a dangling system',
      name: 'a.txt',
      bytes: () => 'a',
      claim: () => ({ ...claimFor(own), proves: [{ requirement: 'restore-test/restore-drill', system: 'nowhere' }] }),
      status: 422,
      says: /nowhere/,
    },
    {
      what: 'a day that does not exist',
      name: 'a.txt',
      bytes: () => 'a',
      claim: () => ({ ...claimFor(own), effective: { from: '2026-02-30', to: '2026-03-01' } }),
      status: 422,
      says: /effective\.from/,
    },
  ]

  for (const { what, name, bytes, status, says, claim } of cases) {
    it(`refuses ${what} with one sentence and stores nothing`, async () => {
      const before = await measure(server, own.organization)
      const reply = await push(
        name,
        await bytes(),
        claim?.() ?? claimFor(own, name === 'report.csv' ? 'access-removal/account-listing' : undefined),
      )
      expect(reply.text).toMatch(says)
      expect(reply.status).toBe(status)
      expect(reply.headers.get('content-type')).toBe('application/problem+json; charset=utf-8')
      const { detail } = reply.json<{ detail: string }>()
      expect(detail.endsWith('.')).toBe(true)
      expect(detail).not.toContain('\n')
      expect(await measure(server, own.organization)).toEqual(before)
    })
  }

  it('refuses a form without a claim, with the file first, or with two files, and stores nothing', async () => {
    const before = await measure(server, own.organization)
    const fileFirst = new FormData()
    fileFirst.append('file', new Blob(['a']), 'a.txt')
    fileFirst.append('claim', JSON.stringify(claimFor(own)))
    const twoFiles = formOf(claimFor(own), 'a.txt', 'only once')
    twoFiles.append('file', new Blob(['b']), 'b.txt')
    for (const form of [fileFirst, twoFiles, new FormData()]) {
      const reply = await server.request('POST', '/api/v1/evidence', { key: own.keys.contributor, form })
      expect(reply.status).toBe(422)
    }
    expect(await measure(server, own.organization)).toEqual(before)
  })
})

describe('an Idempotency-Key', () => {
  it('does once what is sent twice, refuses another request under the same key, and keeps one caller’s keys from another’s', async () => {
    const json = { name: 'pipeline', role: 'contributor', expires: null }
    const issue = async (key: string, body: unknown, idempotency: string) =>
      server.request('POST', '/api/v1/api-keys', { key, json: body, headers: { 'idempotency-key': idempotency } })
    const first = await issue(own.keys.administrator, json, 'k-1')
    const second = await issue(own.keys.administrator, json, 'k-1')
    expect(first.status).toBe(201)
    expect(second.text).toBe(first.text)
    expect((await issue(own.keys.administrator, { ...json, name: 'other' }, 'k-1')).status).toBe(409)
    const other = await createTestOrganization(server, 'other')
    expect((await issue(other.keys.administrator, json, 'k-1')).text).not.toBe(first.text)
  })

  it('answers a repeated upload with the first answer, status and all', async () => {
    const headers = { 'idempotency-key': 'upload-1' }
    const first = await push('once.txt', 'once', claimFor(own), headers)
    const second = await push('once.txt', 'once', claimFor(own), headers)
    expect([first.status, second.status]).toEqual([201, 201])
    expect(second.json()).toEqual(first.json())
    expect((await push('once.txt', 'other bytes', claimFor(own), headers)).status).toBe(409)
  })

  it('can be used again after a refusal, which changed nothing', async () => {
    const headers = { 'idempotency-key': 'upload-2' }
    expect((await push('a.txt', '', claimFor(own), headers)).status).toBe(422)
    expect((await push('a.txt', 'mended', claimFor(own), headers)).status).toBe(201)
  })
})

async function fixture(path: string): Promise<Uint8Array> {
  return readFile(new URL(path, fixtures))
}

/** A zip of one deflated file, by hand. */
function zipOf(name: string, content: Uint8Array): Buffer {
  const packed = deflateRawSync(content)
  const local = Buffer.alloc(30)
  local.writeUInt32LE(0x04034b50, 0)
  local.writeUInt16LE(8, 8)
  local.writeUInt32LE(packed.length, 18)
  local.writeUInt32LE(content.length, 22)
  local.writeUInt16LE(name.length, 26)
  const central = Buffer.alloc(46)
  central.writeUInt32LE(0x02014b50, 0)
  central.writeUInt16LE(8, 10)
  central.writeUInt32LE(packed.length, 20)
  central.writeUInt32LE(content.length, 24)
  central.writeUInt16LE(name.length, 28)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(1, 8)
  end.writeUInt16LE(1, 10)
  end.writeUInt32LE(central.length + name.length, 12)
  end.writeUInt32LE(local.length + name.length + packed.length, 16)
  return Buffer.concat([local, Buffer.from(name), packed, central, Buffer.from(name), end])
}
