import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inviteAs } from '../../testing/invite.ts'
import {
  claimFor,
  createTestOrganization,
  formOf,
  type RequestOptions,
  startTestServer,
  type TestOrganization,
  type TestServer,
} from '../../testing/test-server.ts'

interface Item {
  readonly id: string
  readonly state: string
  readonly supersedes?: string
  readonly supersededBy: string | null
  readonly review: { readonly by: string; readonly note: string | null } | null
  readonly acceptance: { readonly by: string } | null
}
type Member = Awaited<ReturnType<typeof inviteAs>>

let server: TestServer
let own: TestOrganization
let lead: Member
let owner: Member
let auditor: Member

beforeAll(async () => {
  server = await startTestServer()
  own = await createTestOrganization(server, 'own')
  lead = await inviteAs(server, own, 'compliance-lead', 'Lena Lead')
  owner = await inviteAs(server, own, 'control-owner', 'Otto Owner')
  auditor = await inviteAs(server, own, 'auditor', 'Ada Auditor')
})
afterAll(async () => server.stop())

async function record(as: RequestOptions, content: string, more: object = {}): Promise<Item> {
  const form = formOf({ ...claimFor(own), ...more }, `${content}.txt`, content)
  const reply = await server.request('POST', '/api/v1/evidence', { ...as, form })
  expect(reply.text).toContain('"receipt"')
  return reply.json<{ evidence: Item }>().evidence
}

async function say(as: RequestOptions, id: string, what: 'review' | 'acceptance', json: object) {
  return server.request('POST', `/api/v1/evidence/${id}/${what}`, { ...as, json })
}

async function rowOf(system = 'database-own') {
  const matrix = await server.request('GET', '/api/v1/matrix?asOf=2026-03-31&from=2026-03-01&to=2026-03-31', owner.as)
  return matrix
    .json<{
      items: {
        requirement: string
        system: string
        status: string
        reasons: string[]
        lastEvidence: { id: string; state: string } | null
      }[]
    }>()
    .items.find((row) => row.requirement === 'restore-drill' && row.system === system)
}

describe('a review', () => {
  it('is the word of a named person who did not bring the evidence, and shows on item and row', async () => {
    const { id, state } = await record(owner.as, 'the first drill')
    expect(state).toBe('collected')
    const self = await say(owner.as, id, 'review', { outcome: 'accepted' })
    expect(self.status).toBe(403)
    expect(self.text).toContain('somebody else must review it')
    const machine = await say({ key: own.keys['compliance-lead'] }, id, 'review', { outcome: 'accepted' })
    expect(machine.status).toBe(403)
    expect(machine.text).toContain('named person')
    expect((await say(lead.as, id, 'review', { outcome: 'accepted', note: 'All pages there.' })).json()).toMatchObject({
      state: 'reviewed',
      review: { by: 'Lena Lead', note: 'All pages there.' },
    })
    expect((await rowOf())?.lastEvidence).toMatchObject({ id, state: 'reviewed' })
  })

  it('cannot be given by the person a claim names as its collector, through whatever door it came', async () => {
    await server.request('PUT', '/api/v1/documents/person/lena', {
      key: own.keys.administrator,
      json: { effective: '2026-01-01', body: { id: 'lena', name: 'Lena Lead', email: 'Lena.Lead@own.example' } },
    })
    const { id } = await record({ key: own.keys.contributor }, 'collected by lena', { collector: 'lena' })
    expect((await say(lead.as, id, 'review', { outcome: 'accepted' })).status).toBe(403)
    expect((await say(owner.as, id, 'review', { outcome: 'accepted' })).status).toBe(200)
  })

  it('that rejects needs a reason, and takes the evidence out of the proof', async () => {
    const { id } = await record({ key: own.keys.contributor }, 'cut off', {
      proves: [{ requirement: 'restore-test/restore-drill', system: 'portal-own' }],
    })
    expect((await say(owner.as, id, 'review', { outcome: 'rejected' })).status).toBe(422)
    const reply = await say(owner.as, id, 'review', { outcome: 'rejected', note: 'The last page is cut off.' })
    expect(reply.json()).toMatchObject({ state: 'rejected' })
    const row = await rowOf('portal-own')
    expect(row?.status).toBe('unknown')
    expect(row?.reasons.join(' ')).toContain('was rejected by Otto Owner: The last page is cut off.')
    expect((await say(auditor.as, id, 'acceptance', {})).status).toBe(409)
  })
})

