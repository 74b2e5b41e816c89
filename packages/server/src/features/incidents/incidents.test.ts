import { readFile } from 'node:fs/promises'
import { statedActSchema } from '@evidentia/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inviteAs } from '../../testing/invite.ts'
import {
  claimFor,
  createTestOrganization,
  formOf,
  type Reply,
  type RequestOptions,
  startTestServer,
  type TestOrganization,
  type TestServer,
} from '../../testing/test-server.ts'

let server: TestServer
let own: TestOrganization
let lena: { readonly as: RequestOptions }
let omar: { readonly as: RequestOptions }
let sha256 = ''
let evidence = ''

const hourMs = 3_600_000
const ago = (hours: number) => new Date(Date.now() - hours * hourMs).toISOString()
const because = 'The recipient is a hospital with the same duties and confirmed in writing.'

beforeAll(async () => {
  server = await startTestServer()
  own = await createTestOrganization(server, 'acme')
  lena = await inviteAs(server, own, 'compliance-lead', 'Lena Lead')
  omar = await inviteAs(server, own, 'executive', 'Omar Officer')
  for (const [id, name] of [
    ['lena-lead', 'Lena Lead'],
    ['omar-officer', 'Omar Officer'],
  ] as const) {
    const body = { id, name, email: `${id.replace('-', '.')}@acme.example` }
    await server.request('PUT', `/api/v1/documents/person/${id}`, {
      key: own.keys.administrator,
      json: { effective: '2026-01-01', body },
    })
  }
  const recorded = await server.request('POST', '/api/v1/evidence', {
    key: own.keys.contributor,
    form: formOf(claimFor(own), 'statement.txt', 'destroyed on the same day'),
  })
  ;({
    id: evidence,
    artifact: { sha256 },
  } = recorded.json<{ evidence: { id: string; artifact: { sha256: string } } }>().evidence)
})
afterAll(async () => server.stop())

interface Shown {
  readonly asOf: string
  readonly clocks: { clock: string; state: string; due: string | null; passed: boolean; missing: string[] }[]
  readonly incident: {
    stage: string
    severity: string
    facts: { id: string; versions: { fact: { count?: number } }[] }[]
    assessments: { party: string; standing: string; seconded: { person: string } | null }[]
    steps: { step: string }[]
    lessons: { closed: object | null }[]
    times: { toDetect: number | null; toContain: number | null }
  }
  readonly notice: string
}

async function open(more: object = {}): Promise<string> {
  const reply = await server.request('POST', '/api/v1/incidents', {
    ...lena.as,
    json: {
      title: 'Results went to the wrong hospital.',
      type: 'misdirected-message',
      severity: 'high',
      exercise: false,
      commander: 'lena-lead',
      backup: 'omar-officer',
      detected: ago(3),
      occurred: ago(5),
      systems: ['database-acme'],
      playbook: 'misdirected-message',
      ...more,
    },
  })
  expect(reply.status, reply.text).toBe(201)
  return reply.json<{ incident: string }>().incident
}

async function act(incident: string, json: object): Promise<Reply> {
  return server.request('POST', `/api/v1/incidents/${incident}/acts`, { ...lena.as, json })
}

async function state(incident: string, ...facts: object[]): Promise<void> {
  for (const fact of facts) {
    const reply = await act(incident, { kind: 'incident-fact-recorded', fact })
    expect(reply.status, reply.text).toBe(201)
  }
}

async function read(incident: string, query = ''): Promise<Shown> {
  const reply = await server.request('GET', `/api/v1/incidents/${incident}${query}`, lena.as)
  expect(reply.status, reply.text).toBe(200)
  return reply.json<Shown>()
}

const clinic = { id: 'clinic', kind: 'party', party: 'clinic', role: 'covered-entity', timeZone: 'America/Chicago' }
const host = { id: 'host', kind: 'party', party: 'host', role: 'business-associate', timeZone: 'America/New_York' }
const terms = { relation: 'independent-contractor', term: { days: 5 }, source: 'Clinic agreement 7' }
const agreement = { id: 'hosting', kind: 'agreement', from: 'host', to: 'clinic', ...terms }
const knew = (at: string) => ({
  id: 'analyst',
  kind: 'knowledge',
  party: 'host',
  who: 'workforce',
  how: 'known',
  at,
})

