import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { createTransport } from 'nodemailer'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Inbox } from './inbox.ts'
import { issueToItself } from '../../testing/certificate.ts'
import { startDnsAnswerer } from '../../testing/dns-answerer.ts'
import { speakSmtp } from '../../testing/speak-smtp.ts'
import {
  createTestOrganization,
  startTestServer,
  type TestOrganization,
  type TestServer,
} from '../../testing/test-server.ts'

// The conversation itself. The mailbox asks for no proof, so that all else decides.
const to = 'box.acme@mail.evidence.example'
const from = 'reports@backup.example'
let folder: string
let dns: Awaited<ReturnType<typeof startDnsAnswerer>>
let server: TestServer
let own: TestOrganization
let settings: Record<string, string>

beforeAll(async () => {
  dns = await startDnsAnswerer(new Map())
  folder = await mkdtemp(join(tmpdir(), 'evidentia-listener-'))
  const { certificate, key } = issueToItself('mail.evidence.example')
  await writeFile(join(folder, 'certificate.pem'), certificate)
  await writeFile(join(folder, 'key.pem'), key)
  settings = {
    EVIDENTIA_MAIL_PORT: '0',
    EVIDENTIA_MAIL_NAME: 'mail.evidence.example',
    EVIDENTIA_MAIL_DNS: dns.address,
    EVIDENTIA_MAIL_UNPROVEN: 'on',
    EVIDENTIA_MAIL_LIMIT_MIB: '1',
    EVIDENTIA_MAIL_IDLE_SECONDS: '2',
  }
  server = await startTestServer(settings)
  own = await createTestOrganization(server, 'acme')
  for (const id of ['box', 'second']) {
    const put = await server.request('PUT', `/api/v1/documents/mailbox/${id}`, {
      key: own.keys['compliance-lead'],
      json: {
        effective: '2026-01-01',
        body: {
          id,
          name: 'Box',
          source: 'Backup console',
          senders: ['@backup.example'],
          shows: 'none',
          proves: [{ requirement: 'restore-test/restore-drill', system: 'database-acme' }],
          owner: 'person-acme',
        },
      },
    })
    expect(put.status, put.text).toBe(200)
  }
}, 120_000)
afterAll(async () => {
  await server?.stop()
  dns?.stop()
  await rm(folder, { recursive: true, force: true })
})

const ask = ['EHLO client.example\r\n', `MAIL FROM:<${from}>\r\n`, `RCPT TO:<${to}>\r\n`, 'DATA\r\n']

function write(text: string, more = ''): string {
  return [
    `From: ${from}`,
    `Date: ${new Date().toUTCString()}`,
    `Message-ID: <${text.replaceAll(/\W/g, '')}@backup.example>`,
    ...(more === '' ? [] : [more]),
    '',
    text,
    '',
  ].join('\r\n')
}

/** Sends one message and gives the answer to it. */
async function deliver(message: string | Buffer, port = server.services.doors.mailListener.port): Promise<string> {
  const stuffed = (Buffer.isBuffer(message) ? message.toString('latin1') : message).replaceAll(/(^|\r\n)\./g, '$1..')
  const answers = await speakSmtp(port, [...ask, Buffer.from(`${stuffed}\r\n.\r\n`, 'latin1')])
  return answers.at(-1) ?? ''
}

async function total(): Promise<number> {
  const reply = await server.request('GET', '/api/v1/evidence?limit=1', { key: own.keys.auditor })
  return reply.json({ total: 0 }).total
}

it('holds so many bytes of messages and no more, and lets them go', async () => {
  const inbox = new Inbox(10, 15)
  const first = Promise.withResolvers<void>()
  const work = async (bytes: Buffer) => first.promise.then(() => bytes.toString())
  const going = inbox.hold(Readable.from([Buffer.from('12345'), Buffer.from('67890')]), work)
  await sleep(10)
  await expect(inbox.hold(Readable.from([Buffer.from('123456')]), work)).rejects.toMatchObject({ responseCode: 451 })
  first.resolve()
  expect(await going).toBe('1234567890')
  expect(await inbox.hold(Readable.from([Buffer.from('123456')]), work)).toBe('123456')
  await expect(inbox.hold(Readable.from([Buffer.from('12345678901')]), work)).rejects.toMatchObject({
    responseCode: 552,
  })
})

