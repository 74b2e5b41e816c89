import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dkimSign } from 'mailauth'
import { createTransport } from 'nodemailer'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { issueToItself } from '../../testing/certificate.ts'
import { startDnsAnswerer } from '../../testing/dns-answerer.ts'
import { measure } from '../../testing/snapshot.ts'
import { speakSmtp } from '../../testing/speak-smtp.ts'
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
/** A server beside it that takes mail without TLS, as on loopback without a certificate, and has no mailbox. */
let plain: TestServer

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'evidentia-mail-'))
  const { certificate, key } = issueToItself('mail.evidence.example')
  await writeFile(join(folder, 'certificate.pem'), certificate)
  await writeFile(join(folder, 'key.pem'), key)
  dns = await startDnsAnswerer(
    new Map<string, { txt: string[] } | 'failure'>([
      ['s1._domainkey.backup.example', { txt: [keyRecord] }],
      ['s1._domainkey.stranger.example', { txt: [keyRecord] }],
      ['backup.example', { txt: ['v=spf1 ip4:127.0.0.1 -all'] }],
      ['_dmarc.backup.example', { txt: ['v=DMARC1; p=reject'] }],
      ['elsewhere.example', { txt: ['v=spf1 ip4:192.0.2.1 -all'] }],
      ['broken.example', 'failure'],
      ['_dmarc.broken.example', 'failure'],
      ['s1._domainkey.broken.example', 'failure'],
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
  plain = await startTestServer({
    EVIDENTIA_MAIL_PORT: '0',
    EVIDENTIA_MAIL_NAME: 'mail.evidence.example',
    EVIDENTIA_MAIL_DNS: dns.address,
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
  await plain?.stop()
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
    port: server.services.doors.mailListener.port ?? 0,
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

/** What an organization holds beside its log, in which refusals are sealed. */
async function hold(): Promise<Record<string, number | undefined>> {
  const { evidence, record, blobs, staged } = await measure(server, own.organization)
  const noted = await server.asOwner(async (client) => {
    await client.query("select set_config('app.organization', $1, false)", [own.organization])
    return client.query<{ count: string }>('select count(*) from mail_message')
  })
  return { evidence, record, blobs, staged, noted: Number(noted.rows[0]?.count) }
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

  it('carries files, each of which is an item, read by its importer, with small pictures left in the message', async () => {
    const before = await hold()
    const report = await readFile(new URL('../../../../connectors/src/aws-iam/fixtures/report.csv', import.meta.url))
    const answered = await send({
      attachments: [
        { filename: '../../etc/report.csv', content: report },
        { filename: 'notes.txt', content: 'shown in line', contentDisposition: 'inline' },
        { filename: 'invite.ics', content: 'BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n\r\n', contentType: 'text/calendar' },
        { filename: 'old.eml', content: 'Subject: within\r\n\r\ntext', contentType: 'message/rfc822' },
        {
          filename: 'logo.png',
          content: Buffer.from('89504e470d0a1a0a', 'hex'),
          cid: 'logo',
          contentDisposition: 'inline',
        },
      ],
    })
    expect(answered).toMatch(/, 5 items\.$/)
    const items = (await listEvidence(5)).items.toReversed()
    expect(items.slice(1).map(({ artifact }) => artifact.name)).toEqual([
      'report.csv',
      'notes.txt',
      'invite.ics',
      'old.eml',
    ])
    expect(items[1]).toMatchObject({
      derived: { importer: expect.any(String) },
      query: expect.stringMatching(/, attachment 1 of 4$/),
    })
    expect(items[0]?.note).toContain(
      '4 attachments, each with the message. 1 small picture of the text, kept in the message only.',
    )
    expect(await download(items[1]?.id ?? '')).toBe(report.toString('utf8'))
    expect(await download(items[3]?.id ?? '')).toBe('BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n\r\n')
    expect((await hold())['evidence']).toBe((before['evidence'] ?? 0) + 5)
  })

  it('is recorded with its files or not at all, and the sender learns why; mended, it may be sent again', async () => {
    const before = await hold()
    const good = { filename: 'good.txt', content: 'good' }
    const messageId = '<mended@backup.example>'
    for (const [bad, words] of [
      [{ filename: 'jobs.json', content: '{"BackupJobs":[{"BackupJobId":"a","State":"SOMEHOW"}]}' }, /^554 .*State/],
      [{ filename: 'run.exe', content: 'MZ' }, /^554 run\.exe is a program/],
      [{ filename: 'empty.csv', content: '' }, /^554 empty\.csv has no content/],
      [
        { filename: 'b\u00fcnde.zip', content: Buffer.from('504b0304', 'hex') },
        /^554 b\?nde\.zip is a damaged archive/,
      ],
    ] as const)
      expect(await send({ attachments: [good, bad], messageId })).toMatch(words)
    expect(await hold()).toEqual(before)
    expect(await send({ attachments: [good], messageId })).toMatch(/^250 Recorded as .* 2 items/)
  })

  it('that is sent again changes nothing, also by another way; another under its Message-ID is another', async () => {
    const raw = await compose({ messageId: '<again@backup.example>', text: 'again' })
    const first = await send({}, raw)
    const before = await hold()
    const routed = Buffer.concat([Buffer.from('Received: from a by b; Tue, 1 Dec 2026 10:00:00 +0000\r\n'), raw])
    for (const again of [raw, routed])
      expect(await send({}, again)).toBe(`250 Recorded before as ${first.slice(16, 39)}.`)
    expect(await hold()).toEqual(before)
    const many = await compose({ messageId: '<many@backup.example>', text: 'many' })
    const answers = await Promise.all([1, 2, 3, 4].map(async () => send({}, many)))
    expect(answers.filter((answer) => answer.startsWith('250 Recorded as'))).toHaveLength(1)
    expect(answers.every((answer) => answer.startsWith('250 '))).toBe(true)
    expect(await send({ messageId: '<again@backup.example>', text: 'another' })).toMatch(/^250 Recorded as/)
    expect((await hold())['evidence']).toBe((before['evidence'] ?? 0) + 2)
  })

  it('that was noted and not recorded, as when the server is killed between, is recorded when it is sent again', async () => {
    const raw = await compose({ messageId: '<killed@backup.example>', text: 'killed' })
    const first = await send({}, raw)
    await server.asOwner(async (client) => {
      await client.query("select set_config('app.organization', $1, false)", [own.organization])
      const forgotten = await client.query('update mail_message set evidence = null where evidence = $1', [
        first.slice(16, 39),
      ])
      expect(forgotten.rowCount).toBe(1)
    })
    const before = await hold()
    expect(await send({}, raw)).toBe(`250 Recorded before as ${first.slice(16, 39)}.`)
    expect(await hold()).toEqual(before)
  })
})

describe('what a mailbox asks for', () => {
  it.each<[string, Sent, RegExp]>([
    ['a signature, and there is none', { signedFor: null }, /^550 .*asks for dkim.*dkim none/],
    [
      'a signature of the sender, not of somebody else',
      { signedFor: 'stranger.example' },
      /^550 .*dkim pass for stranger/,
    ],
    [
      'a signature, which a header cannot claim',
      {
        signedFor: null,
        headers: { 'Authentication-Results': 'mail.evidence.example; dkim=pass header.d=backup.example; spf=pass' },
      },
      /^550 /,
    ],
    [
      'SPF, and the client is not of its domain',
      { to: 'spf.acme@mail.evidence.example', from: 'a@elsewhere.example' },
      /^550 .*spf fail for elsewhere/,
    ],
    [
      'SPF, and only the signature holds',
      {
        to: 'spf.acme@mail.evidence.example',
        returnPath: 'x@bounces.example',
      },
      /^550 /,
    ],
  ])('%s', async (_, sent, answer) => {
    const before = await hold()
    expect(await send(sent)).toMatch(answer)
    expect(await hold()).toEqual(before)
  })

  it('is shown by SPF alone where SPF is asked for, and by either where either is', async () => {
    const unsigned = { signedFor: null, text: 'by its address' }
    expect(await send({ ...unsigned, to: 'spf.acme@mail.evidence.example' })).toMatch(/^250 Recorded/)
    expect(await send({ ...unsigned, to: 'dkim-or-spf.acme@mail.evidence.example' })).toMatch(/^250 /)
    const bounced = { to: 'dkim-or-spf.acme@mail.evidence.example', returnPath: 'x@bounces.example', text: 'signed' }
    expect(await send(bounced)).toMatch(/^250 Recorded/)
    expect((await listEvidence(1)).items[0]?.note).toContain('SPF: none for bounces.example, not aligned with From.')
  })

  it('may be nothing, and what is known is still told', async () => {
    const to = 'none.acme@mail.evidence.example'
    expect(await send({ to, from: 'a@elsewhere.example', signedFor: null })).toMatch(/^250 Recorded/)
    const [item] = (await listEvidence(1)).items
    expect(item?.note).toContain('DKIM: no signature. SPF: fail for elsewhere.example')
    expect(item?.note).toContain('The mailbox asks for no proof of the sender.')
  })

  it('is asked for again while DNS does not answer', async () => {
    const before = await hold()
    for (const to of ['dkim', 'spf', 'dkim-or-spf'])
      expect(
        await send({ to: `${to}.acme@mail.evidence.example`, from: 'a@broken.example', signedFor: 'broken.example' }),
      ).toMatch(/^451 DNS did not say/)
    expect(await hold()).toEqual(before)
  }, 60_000)

  it('covers all of the message: a changed body, an added file, a second From or a signature of a part do not pass', async () => {
    const before = await hold()
    const raw = (await compose({ text: 'one hour' })).toString('latin1')
    const forged: [string, RegExp][] = [
      [raw.replace('one hour', 'two hours'), /^550 .*dkim fail/],
      [`${raw}appended\r\n`, /^550 /],
      [raw.replace(/^Subject: .*$/m, 'Subject: another'), /^550 /],
      [`From: a@elsewhere.example\r\n${raw}`, /^554 .*more than one header field from/],
      [`Content-Type: text/html\r\n${raw}`, /^554 .*more than one header field content-type/],
    ]
    for (const [text, answer] of forged) expect(await send({}, Buffer.from(text, 'latin1'))).toMatch(answer)
    for (const more of [{ maxBodyLength: 4 }, { headerList: ['from', 'subject'] }]) {
      const unsigned = await compose({ signedFor: null, text: 'one hour' })
      const key = { signingDomain: 'backup.example', selector: 's1', privateKey: pem, ...more }
      const { signatures } = await dkimSign(unsigned, { ...key, signatureData: [key] })
      expect(await send({}, Buffer.concat([Buffer.from(signatures), unsigned]))).toMatch(
        /^550 .*dkim pass in part for backup/,
      )
    }
    expect(await hold()).toEqual(before)
  })
})

describe('a sender or an address that is not meant', () => {
  it('gets one answer, whatever it is, and learns neither organizations nor mailboxes', async () => {
    const before = await hold()
    for (const [to, returnPath] of [
      ['nobody.acme@mail.evidence.example', undefined],
      ['dkim.nobody@mail.evidence.example', undefined],
      ['dkim.acme@elsewhere.example', undefined],
      ['dkim.acme.more@mail.evidence.example', undefined],
      ['dkim@mail.evidence.example', undefined],
      ['dkim.rival@mail.evidence.example', undefined],
      ['dkim.acme@mail.evidence.example', 'reports@backup.example.evil.example'],
      ['dkim.acme@mail.evidence.example', 'someone@backup.example'],
    ] as const) {
      const from = returnPath ?? 'reports@backup.example'
      expect(await send({ to, ...(returnPath === undefined ? {} : { returnPath }) })).toBe(
        `550 There is no mailbox ${to} here that takes mail from ${from}.`,
      )
    }
    expect(await hold()).toEqual(before)
  })

  it('is refused though MAIL FROM is allowed, when From is another or more than one', async () => {
    expect(await send({ from: 'boss@backup.example', returnPath: 'reports@backup.example' })).toMatch(
      /^550 The mailbox takes no mail in which From is boss@backup\.example\./,
    )
    expect(
      await send({ from: 'reports@backup.example, a@stranger.example', returnPath: 'reports@backup.example' }),
    ).toMatch(/^550 The mailbox takes no mail in which From is/)
    expect(await send({ from: 'x@bounces.example' })).toMatch(/^550 /)
  })

  it('is counted among the refusals of the organization, once a minute for each mailbox and reason', async () => {
    const entries = await server.request('GET', '/api/v1/log/entries?limit=500', { key: own.keys.auditor })
    const { items } = entries.json<{ items: { kind: string; actor: { id: string; address?: string } }[] }>()
    const refused = items.filter(({ kind }) => kind === 'access-refused').map(({ actor }) => actor.id)
    expect(new Set(refused)).toEqual(new Set(['mail:dkim', 'mail:spf']))
    expect(refused.length).toBeLessThanOrEqual(8)
  })

  it('is let go after ten refusals in one session', async () => {
    const answers = await speakSmtp(plain.services.doors.mailListener.port, [
      'EHLO scanner\r\n',
      'MAIL FROM:<reports@backup.example>\r\n',
      ...Array.from({ length: 30 }, (_, at) => `RCPT TO:<box-${at}.acme@mail.evidence.example>\r\n`),
    ])
    expect(answers.filter((answer) => answer.startsWith('550'))).toHaveLength(9)
    expect(answers.at(-1)).toMatch(/^421 There is no mailbox box-9/)
  })
})