describe('an acceptance', () => {
  it('is the auditor’s alone, once', async () => {
    const { id } = await record(owner.as, 'a second drill')
    expect((await say(lead.as, id, 'acceptance', {})).status).toBe(403)
    expect((await say({ cookie: own.cookie, organization: own.slug }, id, 'acceptance', {})).status).toBe(403)
    expect((await say({ key: own.keys.auditor }, id, 'acceptance', {})).status).toBe(403)
    expect((await say(auditor.as, id, 'acceptance', {})).json()).toMatchObject({
      state: 'accepted',
      acceptance: { by: 'Ada Auditor' },
    })
    expect((await say(auditor.as, id, 'acceptance', {})).status).toBe(409)
    expect((await say(auditor.as, id, 'review', { outcome: 'accepted' })).status).toBe(403)
  })
})

describe('a correction', () => {
  it('supersedes with a reason, links both ways, and the superseded stays readable but counts no longer', async () => {
    const wrong = await record(owner.as, 'the drill of another database')
    const right = await record(owner.as, 'the right drill', {
      supersedes: wrong.id,
      reason: 'It was the drill of another database.',
    })
    expect(right).toMatchObject({ supersedes: wrong.id, supersededBy: null })
    const old = await server.request('GET', `/api/v1/evidence/${wrong.id}`, owner.as)
    expect(old.json()).toMatchObject({ id: wrong.id, supersededBy: right.id })
    const bytes = await server.request('GET', `/api/v1/evidence/${wrong.id}/artifact`, owner.as)
    expect(bytes.text).toBe('the drill of another database')
    expect((await say(lead.as, wrong.id, 'review', { outcome: 'accepted' })).status).toBe(409)
    const control = await server.request('GET', '/api/v1/controls/restore-test?asOf=2026-03-31', owner.as)
    expect(control.text).not.toContain(wrong.id)
    expect(control.text).toContain(right.id)
  })

  it('is refused without a reason, of nothing, and of what was corrected before', async () => {
    const first = await record(owner.as, 'once')
    await record(owner.as, 'twice', { supersedes: first.id, reason: 'Typing error.' })
    const cases: [object, number, RegExp][] = [
      [{ supersedes: first.id }, 422, /must say why/],
      [{ reason: 'Just so.' }, 422, /names no evidence it supersedes/],
      [{ supersedes: 'ev_00000000000000000000', reason: 'Why not.' }, 422, /There is no evidence/],
      [{ supersedes: first.id, reason: 'Again.' }, 409, /was superseded by ev_/],
    ]
    for (const [more, status, says] of cases) {
      const form = formOf({ ...claimFor(own), ...more }, 'refused.txt', `refused ${status} ${String(says)}`)
      const reply = await server.request('POST', '/api/v1/evidence', { ...owner.as, form })
      expect(reply.text).toMatch(says)
      expect(reply.status).toBe(status)
    }
  })

  it('may correct what is said of the same bytes', async () => {
    const wrong = await record(owner.as, 'same bytes', { source: 'Wrong console' })
    const right = await record(owner.as, 'same bytes', {
      source: 'Right console',
      supersedes: wrong.id,
      reason: 'The source was named wrongly.',
    })
    expect(right.id).not.toBe(wrong.id)
  })
})

describe('what is sealed of where evidence comes from', () => {
  it('is given back: query, source time, collector and its version', async () => {
    const details = {
      query: 'select * from accounts where enabled',
      sourceTime: '2026-03-31T11:59:58Z',
      collector: 'connector:ldap',
      collectorVersion: '2.4.1',
    }
    const item = await record({ key: own.keys.contributor }, 'provenance', details)
    expect(item).toMatchObject({
      query: details.query,
      sourceTime: details.sourceTime,
      collector: { type: 'connector', id: 'ldap', version: '2.4.1' },
    })
  })
})