describe('the conversation', () => {
  it('takes in what is well-formed, and nothing before it is complete', async () => {
    const before = await total()
    expect(await deliver(write('one'))).toMatch(/^250 Recorded as/)
    const socket = connect(server.services.doors.mailListener.port ?? 0, '127.0.0.1')
    for (const line of ask) {
      await once(socket, 'data')
      socket.write(line)
    }
    await once(socket, 'data')
    socket.write(write('cut off in the middle'))
    await sleep(100)
    socket.destroy()
    await sleep(200)
    expect(await total()).toBe(before + 1)
    expect(await server.installation.blobs.countStaged()).toBe(0)
  })

  it.each([
    ['LF alone around the dot', '\n.\n', 'LF without CR'],
    ['CR LF before and LF after the dot', '\r\n.\n', 'LF without CR'],
    ['LF before and CR LF after the dot', '\n.\r\n', 'LF without CR'],
    ['CR alone around the dot', '\r.\r', 'CR without LF'],
  ])('does not let a message be smuggled behind another by %s', async (_, end, words) => {
    const before = await total()
    const smuggled = `${end}MAIL FROM:<${from}>\r\nRCPT TO:<${to}>\r\nDATA\r\n${write('smuggled')}`
    const answers = await speakSmtp(server.services.doors.mailListener.port, [
      ...ask,
      `${write('outer')}${smuggled}\r\n.\r\n`,
    ])
    expect(answers).toHaveLength(6)
    expect(answers.at(-1)).toMatch(new RegExp(`^554 .*${words}`))
    expect(await total()).toBe(before)
  })

  it.each([
    ['a NUL', write('nul \0'), /^554 .*NUL/],
    ['no Date', write('undated').replace(/^Date:.*\r\n/m, ''), /^554 .*no header field Date/],
    [
      'a Date without its offset',
      write('here').replace(/^Date:.*/m, 'Date: 1 Dec 2026 10:00:00'),
      /^554 .*a Date that is none/,
    ],
    [
      'a Date of last month',
      write('old').replace(/^Date:.*/m, `Date: ${new Date(Date.now() - 8 * 86_400_000).toUTCString()}`),
      /^554 .*not about now/,
    ],
    ['no From', write('nobody').replace(/^From:.*\r\n/, ''), /^554 .*no header field From/],
    ['a line in its header that is none', write('odd', 'no colon here'), /^554 .*header line without a name/],
    ['a header without end', write('long', `X-Long: ${'x'.repeat(300 * 1024)}`), /^554 .*header of more than 256 KiB/],
    [
      'many signatures',
      write('signed', Array.from({ length: 11 }, () => 'DKIM-Signature: v=1').join('\r\n')),
      /^554 .*more than 10 DKIM/,
    ],
    ['too many bytes', write('x'.repeat(1024 * 1024)), /^552 The message has/],
  ])('refuses a message with %s', async (_, message, answer) => {
    const before = await total()
    expect(await deliver(message)).toMatch(answer)
    expect(await total()).toBe(before)
  })

  it('refuses a size that is announced, nobody as a sender, and to pass anything on', async () => {
    const { port } = server.services.doors.mailListener
    const [, , size] = await speakSmtp(port, ['EHLO a\r\n', `MAIL FROM:<${from}> SIZE=9999999\r\n`])
    expect(size).toMatch(/^552 /)
    const nobody = await speakSmtp(port, ['EHLO a\r\n', 'MAIL FROM:<>\r\n', `RCPT TO:<${to}>\r\n`])
    expect(nobody.at(-1)).toMatch(/^550 .*takes mail from nobody/)
    for (const elsewhere of [
      'someone@elsewhere.example',
      'box.acme%elsewhere.example@mail.evidence.example',
      '@mail.evidence.example:a@b.example',
    ])
      expect((await speakSmtp(port, [...ask.slice(0, 2), `RCPT TO:<${elsewhere}>\r\n`])).at(-1)).toMatch(/^5\d\d /)
    expect(
      (await speakSmtp(port, ['EHLO a\r\n', 'VRFY box.acme\r\n', 'AUTH PLAIN AGEAYg==\r\n'])).slice(2).join(),
    ).toMatch(/^50\d .*50\d /)
  })

  it('takes one mailbox at a time, and has the sender send to the others again', async () => {
    const answers = await speakSmtp(server.services.doors.mailListener.port, [
      ...ask.slice(0, 3),
      'RCPT TO:<second.acme@mail.evidence.example>\r\n',
      `RCPT TO:<${to}>\r\n`,
      'DATA\r\n',
      `${write('for two')}\r\n.\r\n`,
    ])
    expect(answers.map((line) => line.slice(0, 3))).toEqual(['220', '250', '250', '250', '452', '250', '354', '250'])
  })

  it('ends with whoever says nothing, and gives one address half of the connections only', async () => {
    const { port } = server.services.doors.mailListener
    expect((await speakSmtp(port, ['EHLO a\r\n', ''])).at(-1)).toMatch(/^421 Timeout/)
    const sockets = Array.from({ length: 10 }, () => connect(port ?? 0, '127.0.0.1'))
    await Promise.all(sockets.map(async (socket) => once(socket, 'data')))
    expect(await speakSmtp(port, [])).toEqual(['421 Too many connections from your address; try again later.'])
    for (const socket of sockets) socket.destroy()
    await sleep(100)
    expect(await deliver(write('afterwards'))).toMatch(/^250 /)
  }, 20_000)

  it('asks for TLS first on any address but loopback', async () => {
    const open = await startTestServer({
      ...settings,
      EVIDENTIA_MAIL_HOST: '0.0.0.0',
      EVIDENTIA_MAIL_CERTIFICATE: join(folder, 'certificate.pem'),
      EVIDENTIA_MAIL_KEY: join(folder, 'key.pem'),
    })
    try {
      const { port } = open.services.doors.mailListener
      expect((await speakSmtp(port, ask.slice(0, 2))).at(-1)).toBe('530 Issue STARTTLS first.')
      const transport = createTransport({ host: '127.0.0.1', port: port ?? 0, tls: { rejectUnauthorized: false } })
      await expect(transport.sendMail({ from, to, text: 'by TLS' })).rejects.toThrow(/550 There is no mailbox/)
    } finally {
      await open.stop()
    }
  }, 60_000)
})

