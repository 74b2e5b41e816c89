import { randomInt } from 'node:crypto'
import { createTransport } from 'nodemailer'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createServices } from '../context.ts'
import { startDnsAnswerer } from '../testing/dns-answerer.ts'
import { findFreePort, type Ground, prepareGround, withInstallation } from './ground.ts'
import { SeededRandom } from './random.ts'
import { type NodeOptions, ServerNode, sleep } from './server-node.ts'
import { settleForGood } from './settle.ts'

const kills = 5
const callers = 4
const name = 'mail.evidence.example'

let dns: Awaited<ReturnType<typeof startDnsAnswerer>>
let ground: Ground
let mailPort: number

beforeAll(async () => {
  dns = await startDnsAnswerer(new Map())
  mailPort = await findFreePort()
  ground = await prepareGround({
    organizations: 1,
    settings: {
      EVIDENTIA_MAIL_PORT: String(mailPort),
      EVIDENTIA_MAIL_NAME: name,
      EVIDENTIA_MAIL_DNS: dns.address,
      EVIDENTIA_MAIL_UNPROVEN: 'on',
    },
  })
  const organization = ground.trails[0]?.organization ?? ''
  await withInstallation(ground.config, false, async (installation) => {
    const { documents } = createServices(installation)
    const scope = { organization, actor: { type: 'system', id: 'chaos', name: 'Chaos' }, request: null } as const
    const person = { id: 'ada', name: 'Ada', email: 'ada@chaos-1.example' }
    await documents.record(scope, 'person', 'ada', '2026-01-01', person)
    await documents.record(scope, 'mailbox', 'box', '2026-01-01', {
      id: 'box',
      name: 'Box',
      source: 'Backup console',
      senders: ['@backup.example'],
      shows: 'none',
      proves: [{ requirement: 'restore-test/restore-drill' }],
      owner: 'ada',
    })
  })
})
afterAll(async () => {
  dns?.stop()
  await ground?.remove()
})

interface Message {
  readonly raw: Buffer
  /** What the server said it is recorded as; null while it was not acknowledged. */
  evidence: string | null
}

/** A message with a small and a larger file. */
async function compose(id: string): Promise<Buffer> {
  const transport = createTransport({ streamTransport: true, buffer: true, newline: 'windows' })
  const { message } = await transport.sendMail({
    from: 'reports@backup.example',
    to: `box.chaos-1@${name}`,
    messageId: `<${id}@backup.example>`,
    text: id,
    attachments: [
      { filename: `${id}.txt`, content: id },
      { filename: `${id}.bin`, content: Buffer.alloc(200_000, id) },
    ],
  })
  return Buffer.isBuffer(message) ? message : Buffer.from([])
}

/** Sends it. The answer, also where it is a refusal; null where there was none. */
async function send({ raw }: Message): Promise<string | null> {
  const transport = createTransport({ host: '127.0.0.1', port: mailPort, ignoreTLS: true })
  try {
    const envelope = { from: 'reports@backup.example', to: [`box.chaos-1@${name}`] }
    return (await transport.sendMail({ envelope, raw })).response
  } catch (error) {
    return error instanceof Error && 'response' in error ? String(error.response) : null
  } finally {
    transport.close()
  }
}

function countAnswered(messages: readonly Message[]): number {
  return messages.filter(({ evidence }) => evidence !== null).length
}

function evidenceIn(response: string | null): string | null {
  return /^250 .*(ev_[0-9a-f]{20})/.exec(response ?? '')?.[1] ?? null
}

it('loses no message it answered 250 in 5 kills, and records none twice or without its files', async () => {
  const seed = randomInt(2 ** 31)
  const random = new SeededRandom(seed)
  const options: NodeOptions = { settings: ground.settings, port: await findFreePort(), logFile: ground.logFile }
  const messages: Message[] = []
  let node = await ServerNode.start(options)
  for (let kill = 0; kill < kills; kill += 1) {
    const next = ServerNode.prepare(options)
    const over = new AbortController()
    const before = messages.length
    const load = Array.from({ length: callers }, async (_, caller) => {
      for (let at = 0; !over.signal.aborted; at += 1) {
        const message: Message = { raw: await compose(`m-${kill}-${caller}-${at}`), evidence: null }
        messages.push(message)
        message.evidence = evidenceIn(await send(message))
      }
    })
    // After a random number of answers, and a moment more that no answer marks.
    const answers = random.between(1, 8)
    const end = Date.now() + 10_000
    while (countAnswered(messages.slice(before)) < answers && Date.now() < end) await sleep(5)
    await sleep(random.between(0, 300))
    await node.kill()
    over.abort()
    await Promise.all(load)
    node = next
    await node.start()
  }
  try {
    const acknowledged = countAnswered(messages)
    expect(acknowledged, `seed ${seed}`).toBeGreaterThan(kills)
    expect(messages.length, `seed ${seed}`).toBeGreaterThan(acknowledged)
    // Every sender tries again, also those that were answered.
    for (let at = 0; at < messages.length; at += callers)
      await Promise.all(
        messages.slice(at, at + callers).map(async (message) => {
          const { evidence } = message
          const expected = evidence === null ? /^250 Recorded/ : new RegExp(`^250 Recorded before as ${evidence}`)
          expect(await send(message), `seed ${seed}`).toMatch(expected)
        }),
      )
    const reply = await fetch(`${node.address}/api/v1/evidence?limit=1`, {
      headers: { authorization: `Bearer ${ground.trails[0]?.reader}` },
    })
    expect(await reply.json(), `seed ${seed}`).toMatchObject({ total: 3 * messages.length })
  } finally {
    await node.stop()
  }
  expect(await settleForGood(ground), `seed ${seed}`).toEqual([])
}, 240_000)
