import { verifyReceipt } from '@evidentia/ledger'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase } from '../../platform/db/pool.ts'
import { rebuildProjection } from '../../platform/db/projection/rebuild.ts'
import { inviteAs } from '../../testing/invite.ts'
import {
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
  readonly kind: string
  readonly title: string
  readonly owner: string | null
  readonly ownerNote: string | null
  readonly since: string
  readonly due: string | null
  readonly recurrences: number
  readonly closing: Record<string, unknown> | null
}
interface Page {
  readonly items: readonly Item[]
  readonly next: string | null
  readonly total: number
  readonly states: Record<string, number>
}
interface View {
  readonly finding: Item
  readonly closes: string
  readonly asks: Record<string, unknown> | null
  readonly request: { readonly entry: number } | null
  readonly deeds: readonly string[]
  readonly history: readonly {
    readonly day: string
    readonly type: string
    readonly sentence: string
    readonly note: string | null
    readonly sealed: { readonly by: string; readonly entry: number } | null
  }[]
}
type Member = Awaited<ReturnType<typeof inviteAs>>

const today = new Date().toISOString().slice(0, 10)
const drill = 'gap:restore-test/restore-drill@system:database-own'
const portal = 'gap:restore-test/restore-drill@system:portal-own'
const noBackup = 'owner:unassigned:backup-owner'

let server: TestServer
let own: TestOrganization
let lead: Member
let second: Member
let owner: Member
let executive: Member
let auditor: Member

beforeAll(async () => {
  server = await startTestServer()
  own = await createTestOrganization(server, 'own')
  lead = await inviteAs(server, own, 'compliance-lead', 'Lena Lead')
  second = await inviteAs(server, own, 'compliance-lead', 'Sam Second')
  owner = await inviteAs(server, own, 'control-owner', 'Otto Owner')
  executive = await inviteAs(server, own, 'executive', 'Edda Executive')
  auditor = await inviteAs(server, own, 'auditor', 'Ada Auditor')
  await document('person', { id: 'otto', name: 'Otto Owner', email: 'otto.owner@own.example' })
  await document('person', { id: 'bea', name: 'Bea Backup', email: 'bea@own.example' })
})
afterAll(async () => server.stop())

async function document(kind: string, body: Record<string, unknown>, effective = '2026-01-01'): Promise<void> {
  const reply = await server.request('PUT', `/api/v1/documents/${kind}/${String(body['id'])}`, {
    key: own.keys.administrator,
    json: { effective, body },
  })
  expect(reply.status, reply.text).toBe(200)
}

async function list(query = '', as: RequestOptions = lead.as): Promise<Page> {
  const reply = await server.request('GET', `/api/v1/findings?${query}`, as)
  expect(reply.status, reply.text).toBe(200)
  return reply.json<Page>()
}

async function view(id: string, as: RequestOptions = lead.as, query = ''): Promise<View> {
  const reply = await server.request('GET', `/api/v1/findings/${encodeURI(id)}?${query}`, as)
  expect(reply.status, reply.text).toBe(200)
  return reply.json<View>()
}

async function readOverview() {
  const reply = await server.request('GET', '/api/v1/overview', lead.as)
  expect(reply.status, reply.text).toBe(200)
  return reply.json<{ findings: readonly Item[]; findingTotal: number; people: Record<string, string> }>()
}

async function act(what: string, json: object, as: RequestOptions = lead.as) {
  return server.request('POST', `/api/v1/findings${what}`, { ...as, json })
}

async function record(system: string, effective: { from: string; to: string }, more: object = {}): Promise<string> {
  const claim = {
    proves: [{ requirement: 'restore-test/restore-drill', system }],
    effective,
    collectedAt: new Date().toISOString(),
    source: 'Backup console',
    ...more,
  }
  const form = formOf(claim, `${system}.txt`, JSON.stringify(claim))
  const reply = await server.request('POST', '/api/v1/evidence', { key: own.keys.contributor, form })
  expect(reply.status, reply.text).toBe(201)
  return reply.json<{ evidence: { id: string } }>().evidence.id
}