/** What breaks readers of mail: cut and doubled parts, and the words that mean something to one. */
const words = [
  '\0',
  '\n',
  '\r',
  '\r\n\r\n',
  '\r\n--b',
  '\r\n--b--\r\n',
  '=?utf-8?b?////?=',
  'Content-Type: multipart/mixed; boundary=b\r\n',
  'Content-Transfer-Encoding: base64\r\n',
  'Content-Type: message/rfc822\r\n\r\n',
  'charset=utf-7',
  '(((((((((((',
  '"',
  '\\',
  '<'.repeat(500),
  'DKIM-Signature: v=1; a=rsa-sha256; d=a.example; s=s; bh=; b=; h=from\r\n',
  "filename*0*=utf-8''%00%ff",
  '\u00e9\u00ff',
]

function seedOf(): string {
  const file = Buffer.from('restored in two hours').toString('base64')
  return write(
    '--b\r\nContent-Type: text/plain\r\n\r\nhello\r\n--b\r\nContent-Type: application/octet-stream; name="a.txt"\r\nContent-Disposition: attachment; filename="a.txt"\r\nContent-Transfer-Encoding: base64\r\n\r\n' +
      file +
      '\r\n--b--',
    'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\nDKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=backup.example; s=s1; h=from:date; bh=AAAA; b=AAAA',
  )
}