describe('an incident', () => {
  it('gives its clocks, each with its rule, and what is believed can be asked again after a correction', async () => {
    const incident = await open()
    await state(incident, clinic, host, agreement, knew(ago(3)))
    const texans = { id: 'texans', kind: 'affected', party: 'clinic', jurisdiction: 'US-TX', final: true }
    await state(incident, { ...texans, count: 480 })
    const before = await read(incident)
    const find = (shown: Shown, name: string) => shown.clocks.find(({ clock }) => clock === name)
    expect(find(before, 'agreement:hosting')).toMatchObject({ state: 'running', citation: 'Clinic agreement 7' })
    expect(find(before, 'state:clinic:us-tx-individuals')).toMatchObject({ timeZone: 'America/Chicago' })
    expect(find(before, 'media:clinic:US-TX')?.state).toBe('not-applicable')
    expect(before.notice).toMatch(/counsel decides/)
    // 501 is more than 500, and the media have to be told.
    await state(incident, { ...texans, count: 501, version: 2, reason: 'More letters were found.' })
    const after = await read(incident)
    expect(find(after, 'media:clinic:US-TX')?.state).not.toBe('not-applicable')
    expect(after.incident.facts.find(({ id }) => id === 'texans')?.versions.map(({ fact }) => fact.count)).toEqual([
      480, 501,
    ])
    const believed = await read(incident, `?knownAt=${before.asOf}`)
    expect(find(believed, 'media:clinic:US-TX')?.state).toBe('not-applicable')
    const late = new Date(Date.now() + 6 * 24 * hourMs).toISOString()
    const then = await read(incident, `?asOf=${late}&knownAt=${before.asOf}`)
    expect(find(then, 'agreement:hosting')).toMatchObject({ state: 'late', passed: true })
    const unborn = await server.request('GET', `/api/v1/incidents/${incident}?knownAt=2020-01-01T00:00:00Z`, lena.as)
    expect(unborn.status).toBe(404)
  })

  it('refuses a version out of turn, a correction without a reason, strangers and what is yet to come', async () => {
    const incident = await open()
    await state(incident, clinic)
    const refused = [
      { ...clinic, version: 3, reason: 'Skipped one.' },
      { ...clinic, version: 2 },
      { ...clinic },
      { ...knew(ago(1)) },
      { ...knew(ago(-5)), party: 'clinic' },
      {
        id: 'd',
        kind: 'decision',
        party: 'clinic',
        at: ago(1),
        outcome: 'low-probability',
        decidedBy: 'a',
        secondedBy: 'b',
      },
    ]
    for (const fact of refused) {
      const reply = await act(incident, { kind: 'incident-fact-recorded', fact })
      expect([409, 422], reply.text).toContain(reply.status)
    }
    expect((await read(incident)).incident.facts).toHaveLength(1)
    const recorded = await act(incident, {
      kind: 'incident-fact-recorded',
      fact: { ...knew(ago(1)), party: 'clinic', recorded: ago(100) },
    })
    expect(recorded.status, 'when it was recorded is not for the client to say').toBe(422)
    for (const json of [
      { kind: 'incident-lesson-recorded', lesson: 'a', text: 'Check.', owner: 'nobody', due: '2027-01-01' },
      { kind: 'playbook-step-worked', playbook: 'misdirected-message', step: 'none/none', outcome: 'done', note: 'x' },
      {
        kind: 'playbook-step-worked',
        playbook: 'misdirected-message',
        step: 'contain/stop-rule',
        outcome: 'done',
        note: 'x',
        evidence: [`ev_${'0'.repeat(20)}`],
      },
      { kind: 'incident-changed', reason: 'Handed over.', backup: 'lena-lead' },
      { kind: 'incident-lesson-closed', lesson: 'none', note: 'x' },
      { kind: 'postmortem-held', at: ago(1), note: 'x' },
    ])
      expect((await act(incident, json)).status, JSON.stringify(json)).toBeGreaterThanOrEqual(400)
  })

  it('is worked by playbook, notes, lessons and a postmortem, and cannot be closed while a notice is owed', async () => {
    const incident = await open()
    for (const json of [
      { kind: 'incident-noted', what: 'event', text: 'The hospital called.', occurred: ago(4), detected: ago(3) },
      {
        kind: 'incident-decision-logged',
        decision: 'Stop the channel.',
        reason: 'It repeats.',
        at: ago(2),
        decidedBy: 'lena-lead',
      },
      {
        kind: 'playbook-step-worked',
        playbook: 'misdirected-message',
        step: 'contain/stop-rule',
        outcome: 'done',
        note: 'Stopped.',
        evidence: [evidence],
      },
      { kind: 'incident-stage-reached', stage: 'contained', at: ago(2), note: 'The channel is stopped.' },
      {
        kind: 'incident-lesson-recorded',
        lesson: 'test-routes',
        text: 'Test each route.',
        owner: 'omar-officer',
        due: '2027-01-31',
      },
      { kind: 'incident-lesson-closed', lesson: 'test-routes', note: 'Done.', evidence: [evidence] },
      { kind: 'postmortem-planned', owner: 'lena-lead', due: '2027-01-15' },
      { kind: 'postmortem-held', at: ago(1), note: 'Held with all.' },
      { kind: 'incident-changed', severity: 'low', reason: 'One message only.' },
    ]) {
      const reply = await act(incident, json)
      expect(reply.status, reply.text).toBe(201)
    }
    const shown = (await read(incident)).incident
    expect(shown).toMatchObject({ stage: 'contained', severity: 'low', steps: [{ step: 'contain/stop-rule' }] })
    expect(shown.lessons[0]?.closed).not.toBeNull()
    expect(shown.times).toMatchObject({ toDetect: 7200, toContain: 3600 })
    await state(incident, clinic, host, agreement, knew(ago(3)))
    const close = { kind: 'incident-stage-reached', stage: 'closed', at: ago(0.001), note: 'Nothing more to do.' }
    const refused = await act(incident, close)
    expect(refused.status, refused.text).toBe(409)
    const listed = await server.request('GET', `/api/v1/incidents/${incident}/acts?limit=3`, lena.as)
    const page = listed.json<{ items: { kind: string }[]; next: string | null; total: number }>()
    expect(page).toMatchObject({ total: 14, items: [{ kind: 'incident-fact-recorded' }, {}, {}] })
    expect(page.next).not.toBeNull()
  })

  it('stands first in the list while something is due, and an exercise is told apart', async () => {
    const first = await open()
    await state(first, host, clinic, { ...agreement, term: { hours: 4 } }, knew(ago(3)))
    const exercise = await open({ exercise: true, title: 'Tabletop' })
    const closed = await act(exercise, {
      kind: 'incident-stage-reached',
      stage: 'closed',
      at: ago(0.001),
      note: 'Over.',
    })
    expect(closed.status, closed.text).toBe(201)
    const list = async (query: string) =>
      (await server.request('GET', `/api/v1/incidents${query}`, lena.as)).json<{
        items: { id: string; nearest: { clock: string } | null; exercise: boolean }[]
        total: number
      }>()
    const all = await list('')
    expect(all.items[0]).toMatchObject({ id: first, nearest: { clock: 'agreement:hosting' } })
    expect(all.items.at(-1)).toMatchObject({ id: exercise, nearest: null })
    expect((await list('?exercise=false')).items.some((one) => one.exercise)).toBe(false)
    expect((await list('?exercise=true')).total).toBe(1)
  })
})

