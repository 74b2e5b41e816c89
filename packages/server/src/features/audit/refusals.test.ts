import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  claimFor,
  createTestOrganization,
  formOf,
  signIn,
  startTestServer,
  type TestOrganization,
  type TestServer,
} from '../../testing/test-server.ts'
import { type Refusal, Refusals } from './refusals.ts'

let server: TestServer
let own: TestOrganization
let evidence = ''
beforeAll(async () => {
  server = await startTestServer()
  own = await createTestOrganization(server, 'refused')
  const recorded = await server.request('POST', '/api/v1/evidence', {
    key: own.keys.contributor,
    form: formOf(claimFor(own), 'drill.txt', 'restored in 41 minutes'),
  })
  evidence = recorded.json<{ evidence: { id: string } }>().evidence.id
})
afterAll(async () => server.stop())

interface Fact {
  readonly kind: string
  readonly actor: { readonly id: string; readonly name: string; readonly address?: string }
  readonly request: string | null
  readonly fact: Record<string, unknown>
}

async function facts(kind = 'access-refused'): Promise<Fact[]> {
  return server.services.transactions.read(own, async ({ db }) => {
    const rows = await db
      .selectFrom('log_entry')
      .select('body')
      .where('organization', '=', own.organization)
      .orderBy('index')
      .execute()
    return rows
      .map(({ body }) => {
        const { predicateType, predicate } = JSON.parse(body.toString('utf8'))
        return { kind: String(predicateType).split(':')[3] ?? '', ...predicate }
      })
      .filter((one: Fact) => one.kind === kind)
  })
}

/** Refusals on a clock of the test's own. */
function withClock() {
  let now = Date.now() + 3_600_000
  const asked: string[] = []
  const refusals = new Refusals({
    transactions: server.services.transactions,
    askLater: (organization) => void asked.push(organization),
    now: () => new Date(now),
  })
  return { refusals, asked, pass: (ms: number) => void (now += ms) }
}

function refusalOf(id: string, operation = 'readArtifact'): Refusal {
  const actor = { type: 'api-key' as const, id, name: id, address: '192.0.2.1' }
  return { organization: own.organization, actor, request: null, operation, reason: 'not-permitted' }
}

describe('a refused request', () => {
  it('to read evidence, or to write, is an entry with who, from where and in which request; equal ones are counted', async () => {
    const before = (await facts()).length
    const path = `/api/v1/evidence/${evidence}/artifact`
    const first = await server.request('GET', path, { key: own.keys.contributor })
    expect(first.status).toBe(403)
    for (let n = 0; n < 20; n += 1)
      expect((await server.request('GET', path, { key: own.keys.contributor })).status).toBe(403)
    expect((await server.request('DELETE', '/api/v1/organization', { key: own.keys.contributor })).status).toBe(403)
    const found = (await facts()).slice(before)
    expect(found.map(({ fact }) => [fact['operation'], fact['count']])).toEqual([
      ['readArtifact', 1],
      ['removeSample', 1],
    ])
    expect(found[0]).toMatchObject({
      actor: { type: 'api-key', name: 'contributor', address: '127.0.0.1' },
      request: first.headers.get('x-request-id'),
      fact: { reason: 'not-permitted' },
    })
  })

  it('by a key that was revoked, has expired, or comes with another secret is an entry; an unknown key is nobody’s', async () => {
    const before = (await facts()).length
    const issue = async (expires: string | null) =>
      (
        await server.request('POST', '/api/v1/api-keys', {
          key: own.keys.administrator,
          json: { name: 'short-lived', role: 'contributor', expires },
        })
      ).json<{ secret: string; key: { id: string } }>()
    const [revoked, expired, guessed] = [
      await issue(null),
      await issue(new Date(Date.now() + 50).toISOString()),
      await issue(null),
    ]
    await server.request('DELETE', `/api/v1/api-keys/${revoked.key.id}`, { key: own.keys.administrator })
    await new Promise((done) => setTimeout(done, 100))
    for (const key of [revoked.secret, expired.secret, `${guessed.secret.slice(0, -43)}${'A'.repeat(43)}`])
      expect((await server.request('GET', '/api/v1/matrix', { key })).status).toBe(401)
    const unknown = `ek_${'0'.repeat(32)}_${'A'.repeat(43)}`
    expect((await server.request('GET', '/api/v1/matrix', { key: unknown })).status).toBe(401)
    expect((await facts()).slice(before).map(({ actor, fact }) => [actor.id, fact['reason']])).toEqual([
      [revoked.key.id, 'key-revoked'],
      [expired.key.id, 'key-expired'],
      [guessed.key.id, 'wrong-secret'],
    ])
  })

  it('fails when it cannot be recorded, and says nothing else', async () => {
    await server.asOwner(async (client) => client.query('revoke insert on log_entry from evidentia_app'))
    try {
      const reply = await server.request('GET', '/api/v1/members', { key: own.keys.executive })
      expect(reply.status).toBe(500)
      expect(reply.text).not.toContain('executive')
    } finally {
      await server.asOwner(async (client) => client.query('grant insert on log_entry to evidentia_app'))
    }
    expect((await server.request('GET', '/api/v1/members', { key: own.keys.executive })).status).toBe(403)
  })
})