describe('the list of findings', () => {
  it('has every gap once with owner and state, and pages through them in the database', async () => {
    const all = await list()
    expect(all.items.map(({ id }) => id)).toEqual(expect.arrayContaining([drill, portal, noBackup]))
    expect(new Set(all.items.map(({ id }) => id)).size).toBe(all.total)
    expect(all.states).toEqual({ open: all.total })
    expect(all.items.find(({ id }) => id === drill)).toMatchObject({ owner: 'person-own', kind: 'missing-evidence' })
    for (const sort of ['due', '-due', 'severity', '-since']) {
      const seen: string[] = []
      let cursor: string | null = ''
      while (cursor !== null) {
        const page: Page = await list(`limit=2&sort=${sort}${cursor === '' ? '' : `&cursor=${cursor}`}`)
        seen.push(...page.items.map(({ id }) => id))
        cursor = page.next
      }
      expect(seen.toSorted()).toEqual(all.items.map(({ id }) => id).toSorted())
      // What is kept and what is computed for an instant of knowledge come in the same order.
      const computed = await list(`sort=${sort}&knownAt=2099-01-01T00:00:00Z`)
      expect(computed.items.map(({ id }) => id)).toEqual(seen)
    }
  })

  it('is narrowed by what is named, and says which words it knows', async () => {
    expect((await list('system=portal-own')).items.map(({ id }) => id)).toContain(portal)
    expect((await list('kind=owner')).items.map(({ id }) => id)).toEqual([noBackup])
    expect((await list('q=system%20portal')).items.every(({ title }) => title.includes('portal'))).toBe(true)
    expect((await list('state=closed,risk-accepted')).total).toBe(0)
    const reply = await server.request('GET', '/api/v1/findings?state=done', lead.as)
    expect(reply.status).toBe(422)
    expect(reply.text).toContain('There is no state')
    expect((await server.request('GET', '/api/v1/findings?cursor=nonsense', lead.as)).status).toBe(422)
  })
})

describe('work on findings', () => {
  it('is sealed for each of several, all or none, and done once however often it is asked for', async () => {
    const findings = [drill, portal]
    const assigned = await act('/assignments', { findings, owner: 'otto', note: 'Yours.' })
    expect(assigned.status, assigned.text).toBe(200)
    const { items } = assigned.json<{ items: { finding: string; entry: number }[] }>()
    expect(items.map(({ finding }) => finding)).toEqual(findings)
    expect((await act('/assignments', { findings, owner: 'otto' })).json()).toEqual(assigned.json())
    expect((await act('/starts', { findings })).status).toBe(200)
    const missing = await act('/comments', { findings: [...findings, 'gap:nothing/here@organization'], text: 'Hm.' })
    expect(missing.status).toBe(404)
    const said = await view(drill)
    expect(said.finding).toMatchObject({ state: 'in-progress', owner: 'otto' })
    expect(said.history.map(({ type }) => type).slice(-2)).toEqual(['assigned', 'started'])
    expect(said.history.find(({ type }) => type === 'assigned')).toMatchObject({
      sentence: 'Lena Lead assigned it to Otto Owner.',
      note: 'Yours.',
      sealed: { by: 'Lena Lead', entry: items[0]?.entry },
    })
    expect(said.history.some(({ type }) => type === 'commented')).toBe(false)
    expect((await list('state=in-progress')).items.map(({ id }) => id)).toEqual(expect.arrayContaining(findings))
    // The first screen says whose it is now.
    const first = await readOverview()
    expect(first.findings.find(({ id }) => id === drill)).toMatchObject({ owner: 'otto', state: 'in-progress' })
    expect(first.people['otto']).toBe('Otto Owner')
    const many = Array.from({ length: 201 }, (_, n) => `gap:c/${n}@organization`)
    expect((await act('/starts', { findings: many })).status).toBe(422)
    expect((await act('/starts', { findings: [drill, drill] })).status).toBe(422)
    expect((await act('/assignments', { findings, owner: 'nobody' })).status).toBe(422)
  })

  it('has a receipt for every deed, which verifies offline', async () => {
    const entry = (await view(drill)).history.at(-1)?.sealed?.entry
    const reply = await server.request('GET', `/api/v1/log/entries/${entry}/receipt`, lead.as)
    const { leaf, proof, verifierKey } = reply.json({ leaf: '', proof: '', verifierKey: '' })
    const bytes = new Uint8Array(Buffer.from(leaf, 'base64'))
    const verdict = await verifyReceipt({ receipt: new TextEncoder().encode(proof), leaf: bytes, vkeys: [verifierKey] })
    expect(verdict.ok).toBe(true)
    expect(Buffer.from(bytes).toString()).toContain('urn:evidentia:fact:finding-started:v1')
    expect((await server.request('GET', '/api/v1/log/entries/999999/receipt', lead.as)).status).toBe(404)
  })

  it('closes nothing that is computed: that does the evidence which came', async () => {
    await act('/completions', { findings: [drill], note: 'The drill was run.' }, owner.as)
    const before = await view(drill)
    expect(before.finding.state).toBe('ready-to-verify')
    expect(before.closes).toContain('closes by itself')
    expect(before.asks).toMatchObject({ proves: { requirement: 'restore-test/restore-drill', system: 'database-own' } })
    const other = await record('portal-own', { from: '2026-01-01', to: '2026-01-31' })
    const word = await act('/verifications', { finding: drill, evidence: other, note: 'I saw it.' }, auditor.as)
    expect(word.status).toBe(409)
    expect(word.text).toContain('no word closes it')
    const evidence = await record('database-own', { from: '2026-01-01', to: today })
    const after = await view(drill)
    expect(after.finding).toMatchObject({ state: 'closed', closing: { type: 'evidence', evidence } })
    expect(after.deeds).toEqual(['comment'])
    expect((await list('state=closed')).items.map(({ id }) => id)).toContain(drill)
    expect((await act('/starts', { findings: [drill, portal] })).status).toBe(409)
  })

  it('shows an earlier day, and what was known then', async () => {
    expect((await view(drill, lead.as, 'asOf=2026-03-20')).finding.state).toBe('open')
    expect((await list('asOf=2026-03-20')).items.map(({ id }) => id)).toContain(drill)
    expect((await list('asOf=2025-06-01&knownAt=2099-01-01T00:00:00Z').catch(() => null))?.total ?? 0).toBe(0)
    const known = await server.request('GET', `/api/v1/findings/${drill}?knownAt=2020-01-01T00:00:00Z`, lead.as)
    expect(known.status).toBe(422)
  })
})

