import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTransport } from 'nodemailer'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { issueToItself } from '../../testing/certificate.ts'
import { startDnsAnswerer } from '../../testing/dns-answerer.ts'
import { measure } from '../../testing/snapshot.ts'
import {
  createTestOrganization,
  startTestServer,
  type TestOrganization,
  type TestServer,
} from '../../testing/test-server.ts'

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const keyRecord = `v=DKIM1; k=rsa; p=${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()

let folder: string
let dns: Awaited<ReturnType<typeof startDnsAnswerer>>
let server: TestServer
let own: TestOrganization
let other: TestOrganization

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'evidentia-mail-'))
  const { certificate, key } = issueToItself('mail.evidence.example')
  await writeFile(join(folder, 'certificate.pem'), certificate)
  await writeFile(join(folder, 'key.pem'), key)
  dns = await startDnsAnswerer(
    new Map([
      ['s1._domainkey.backup.example', { txt: [keyRecord] }],
      ['s1._domainkey.stranger.example', { txt: [keyRecord] }],
      ['backup.example', { txt: ['v=spf1 ip4:127.0.0.1 -all'] }],
      ['_dmarc.backup.example', { txt: ['v=DMARC1; p=reject'] }],
      ['elsewhere.example', { txt: ['v=spf1 ip4:192.0.2.1 -all'] }],
      ['broken.example', 'failure' as const],
      ['_dmarc.broken.example', 'failure' as const],
      ['s1._domainkey.broken.example', 'failure' as const],
    ]),
  )
  server = await startTestServer({
    EVIDENTIA_MAIL_PORT: '0',
    EVIDENTIA_MAIL_NAME: 'mail.evidence.example',
    EVIDENTIA_MAIL_CERTIFICATE: join(folder, 'certificate.pem'),
    EVIDENTIA_MAIL_KEY: join(folder, 'key.pem'),
    EVIDENTIA_MAIL_DNS: dns.address,
    EVIDENTIA_MAIL_LIMIT_MIB: '1',
    EVIDENTIA_MAIL_UNPROVEN: 'on',
  })
  own = await createTestOrganization(server, 'acme')
  other = await createTestOrganization(server, 'rival')
  const senders = ['reports@backup.example', '@elsewhere.example', '@broken.example', 'a@stranger.example']
  for (const shows of ['dkim', 'spf', 'dkim-or-spf', 'none'])
    await makeMailbox(own, { id: shows, shows, senders, returnPaths: ['@bounces.example'] })
  await makeMailbox(other, { id: 'dkim', senders: ['someone@rival.example'] })
}, 120_000)
afterAll(async () => {
  await server?.stop()
  dns?.stop()
  await rm(folder, { recursive: true, force: true })
})

async function makeMailbox({ slug, keys }: TestOrganization, more: Record<string, unknown> & { id: string }) {
  const put = await server.request('PUT', `/api/v1/documents/mailbox/${more.id}`, {
    key: keys['compliance-lead'],
    json: {
      effective: '2026-01-01',
      body: {
        name: `Mailbox ${more.id}`,
        source: 'Backup console',
        proves: [{ requirement: 'restore-test/restore-drill', system: `database-${slug}` }],
        owner: `person-${slug}`,
        ...more,
      },
    },
  })
  expect(put.status, put.text).toBe(200)
}

interface Sent {
  readonly from?: string
  readonly returnPath?: string
  readonly to?: string
  readonly signedFor?: string | null
  readonly attachments?: readonly { filename?: string; content: string | Buffer; [more: string]: unknown }[]
  readonly text?: string
  readonly headers?: Record<string, string>
  readonly date?: Date
  readonly messageId?: string
}

/** The message as nodemailer writes it, signed unless `signedFor` is null. */
async function compose(sent: Sent): Promise<Buffer> {
  const { from = 'reports@backup.example', signedFor = 'backup.example', text = 'Restored in two hours.' } = sent
  const transport = createTransport({ streamTransport: true, buffer: true, newline: 'windows' })
  const { message } = await transport.sendMail({
    from,
    to: sent.to ?? 'dkim.acme@mail.evidence.example',
    subject: 'Restore drill',
    text,
    ...(sent.attachments === undefined ? {} : { attachments: [...sent.attachments] }),
    ...(sent.headers === undefined ? {} : { headers: sent.headers }),
    ...(sent.date === undefined ? {} : { date: sent.date }),
    ...(sent.messageId === undefined ? {} : { messageId: sent.messageId }),
    ...(signedFor === null ? {} : { dkim: { domainName: signedFor, keySelector: 's1', privateKey: pem } }),
  })
  return Buffer.isBuffer(message) ? message : Buffer.from([])
}

/** Sends by STARTTLS and gives the server's answer, accepted or not. */
async function send(sent: Sent = {}, raw?: Buffer): Promise<string> {
  const transport = createTransport({
    host: '127.0.0.1',
    port: server.services.mailListener.port ?? 0,
    requireTLS: true,
    tls: { rejectUnauthorized: false },
  })
  try {
    const { response } = await transport.sendMail({
      envelope: {
        from: sent.returnPath ?? sent.from ?? 'reports@backup.example',
        to: [sent.to ?? 'dkim.acme@mail.evidence.example'],
      },
      raw: raw ?? (await compose(sent)),
    })
    return response
  } catch (error) {
    return error instanceof Error && 'response' in error ? String(error.response) : String(error)
  } finally {
    transport.close()
  }
}

interface Item {
  readonly id: string
  readonly artifact: { readonly name: string; readonly size: number }
  readonly note: string
  readonly query: string
  readonly actor: { readonly id: string; readonly name: string; readonly address: string }
  readonly collector: unknown
  readonly proves: unknown
  readonly source: string
  readonly sourceTime: string
  readonly derived: unknown
}

async function listEvidence(limit = 20): Promise<{ items: Item[]; total: number }> {
  const reply = await server.request('GET', `/api/v1/evidence?limit=${limit}`, { key: own.keys.auditor })
  return reply.json<{ items: Item[]; total: number }>()
}

async function download(id: string): Promise<string> {
  return (await server.request('GET', `/api/v1/evidence/${id}/artifact`, { key: own.keys.auditor })).text
}

/** Whatever `work` does leaves nothing. */
async function leavesNothing(work: () => Promise<void>): Promise<void> {
  const before = await measure(server, own.organization)
  await work()
  const { log_entry, blobs, staged, evidence, mail_message } = await measure(server, own.organization)
  // A refusal is sealed once a minute; beside it nothing may be there.
  expect({ blobs, staged, evidence, mail_message }).toEqual({
    blobs: before['blobs'],
    staged: before['staged'],
    evidence: before['evidence'],
    mail_message: before['mail_message'],
  })
  expect(log_entry).toBeDefined()
}

describe('a signed message of an allowed sender', () => {
  it('becomes evidence as it came, with what is known of its sender', async () => {
    const raw = await compose({ messageId: '<drill-1@backup.example>' })
    const answered = await send({}, raw)
    expect(answered).toMatch(/^250 Recorded as ev_[0-9a-f]{20}, 1 item\.$/)
    const [item] = (await listEvidence()).items
    expect(item).toMatchObject({
      source: 'Backup console',
      query: 'Message-ID <drill-1@backup.example>',
      collector: { type: 'connector', id: 'mail' },
      actor: { id: 'mail:dkim', name: 'Mailbox dkim: reports@backup.example', address: '127.0.0.1' },
      proves: [{ requirement: 'restore-test/restore-drill', system: 'database-acme' }],
      derived: null,
    })
    expect(item?.artifact.name).toMatch(/^dkim-[0-9a-f]{16}\.eml$/)
    for (const words of [
      'From reports@backup.example. Delivered by 127.0.0.1',
      'DKIM: pass for backup.example (selector s1), aligned with From.',
      'SPF: pass for backup.example, aligned with From.',
      'DMARC: pass.',
      'The mailbox asks for a DKIM signature of the domain in From.',
    ])
      expect(item?.note).toContain(words)
    expect(await download(item?.id ?? '')).toBe(raw.toString('utf8'))
  })
})