it('is opened as the page in docs says', async () => {
  const page = await readFile(new URL('../../../../../docs/incidents.md', import.meta.url), 'utf8')
  const body = /-d '(\{[^']+\})'/.exec(page)?.[1] ?? ''
  const reply = await server.request('POST', '/api/v1/incidents', {
    key: own.keys.administrator,
    json: JSON.parse(body),
  })
  expect(reply.status, reply.text).toBe(201)
  const described = [...page.matchAll(/^\| (`[^|]+`) \|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([a-z-]+)`/g)].map(([, kind]) => kind),
  )
  expect(new Set(described)).toEqual(new Set(statedActSchema.options.map(({ shape }) => shape.kind.value)))
})

describe('a breach decision', () => {
  const factor = { risk: 'low', rationale: because, evidence: [] as string[] }
  const decide = async (incident: string, path: string, who: RequestOptions, more: object = {}) =>
    server.request('POST', `/api/v1/incidents/${incident}/${path}`, {
      ...who,
      json: { party: 'clinic', version: 1, outcome: 'low-probability', ...more },
    })
  const four = ['phi-extent', 'recipient', 'acquired-or-viewed', 'mitigation']

  async function assess(incident: string, names: readonly string[], version = 1): Promise<Reply> {
    const factors = Object.fromEntries(names.map((name) => [name, { ...factor, evidence: [sha256] }]))
    const reason = version === 1 ? {} : { reason: 'The fourth factor is known now.' }
    const assessment = { secured: null, exclusion: null, factors }
    return act(incident, { kind: 'breach-assessed', party: 'clinic', version, assessment, ...reason })
  }

  it('is made by one person and confirmed by another; then, and not before, the clocks of the rule end', async () => {
    const incident = await open()
    await state(incident, clinic, { ...knew(ago(3)), party: 'clinic' })
    expect((await assess(incident, four.slice(0, 3))).status).toBe(201)
    const early = await decide(incident, 'breach-decisions', lena.as)
    expect(early.status, early.text).toBe(409)
    expect((await assess(incident, four, 2)).status).toBe(201)
    const version = { version: 2 }
    expect((await decide(incident, 'breach-seconds', omar.as, version)).status).toBe(409)
    // Neither a key nor somebody the program does not name.
    const key = await decide(incident, 'breach-decisions', { key: own.keys['compliance-lead'] }, version)
    expect(key.status).toBe(403)
    const nina = await inviteAs(server, own, 'compliance-lead', 'Nina Nobody')
    expect((await decide(incident, 'breach-decisions', nina.as, version)).status).toBe(403)
    expect((await decide(incident, 'breach-decisions', lena.as, version)).status).toBe(201)
    expect((await decide(incident, 'breach-seconds', lena.as, version)).status).toBe(403)
    expect((await decide(incident, 'breach-seconds', omar.as, { ...version, outcome: 'breach' })).status).toBe(409)
    const individuals = async () =>
      (await read(incident)).clocks.find(({ clock }) => clock === 'individuals:clinic')?.state
    expect((await read(incident)).incident.assessments[0]?.standing).toBe('presumed')
    expect(await individuals()).not.toBe('not-applicable')
    const seconded = await decide(incident, 'breach-seconds', omar.as, version)
    expect(seconded.status, seconded.text).toBe(201)
    expect((await read(incident)).incident.assessments).toMatchObject([
      { standing: 'low-probability', seconded: { person: 'omar-officer' } },
    ])
    expect(await individuals()).toBe('not-applicable')
    expect((await decide(incident, 'breach-seconds', omar.as, version)).status).toBe(409)
  })

  it('refuses an assessment on evidence that nobody recorded, and one of an older version', async () => {
    const incident = await open()
    await state(incident, clinic)
    const factors = { recipient: { ...factor, evidence: ['0'.repeat(64)] } }
    const assessment = { secured: null, exclusion: null, factors }
    const unknown = await act(incident, { kind: 'breach-assessed', party: 'clinic', version: 1, assessment })
    expect(unknown.status).toBe(422)
    expect((await assess(incident, [])).status).toBe(201)
    expect((await assess(incident, [])).status).toBe(409)
  })
})