const edits = fc.array(
  fc.record({
    at: fc.nat(),
    length: fc.nat(60),
    word: fc.constantFrom(...words),
    kind: fc.constantFrom('put', 'cut', 'double', 'change'),
  }),
  { minLength: 1, maxLength: 6 },
)

function mutate(seed: string, changes: { at: number; length: number; word: string; kind: string }[]): Buffer {
  let text = seed
  for (const { at, length, word, kind } of changes) {
    const place = at % (text.length + 1)
    const part = text.slice(place, place + length)
    const put =
      kind === 'put'
        ? word + part
        : kind === 'double'
          ? part + part
          : kind === 'change'
            ? String.fromCharCode(at % 256) + part.slice(1)
            : ''
    text = text.slice(0, place) + put + text.slice(place + length)
  }
  return Buffer.from(text, 'latin1')
}

it('answers 200 messages made to break it, each in seconds, and still takes in mail', async () => {
  const before = await total()
  const messages = fc.sample(edits, { numRuns: 200, seed: 20_261_201 }).map((changes) => mutate(seedOf(), changes))
  const answers: string[] = []
  for (let at = 0; at < messages.length; at += 8)
    answers.push(...(await Promise.all(messages.slice(at, at + 8).map(async (message) => deliver(message)))))
  expect(answers.filter((answer) => !/^(250|55[024]) /.test(answer))).toEqual([])
  const codes = new Set(answers.map((answer) => answer.slice(0, 3)))
  expect(codes.has('250') && codes.has('554')).toBe(true)
  expect(await server.installation.blobs.countStaged()).toBe(0)
  expect(await total()).toBeGreaterThan(before)
  expect(await deliver(write('after all of them'))).toMatch(/^250 Recorded as/)
}, 120_000)

it('that stops finishes the message under way, answers 421 to the others, and is gone', async () => {
  const {
    doors: { mailListener },
  } = server.services
  const { port } = mailListener
  const before = await total()
  const [busy, slow, idle] = [1, 2, 3].map(() => connect(port ?? 0, '127.0.0.1'))
  const said = new Map<unknown, string>()
  for (const socket of [busy, slow, idle]) {
    said.set(socket, '')
    socket?.on('data', (chunk) => said.set(socket, `${said.get(socket)}${chunk.toString('latin1')}`))
    await once(socket!, 'data')
  }
  for (const socket of [busy!, slow!]) {
    for (const line of ask) {
      socket.write(line)
      await once(socket, 'data')
    }
    socket.write(write(socket === busy ? 'under way' : 'never finished'))
  }
  await sleep(100)
  const stopped = mailListener.stop()
  await once(idle!, 'close')
  busy?.write('\r\n.\r\n')
  await stopped
  expect(said.get(idle)).toMatch(/421 The server is stopping/)
  expect(said.get(busy)).toMatch(/250 Recorded as/)
  expect(said.get(slow)).toMatch(/421 /)
  await expect(speakSmtp(port, [])).rejects.toThrow(/ECONNREFUSED/)
  expect(await total()).toBe(before + 1)
  expect(await server.installation.blobs.countStaged()).toBe(0)
  await mailListener.start()
  expect(await deliver(write('started again'), mailListener.port)).toMatch(/^250 /)
}, 60_000)

it('is told to come again while nothing can be recorded, and leaves nothing', async () => {
  const before = await total()
  server.services.transactions.refuseWrites(own.organization, 'The log takes no writes.')
  expect(await deliver(write('not now'))).toMatch(/^451 The log takes no writes/)
  expect(await total()).toBe(before)
  expect(await server.installation.blobs.countStaged()).toBe(0)
})
