import { generateSync } from 'otplib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createAuthenticator } from '../../testing/software-authenticator.ts'
import {
  createTestOrganization,
  type Reply,
  signIn,
  startTestServer,
  type TestOrganization,
  type TestServer,
} from '../../testing/test-server.ts'

const password = 'correct horse battery staple'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(async () => server.stop())

function emailOf({ slug }: TestOrganization): string {
  return `person@${slug}.example`
}

async function signInWith(own: TestOrganization, given: string, code?: string): Promise<Reply> {
  return server.request('POST', '/api/v1/session/password', {
    json: { email: emailOf(own), password: given, ...(code === undefined ? {} : { code }) },
  })
}

async function sealed(own: TestOrganization): Promise<string[]> {
  const reply = await server.request('GET', '/api/v1/log/entries?limit=500', { key: own.keys.auditor })
  return reply.json<{ items: { kind: string }[] }>().items.map(({ kind }) => kind)
}

describe('a one-time link', () => {
  it('signs in once, and is gone afterwards', async () => {
    const own = await createTestOrganization(server, 'link')
    const token = await server.services.session.createLink(own.account, 60_000)
    await signIn(server, token)
    expect((await server.request('POST', '/api/v1/session/link', { json: { token } })).status).toBe(410)
    expect(await sealed(own)).toContain('signed-in')
  })

  it('is gone when its time is over', async () => {
    const own = await createTestOrganization(server, 'late')
    const token = await server.services.session.createLink(own.account, -1)
    expect((await server.request('POST', '/api/v1/session/link', { json: { token } })).status).toBe(410)
  })
})

describe('a session', () => {
  it('is a cookie that scripts cannot read and other sites cannot send', async () => {
    const own = await createTestOrganization(server, 'cookie')
    const token = await server.services.session.createLink(own.account, 60_000)
    const reply = await server.request('POST', '/api/v1/session/link', { json: { token } })
    expect(reply.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Strict/)
    expect(reply.text).not.toContain(reply.headers.get('set-cookie')?.split(/[=;]/)[1])
  })

  it('refuses changes that a page of another site asks for, and changes of unknown origin', async () => {
    const own = await createTestOrganization(server, 'csrf')
    const attempts: Record<string, string>[] = [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://elsewhere.example' },
      {},
    ]
    for (const headers of attempts) {
      const reply = await fetch(`${server.address}/api/v1/account/totp`, {
        method: 'POST',
        headers: { cookie: own.cookie, ...headers },
      })
      expect([headers, reply.status]).toEqual([headers, 403])
    }
    const own2 = await fetch(`${server.address}/api/v1/account/totp`, {
      method: 'POST',
      headers: { cookie: own.cookie, origin: server.address },
    })
    expect(own2.status).toBe(200)
  })

  it('is listed, and ends when its person ends it or signs out', async () => {
    const own = await createTestOrganization(server, 'several')
    const second = await signIn(server, await server.services.session.createLink(own.account, 60_000))
    const { items } = (await server.request('GET', '/api/v1/account/sessions', { cookie: own.cookie })).json<{
      items: { id: string; current: boolean }[]
    }>()
    expect(items).toHaveLength(2)
    const other = items.find(({ current }) => !current)
    expect(
      (await server.request('DELETE', `/api/v1/account/sessions/${other?.id}`, { cookie: own.cookie })).status,
    ).toBe(204)
    expect((await server.request('GET', '/api/v1/account/sessions', { cookie: second })).status).toBe(401)
    expect((await server.request('DELETE', '/api/v1/session', { cookie: own.cookie })).status).toBe(204)
    expect((await server.request('GET', '/api/v1/account/sessions', { cookie: own.cookie })).status).toBe(401)
  })

  it('ends after its idle time, and never lasts longer than twelve hours', async () => {
    const own = await createTestOrganization(server, 'idle')
    const { endsAt, idleUntil } = (await server.request('GET', '/api/v1/session', { cookie: own.cookie })).json<{
      endsAt: string
      idleUntil: string
    }>()
    expect(Date.parse(endsAt) - Date.now()).toBeLessThanOrEqual(12 * 3600_000)
    expect(Date.parse(idleUntil) - Date.now()).toBeLessThanOrEqual(15 * 60_000)
    await server.asApp(async (client) =>
      client.query("update session set last_used = now() - interval '16 minutes' where account = $1", [own.account]),
    )
    expect((await server.request('GET', '/api/v1/account/sessions', { cookie: own.cookie })).status).toBe(401)
  })

  it('gives nothing in an organization the moment the membership is taken away', async () => {
    const own = await createTestOrganization(server, 'leaver')
    const invited = (
      await server.request('POST', '/api/v1/members', {
        key: own.keys.administrator,
        json: { name: 'New', email: 'new@leaver.example', role: 'auditor' },
      })
    ).json<{ link: string; member: { user: string } }>()
    const cookie = await signIn(server, invited.link.split('#')[1] ?? '')
    expect((await server.request('GET', '/api/v1/matrix', { cookie, organization: 'leaver' })).status).toBe(200)
    expect(
      (await server.request('DELETE', `/api/v1/members/${invited.member.user}`, { key: own.keys.administrator }))
        .status,
    ).toBe(204)
    expect((await server.request('GET', '/api/v1/matrix', { cookie, organization: 'leaver' })).status).toBe(404)
  })

  it('is stored as a hash only', async () => {
    const own = await createTestOrganization(server, 'hashed')
    const secret = own.cookie.split('=')[1] ?? ''
    const rows = await server.asApp(
      async (client) =>
        (await client.query<{ row: string }>('select to_jsonb(session)::text as row from session')).rows,
    )
    expect(secret.length).toBeGreaterThanOrEqual(43)
    expect(rows.some(({ row }) => row.includes(secret))).toBe(false)
  })
})