describe('a gap of the programme itself', () => {
  it('is closed by what the programme says, reopened when it is there again, and counted', async () => {
    const control = (id: string, more: object) => ({
      id,
      version: 1,
      adopted: '2026-01-01',
      owner: 'person-own',
      ...more,
    })
    for (const id of ['restore-test', 'access-removal'])
      await document('control', control(id, { backupOwner: 'bea' }), '2026-02-01')
    expect((await view(noBackup)).finding).toMatchObject({
      state: 'closed',
      closing: { type: 'document', kind: 'control' },
    })
    await document('control', control('access-removal', {}), '2026-03-01')
    expect((await view(noBackup)).finding).toMatchObject({ state: 'reopened', recurrences: 1, since: '2026-03-01' })
    await document('control', control('access-removal', { backupOwner: 'bea' }), '2026-04-01')
  })

  it('flags an owner who leaves the same day, and the backup owner answers for what was theirs', async () => {
    const person = { id: 'person-own', name: 'Person own', email: 'person@own.example', left: today }
    await document('person', person, today)
    expect((await view('owner:left:person-own')).finding).toMatchObject({ state: 'open', since: today, owner: 'bea' })
    const { items } = await list('control=access-removal')
    expect(items.length).toBeGreaterThan(0)
    for (const { owner: answering, ownerNote } of items) {
      expect(answering).toBe('bea')
      expect(ownerNote).toBe(`Person own left on ${today}. Bea Backup, the backup owner, answers for it.`)
    }
  })
})

