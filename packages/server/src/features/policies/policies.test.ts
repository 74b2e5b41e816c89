import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inviteAs } from '../../testing/invite.ts'
import {
  createTestOrganization,
  type RequestOptions,
  startTestServer,
  type TestOrganization,
  type TestServer,
} from '../../testing/test-server.ts'

let server: TestServer
let own: TestOrganization
let lena: RequestOptions
let eve: RequestOptions
const today = new Date().toISOString().slice(0, 10)
const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)

beforeAll(async () => {
  server = await startTestServer()
  own = await createTestOrganization(server, 'house')
  lena = (await inviteAs(server, own, 'compliance-lead', 'Lena Lead')).as
  eve = (await inviteAs(server, own, 'executive', 'Eve Executive')).as
  for (const name of ['Lena Lead', 'Eve Executive']) {
    const id = name.toLowerCase().replace(' ', '-')
    const email = `${name.toLowerCase().replace(' ', '.')}@house.example`
    const reply = await put('person', id, { id, name, email })
    expect(reply.status, reply.text).toBe(200)
  }
})
afterAll(async () => server.stop())

async function put(kind: string, id: string, body: object | null, effective = '2026-01-01') {
  return server.request('PUT', `/api/v1/documents/${kind}/${id}`, {
    key: own.keys.administrator,
    json: { effective, body },
  })
}
async function send(method: string, path: string, as: RequestOptions, json?: unknown) {
  return server.request(method, `/api/v1${path}`, { ...as, ...(json === undefined ? {} : { json }) })
}

interface Version {
  readonly effective: string
  readonly sha256: string
  readonly body: { readonly text: string; readonly approval?: { readonly by: string; readonly on: string } }
}
interface Read {
  readonly state: string
  readonly draftWaiting: boolean
  readonly mayApprove: boolean
  readonly acknowledged: number
  readonly workforce: number
  readonly acknowledgedAt: string | null
  readonly inForce: Version | null
  readonly draft: Version | null
  readonly versions: Version[]
}
async function read(id: string, as: RequestOptions, asOf = ''): Promise<Read> {
  const reply = await send('GET', `/policies/${id}${asOf === '' ? '' : `?asOf=${asOf}`}`, as)
  expect(reply.status, reply.text).toBe(200)
  return reply.json<Read>()
}

function text(words: string) {
  return {
    effective: today,
    title: 'Sanctions',
    owner: 'lena-lead',
    author: 'lena-lead',
    reviewMonths: 12,
    controls: ['restore-test'],
    from: { type: 'text', text: words },
  }
}
async function draft(id: string, words: string, as: RequestOptions = lena): Promise<Version> {
  const reply = await send('POST', `/policies/${id}/drafts`, as, text(words))
  expect(reply.status, reply.text).toBe(201)
  return reply.json<Version>()
}

describe('a draft', () => {
  it('is named by the SHA-256 of its text, is not in force, and counts as nothing', async () => {
    const words = 'Rules that cost nothing to break protect no patient.'
    const { sha256 } = await draft('sanctions', words)
    expect(sha256).toBe(createHash('sha256').update(words).digest('hex'))
    const policy = await read('sanctions', eve)
    expect(policy).toMatchObject({ state: 'draft', draftWaiting: true, inForce: null, mayApprove: true })
    expect((await read('sanctions', lena)).mayApprove).toBe(false)
  })

  it('comes from a template with every variable decided, and with the cadence the organization operates', async () => {
    const template = (await send('GET', '/policy-templates/sanctions', { key: own.keys.contributor })).json<{
      variables: Record<string, { suggested?: string | number; options?: string[] }>
    }>()
    const values = Object.fromEntries(
      Object.entries(template.variables).map(([name, { suggested, options }]) => [
        name,
        suggested ?? options?.[0] ?? 'decided',
      ]),
    )
    const from = (given: object) => ({
      ...text(''),
      controls: [],
      from: { type: 'template', template: 'sanctions', values: given },
    })
    const gap = await send('POST', '/policies/from-template/drafts', lena, from({}))
    expect([gap.status, gap.json()['detail']]).toEqual([422, expect.stringContaining('has no value; decide one')])
    const done = await send('POST', '/policies/from-template/drafts', lena, from(values))
    expect(done.status, done.text).toBe(201)
    expect(done.json<Version>().body.text).toContain('Organization house')
    expect(done.json<Version>().body.text).not.toContain('{{')
  })

  it('names only people and controls that exist', async () => {
    const nobody = await send('POST', '/policies/lost/drafts', lena, { ...text('x'), author: 'nobody' })
    expect(nobody.json()['detail']).toContain('names the person "nobody" at author, which does not exist')
    const nothing = await send('POST', '/policies/lost/drafts', lena, { ...text('x'), controls: ['no-such'] })
    expect(nothing.json()['detail']).toContain('names the control "no-such" at controls')
    expect((await send('GET', '/policies/lost', lena)).status).toBe(404)
  })
})