describe('counting refusals', () => {
  it('seals every one of them in at most one entry a minute, and nothing when there was none', async () => {
    const { refusals, asked, pass } = withClock()
    for (let n = 0; n < 50; n += 1) await refusals.record(refusalOf('flooder'))
    const of = async (id: string) => (await facts()).filter(({ actor }) => actor.id === id).map(({ fact }) => fact)
    expect(await of('flooder')).toMatchObject([{ count: 1 }])
    expect(asked).toContain(own.organization)
    await refusals.seal(own.organization)
    expect(await of('flooder')).toHaveLength(1)
    pass(61_000)
    await refusals.seal(own.organization)
    expect(await of('flooder')).toMatchObject([{ count: 1 }, { count: 49 }])
    // What was sealed opened another minute, so the flood that goes on is counted again.
    for (let n = 0; n < 5; n += 1) await refusals.record(refusalOf('flooder'))
    expect(await of('flooder')).toHaveLength(2)
    pass(61_000)
    await refusals.record(refusalOf('flooder'))
    expect(await of('flooder')).toMatchObject([{ count: 1 }, { count: 49 }, { count: 6 }])
    pass(61_000)
    await refusals.seal(own.organization)
    pass(61_000)
    await refusals.seal(own.organization)
    expect(await of('flooder')).toHaveLength(3)
  })

  it('counts together on several servers and at the same moment', async () => {
    const [one, other] = [withClock().refusals, withClock().refusals]
    await Promise.all(
      Array.from({ length: 30 }, async (_, n) =>
        (n % 2 === 0 ? one : other).record(refusalOf('parallel', 'listMembers')),
      ),
    )
    const sealed = (await facts()).filter(({ actor }) => actor.id === 'parallel')
    const waiting = await server.services.transactions.read(own, async ({ db }) =>
      db
        .selectFrom('access_refusal')
        .select('waiting')
        .where('organization', '=', own.organization)
        .where('bucket', 'like', '%/parallel/%')
        .executeTakeFirstOrThrow(),
    )
    expect(sealed).toHaveLength(1)
    expect(1 + waiting.waiting).toBe(30)
  })
})

describe('refused sign-ins', () => {
  it('are sealed one by one up to the limit, and beyond it once', async () => {
    const password = 'a long enough password'
    const cookie = await signIn(server, await server.services.session.createLink(own.account, 60_000))
    await server.request('PUT', '/api/v1/account/password', { cookie, json: { password } })
    const statuses: number[] = []
    for (let n = 0; n < 14; n += 1) {
      const json = { email: 'person@refused.example', password: 'wrong' }
      statuses.push((await server.request('POST', '/api/v1/session/password', { json })).status)
    }
    expect(statuses.filter((status) => status === 429)).toHaveLength(4)
    const reasons = (await facts('sign-in-refused')).map(({ fact }) => fact['reason'])
    expect(reasons).toEqual([...Array.from({ length: 10 }, () => 'wrong password'), 'too many failed sign-ins'])
  })
})