describe('a finding that an auditor raises', () => {
  it('is closed by a verifier who neither answers for it nor worked on it, and reopened when raised again', async () => {
    const raised = await act(
      '',
      {
        title: 'The fire door stands open.',
        detail: 'Room 2.',
        severity: 'medium',
        owner: 'otto',
        system: 'portal-own',
      },
      auditor.as,
    )
    expect(raised.status, raised.text).toBe(201)
    const id = raised.json({ finding: '' }).finding
    expect((await list('kind=raised')).items).toMatchObject([{ id, state: 'open', owner: 'otto' }])
    await act('/starts', { findings: [id] }, lead.as)
    const evidence = await record('portal-own', { from: '2026-02-01', to: '2026-02-28' })
    const attest = async (as: RequestOptions) =>
      act('/verifications', { finding: id, evidence, note: 'Shut, with a sign.' }, as)
    expect((await attest(owner.as)).text).toContain('You answer for this finding')
    expect((await attest(lead.as)).text).toContain('You worked on this finding')
    expect((await attest({ key: own.keys['compliance-lead'] })).text).toContain('named person')
    expect((await view(id, second.as)).deeds).toContain('verify')
    expect((await view(id, owner.as)).deeds).not.toContain('verify')
    expect((await attest(second.as)).status).toBe(200)
    expect((await view(id)).finding).toMatchObject({
      state: 'closed',
      closing: { type: 'attestation', by: 'Sam Second' },
    })
    const again = { finding: id, title: 'The fire door stands open again.', severity: 'high' }
    expect((await act('', again, auditor.as)).status).toBe(201)
    expect((await act('', again, auditor.as)).status).toBe(409)
    expect((await view(id)).finding).toMatchObject({ state: 'reopened', recurrences: 1 })
    expect((await act('', { title: 'X', severity: 'low', control: 'no-such-control' }, auditor.as)).status).toBe(422)
  })
})

describe('a risk', () => {
  const terms = { reason: 'It would stop the ward round.', compensatingControl: 'Snapshots are verified every day.' }
  const inDays = (n: number) => new Date(Date.now() + n * 86_400_000).toISOString().slice(0, 10)

  it('is accepted until a day by somebody who neither asked for it nor answers for it', async () => {
    const ask = async (expires: string, as: RequestOptions) =>
      act('/acceptance-requests', { finding: portal, ...terms, expires }, as)
    expect((await ask(today, lead.as)).status).toBe(422)
    expect((await ask(inDays(500), lead.as)).status).toBe(422)
    expect((await ask(inDays(90), { key: own.keys['compliance-lead'] })).status).toBe(403)
    const asked = await ask(inDays(90), lead.as)
    expect(asked.status, asked.text).toBe(201)
    const request = (await view(portal)).request?.entry
    const accept = async (as: RequestOptions, entry = request) =>
      act('/acceptances', { finding: portal, request: entry }, as)
    expect((await accept(lead.as)).text).toContain('You asked for it')
    expect((await accept(owner.as)).status).toBe(403)
    expect((await accept(executive.as, 1)).status).toBe(409)
    const accepted = await accept(executive.as)
    expect(accepted.status, accepted.text).toBe(200)
    expect((await accept(executive.as)).json()).toEqual(accepted.json())
    expect((await view(portal)).finding).toMatchObject({ state: 'risk-accepted', accepted: { expires: inDays(90) } })
    expect((await list()).items.map(({ id }) => id)).not.toContain(portal)
    const first = await readOverview()
    expect(first.findings.map(({ id }) => id)).not.toContain(portal)
    expect(first.findingTotal).toBe((await list()).total)
    const later = await list(`asOf=${inDays(91)}`)
    expect(later.items.find(({ id }) => id === portal)?.state).toBe('in-progress')
  })
})

describe('what is kept of findings', () => {
  it('is nobody’s history but the organization’s, and hidden from a customer', async () => {
    const reply = await server.request('GET', `/api/v1/findings/${portal}`, { key: own.keys.customer })
    expect(reply.status).toBe(403)
    const other = await createTestOrganization(server, 'other')
    const foreign = await server.request('GET', `/api/v1/findings/${portal}`, { key: other.keys.auditor })
    expect(foreign.status).toBe(404)
  })

  it('is the same after the tables were rebuilt from the log', async () => {
    const states = `state=open,closed,reopened,in-progress,ready-to-verify,risk-accepted&limit=500`
    const before = [await list(states), await view(portal), await view(drill)]
    const db = openDatabase(server.installation.addresses.owner, 1, () => undefined)
    await rebuildProjection(db, server.installation.readDerived)
    await db.destroy()
    expect([await list(states), await view(portal), await view(drill)]).toEqual(before)
  })
})