describe('an approval', () => {
  it('is given by nobody but a signed-in person of the program who neither wrote nor recorded the text', async () => {
    const { sha256 } = await draft('approved', 'First text.')
    const json = { sha256, effective: today }
    const path = '/policies/approved/approvals'
    const machine = await send('POST', path, { key: own.keys.executive }, json)
    expect([machine.status, machine.json()['detail']]).toEqual([
      403,
      'An approval is the word of a named person, not of a key.',
    ])
    expect((await send('POST', path, lena, json)).json()['detail']).toContain('You are the author')
    const stranger = (await inviteAs(server, own, 'executive', 'Sam Stranger')).as
    const unknown = await send('POST', path, stranger, json)
    expect([unknown.status, unknown.json()['detail'], unknown.json()['remedy']]).toEqual([
      409,
      expect.stringContaining('sam.stranger@house.example'),
      expect.stringContaining('Record the person'),
    ])
    const done = await send('POST', path, eve, json)
    expect(done.status, done.text).toBe(201)
    expect(done.json<Version>()).toMatchObject({
      sha256,
      effective: today,
      body: { approval: { by: 'eve-executive', on: today } },
    })
    expect(await read('approved', lena)).toMatchObject({ state: 'in-force', draftWaiting: false, draft: null })
  })

  it('is refused to whoever recorded the draft in another author’s name', async () => {
    const body = { ...text('Written by Lena, typed by the administrator.'), author: 'person-house' }
    const { sha256 } = (await send('POST', '/policies/typed/drafts', lena, body)).json<Version>()
    const refused = await send('POST', '/policies/typed/approvals', lena, { sha256, effective: today })
    expect(refused.json()['detail']).toContain('You recorded this draft')
  })

  it('is about the text that was read, and begins no earlier than it is given', async () => {
    const { sha256 } = await draft('raced', 'One.')
    await draft('raced', 'Two.')
    const late = await send('POST', '/policies/raced/approvals', eve, { sha256, effective: today })
    expect([late.status, late.json()['detail']]).toEqual([409, expect.stringContaining('The text changed')])
    const newest = (await read('raced', eve)).draft?.sha256
    const backdated = await send('POST', '/policies/raced/approvals', eve, { sha256: newest, effective: '2026-01-01' })
    expect([backdated.status, backdated.json()['detail']]).toEqual([422, expect.stringContaining('before the day')])
  })

  it('cannot be recorded as a document, nor can an approved text be changed or withdrawn on its day', async () => {
    const body = {
      id: 'approved',
      title: 'Sanctions',
      owner: 'lena-lead',
      author: 'lena-lead',
      reviewMonths: 12,
      controls: [],
      text: 'Slipped in.',
    }
    const approved = await put('policy', 'approved', { ...body, approval: { by: 'eve-executive', on: today } }, today)
    expect([approved.status, approved.json()['detail']]).toEqual([
      422,
      expect.stringContaining('given by the approver'),
    ])
    for (const other of [body, null]) expect((await put('policy', 'approved', other, today)).status).toBe(409)
    expect((await read('approved', lena)).inForce?.body.text).toBe('First text.')
  })

  it('of a later text leaves the one in force until its day, and never takes its place on the same day', async () => {
    const { sha256 } = await draft('approved', 'Second text.')
    expect(await read('approved', eve)).toMatchObject({
      draftWaiting: true,
      inForce: { body: { text: 'First text.' } },
    })
    const path = '/policies/approved/approvals'
    expect((await send('POST', path, eve, { sha256, effective: today })).status).toBe(409)
    expect((await send('POST', path, eve, { sha256, effective: tomorrow })).status).toBe(201)
    expect((await read('approved', eve)).inForce?.body.text).toBe('First text.')
    expect((await read('approved', eve, tomorrow)).inForce?.body.text).toBe('Second text.')
    expect((await read('approved', eve, today)).versions.map((one) => one.body.text)).toContain('Second text.')
  })
})

describe('an acknowledgment', () => {
  it('is of the version in force, counts once, and stands in the log', async () => {
    const path = '/policies/approved/acknowledgments'
    const { inForce, workforce } = await read('approved', lena)
    const wrong = await send('POST', path, lena, { sha256: 'a'.repeat(64) })
    expect([wrong.status, wrong.json()['detail']]).toEqual([409, expect.stringContaining('not the version')])
    const first = await send('POST', path, lena, { sha256: inForce?.sha256 })
    expect(first.status, first.text).toBe(201)
    const again = await send('POST', path, lena, { sha256: inForce?.sha256 })
    expect([again.status, again.json()]).toEqual([200, first.json()])
    expect(await read('approved', lena)).toMatchObject({
      acknowledged: 1,
      workforce,
      acknowledgedAt: first.json()['at'],
    })
    // A new text is a new version to acknowledge.
    expect((await read('approved', lena, tomorrow)).acknowledged).toBe(0)
    const listed = (await send('GET', `${path}?state=acknowledged`, lena)).json<{ items: object[]; total: number }>()
    expect(listed.items).toMatchObject([{ person: 'lena-lead', name: 'Lena Lead', entry: expect.any(Number) }])
    const rest = (await send('GET', `${path}?state=outstanding&limit=1`, lena)).json<{ total: number; next: string }>()
    expect([rest.total, rest.next]).toEqual([workforce - 1, expect.any(String)])
  })
})

describe('the PDF of a version', () => {
  it('has the text, its approval and its SHA-256, is tagged, and is the same every time', async () => {
    const { inForce } = await read('approved', lena)
    const path = `/policies/approved/versions/${inForce?.sha256}/pdf`
    const fetchPdf = async () => {
      const reply = await fetch(`${server.address}/api/v1${path}`, {
        headers: { authorization: `Bearer ${own.keys.auditor}` },
      })
      expect(reply.status).toBe(200)
      expect(reply.headers.get('content-type')).toBe('application/pdf')
      return Buffer.from(await reply.arrayBuffer())
    }
    const pdf = await fetchPdf()
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
    expect(pdf.equals(await fetchPdf())).toBe(true)
    const { extractText } = await import('unpdf')
    const found = (await extractText(new Uint8Array(pdf), { mergePages: true })).text
    expect(found).toContain('First text.')
    expect(found).toContain(`Eve Executive, ${today}`)
    expect(found.replaceAll(/\s/g, '')).toContain(inForce?.sha256)
    expect((await send('GET', `/policies/approved/versions/${'0'.repeat(64)}/pdf`, lena)).status).toBe(404)
  })
})