describe('a password', () => {
  it('signs in, with a code where one is set up, each code once', async () => {
    const own = await createTestOrganization(server, 'codes')
    const set = await server.request('PUT', '/api/v1/account/password', { cookie: own.cookie, json: { password } })
    expect(set.status).toBe(204)
    const cookie = set.headers.get('set-cookie')?.split(';')[0] ?? ''
    expect((await server.request('GET', '/api/v1/account/sessions', { cookie: own.cookie })).status).toBe(401)
    expect((await signInWith(own, password)).status).toBe(200)
    expect((await signInWith(own, 'wrong')).status).toBe(401)

    const { secret } = (await server.request('POST', '/api/v1/account/totp', { cookie })).json<{ secret: string }>()
    expect((await server.request('PUT', '/api/v1/account/totp', { cookie, json: { code: '000000' } })).status).toBe(422)
    const code = generateSync({ secret })
    expect((await server.request('PUT', '/api/v1/account/totp', { cookie, json: { code } })).status).toBe(204)

    expect((await signInWith(own, password)).json()).toEqual({ needs: 'code' })
    expect((await signInWith(own, 'wrong')).json<{ status: number }>().status).toBe(401)
    expect((await signInWith(own, password, code)).status).toBe(401)
    const next = generateSync({ secret, epoch: Math.floor(Date.now() / 1000) + 30 })
    const signedIn = await signInWith(own, password, next)
    expect(signedIn.json<{ user: unknown }>().user).toMatchObject({ hasPassword: true, hasTotp: true })
    expect((await signInWith(own, password, next)).status).toBe(401)
    expect(await sealed(own)).toEqual(expect.arrayContaining(['signed-in', 'sign-in-refused', 'credential-changed']))
  })

  it('is asked for again to change it, unless a one-time link signed in', async () => {
    const own = await createTestOrganization(server, 'change')
    await server.request('PUT', '/api/v1/account/password', { cookie: own.cookie, json: { password } })
    const cookie = (await signInWith(own, password)).headers.get('set-cookie')?.split(';')[0] ?? ''
    const change = async (json: unknown, as: string) =>
      (await server.request('PUT', '/api/v1/account/password', { cookie: as, json })).status
    expect(await change({ password: 'another good password' }, cookie)).toBe(422)
    expect(await change({ password: 'another good password', current: 'wrong' }, cookie)).toBe(422)
    const byLink = await signIn(server, await server.services.session.createLink(own.account, 60_000))
    expect(await change({ password: 'another good password' }, byLink)).toBe(204)
  })

  it('cannot be guessed for long', async () => {
    const own = await createTestOrganization(server, 'guessed')
    await server.request('PUT', '/api/v1/account/password', { cookie: own.cookie, json: { password } })
    const statuses = []
    for (let attempt = 0; attempt < 12; attempt += 1) statuses.push((await signInWith(own, `guess ${attempt}`)).status)
    expect(statuses.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 401))
    expect(statuses.slice(10)).toEqual([429, 429])
    expect((await signInWith(own, password)).status).toBe(429)
  })

  it('says the same of an unknown address and a wrong password', async () => {
    const own = await createTestOrganization(server, 'unknown')
    await server.request('PUT', '/api/v1/account/password', { cookie: own.cookie, json: { password } })
    const wrong = (await signInWith(own, 'wrong')).json()
    const unknown = (
      await server.request('POST', '/api/v1/session/password', {
        json: { email: 'nobody@unknown.example', password: 'wrong' },
      })
    ).json()
    expect({ ...unknown, instance: '' }).toEqual({ ...wrong, instance: '' })
  })
})

describe('a passkey', () => {
  it('is added and signs in, answers a challenge once, and not for another origin', async () => {
    const own = await createTestOrganization(server, 'passkey')
    const authenticator = createAuthenticator(server.address)
    const begun = (
      await server.request('POST', '/api/v1/account/passkeys/options', { cookie: own.cookie })
    ).json<Ceremony>()
    const body = {
      challenge: begun.challenge,
      name: 'Laptop',
      response: authenticator.register(begun.options.challenge),
    }
    const added = await server.request('POST', '/api/v1/account/passkeys', { cookie: own.cookie, json: body })
    expect([added.status, added.text]).toEqual([204, ''])
    expect((await server.request('POST', '/api/v1/account/passkeys', { cookie: own.cookie, json: body })).status).toBe(
      410,
    )

    const begin = async () => (await server.request('POST', '/api/v1/session/passkey/options')).json<Ceremony>()
    const finish = async (challenge: string, response: unknown) =>
      server.request('POST', '/api/v1/session/passkey', { json: { challenge, response } })
    const first = await begin()
    const answer = authenticator.signIn(first.options.challenge)
    const signedIn = await finish(first.challenge, answer)
    expect(signedIn.json<{ user: unknown }>().user).toMatchObject({ email: emailOf(own), passkeys: 1 })
    expect((await finish(first.challenge, answer)).status).toBe(410)

    const second = await begin()
    expect(
      (await finish(second.challenge, authenticator.signIn(second.options.challenge, 'https://phishing.example')))
        .status,
    ).toBe(401)
    const third = await begin()
    expect((await finish(third.challenge, authenticator.signIn(first.options.challenge))).status).toBe(401)
    expect((await sealed(own)).filter((kind) => kind === 'sign-in-refused')).toHaveLength(2)
  })
})

interface Ceremony {
  readonly challenge: string
  readonly options: { readonly challenge: string }
}
