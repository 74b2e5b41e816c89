import { createHash } from 'node:crypto'
import { checks, compileCheck, sealResult } from '@evidentia/connectors'
import type {
  AssessmentInput,
  CheckDefinition,
  Evidence,
  EvidenceEvent,
  ProgramDocument,
  SealedResult,
  SourcedRecord,
  TypedRecord,
  RecordDraft,
} from '@evidentia/core'
import { checkDefinitionSchema, listCheckRuns, parseCatalog, recordSchema, sealedResultSchema } from '@evidentia/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rerunResult } from './rerun-result.ts'
import type { Artifacts } from './rerun-result.ts'
import type { SealedFacts } from './sealed-facts.ts'

const source = { title: 'Test', checked: '2026-01-01' }
const catalog = parseCatalog({
  frameworks: [],
  controls: [
    {
      path: 'controls/accounts.yaml',
      value: {
        id: 'accounts',
        version: 1,
        title: 'Accounts',
        area: 'access',
        objective: 'They are looked at.',
        ownerRole: 'lead',
        backupRole: 'second',
        scope: { subject: 'organization' },
        policy: { clause: 'We look.' },
        implementation: [{ for: 'any', text: 'Done.' }],
        evidence: [
          {
            id: 'listing',
            title: 'Listing',
            artifact: 'A listing',
            cadence: 'monthly',
            graceDays: 10,
            systemOfRecord: 'Console',
            collection: 'person',
            checks: [
              'leaver-accounts-disabled',
              'access-keys-rotated',
              'critical-vulnerabilities-within-deadline',
              'own-check',
            ],
          },
        ],
        auditorQuestions: [{ question: 'Are they?', answeredFrom: 'Listings' }],
        commonFailure: 'Nobody looks.',
        compensatingControls: [],
        source,
        licence: 'Apache-2.0',
      },
    },
  ],
})

const definition: CheckDefinition = checkDefinitionSchema.parse({
  id: 'own-check',
  version: 4,
  title: 'Names are short',
  asserts: 'Every enabled account has a name of at most {letters} letters.',
  population: 'account',
  value: 'username',
  parameters: { letters: { type: 'integer', title: 'Letters', unit: 'letters', minimum: 1, maximum: 60, default: 6 } },
  appliesTo: 'record.enabled',
  expression: 'size(record.username) <= parameters.letters',
})

const at = '2026-01-01T00:00:00Z'
const documents: ProgramDocument[] = [
  {
    kind: 'organization',
    id: 'acme',
    effective: '2026-01-01',
    recordedAt: at,
    body: {
      id: 'acme',
      name: 'Acme',
      timeZone: 'America/Chicago',
      observationPeriod: { from: '2026-01-01', to: '2026-12-31' },
      frameworks: ['one'],
      roles: {},
    },
  },
  {
    kind: 'control',
    id: 'accounts',
    effective: '2026-01-01',
    recordedAt: at,
    body: { id: 'accounts', version: 1, adopted: '2026-01-01' },
  },
  { kind: 'check', id: 'own-check', effective: '2026-01-01', recordedAt: at, body: definition },
]

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const day = fc.integer({ min: 1, max: 28 }).map((date) => `2026-02-${String(date).padStart(2, '0')}`)
const name = fc.constantFrom('ada', 'bob', 'cleo.marsh', 'dora', 'eve', 'svc-backup')
const account = fc.record({
  username: name,
  kind: fc.constantFrom('person', 'service'),
  enabled: fc.boolean(),
  rotated: fc.option(day),
})
const person = fc.record({ name, left: fc.option(day) })
const weakness = fc.record({
  id: fc.constantFrom('CVE-1', 'CVE-2'),
  severity: fc.constantFrom('critical', 'high', 'low'),
  scanned: fc.option(day),
})
const file = fc.record({
  day,
  accounts: fc.option(fc.uniqueArray(account, { selector: ({ username }) => username })),
  people: fc.option(fc.uniqueArray(person, { selector: (one) => one.name })),
  weaknesses: fc.option(fc.array(weakness, { maxLength: 3 })),
  skipped: fc.constantFrom(0, 0, 0, 2),
  statesEmpty: fc.boolean(),
  review: fc.constantFrom(null, 'accepted', 'explained', 'rejected'),
})
type File = typeof file extends fc.Arbitrary<infer T> ? T : never

function recordsOf({ accounts, people, weaknesses }: File): TypedRecord[] {
  const drafts = [
    ...(accounts ?? []).map(({ username, kind, enabled, rotated }): RecordDraft => ({
      type: 'account',
      key: username,
      line: 2,
      body: {
        username,
        identifier: username,
        kind: kind === 'person' ? 'person' : 'service',
        enabled,
        passwordEnabled: null,
        passwordLastUsed: null,
        passwordLastChanged: null,
        mfa: null,
        created: null,
        keys: [
          { label: 'key', active: true, lastRotated: rotated === null ? null : `${rotated}T05:00:00Z`, lastUsed: null },
        ],
      },
    })),
    ...(people ?? []).map((one): RecordDraft => ({
      type: 'person',
      key: one.name,
      body: {
        employeeId: one.name,
        name: one.name,
        email: `${one.name}@acme.example`,
        title: null,
        department: null,
        managerId: null,
        status: one.left === null ? 'active' : 'terminated',
        hired: null,
        terminated: one.left,
      },
    })),
    ...(weaknesses ?? []).map(({ id, severity, scanned }, index): RecordDraft => ({
      type: 'vulnerability',
      key: `${id}-${index}`,
      body: {
        identifier: id,
        target: 'portal',
        package: 'openssl',
        installedVersion: '1',
        fixedVersion: null,
        severity: severity === 'critical' ? 'critical' : severity === 'high' ? 'high' : 'low',
        title: null,
        published: null,
        scanned: scanned === null ? null : `${scanned}T12:00:00Z`,
      },
    })),
  ]
  return drafts.map((draft) => recordSchema.parse(draft))
}

/** Files as a log would hold them, every check on them sealed, and the bytes behind them. */
function sealAll(files: readonly File[], own: readonly ProgramDocument[] = documents) {
  const bytes = new Map<string, Uint8Array>()
  const events: EvidenceEvent[] = []
  const records = new Map<string, SourcedRecord[]>()
  const evidence = files.map((one, index): Evidence => {
    const found = recordsOf(one)
    const derived = new Uint8Array(Buffer.from(found.map((record) => `${JSON.stringify(record)}\n`).join('')))
    bytes.set(sha256(derived), derived)
    const id = `ev_${String(index).padStart(20, '0')}`
    records.set(
      id,
      found.map((record) => ({ ...record, evidence: id })),
    )
    const counts = {
      ...(one.accounts === null ? {} : { account: one.accounts.length }),
      ...(one.people === null ? {} : { person: one.people.length }),
      ...(one.weaknesses === null ? {} : { vulnerability: one.weaknesses.length }),
    }
    if (one.review !== null)
      events.push({
        kind: 'evidence-reviewed',
        entry: own.length + files.length + events.length,
        recordedAt: '2026-03-01T00:00:00Z',
        by: { id: 'u', name: 'Bob' },
        body: {
          evidence: id,
          outcome: one.review === 'rejected' ? 'rejected' : 'accepted',
          ...(one.review === 'explained' ? { note: 'They moved.' } : {}),
        },
      })
    return {
      id,
      artifact: { sha256: sha256(derived), size: 1, name: `file-${index}`, mediaType: 'text/csv' },
      derived: {
        importer: 'test',
        version: 1,
        sha256: sha256(derived),
        size: derived.length,
        counts,
        skipped: [],
        skippedTotal: one.skipped,
      },
      proves: [{ requirement: 'accounts/listing' }],
      effective: { from: one.day, to: one.day },
      collectedAt: `${one.day}T12:00:00Z`,
      source: 'Console',
      collector: { type: 'person', id: 'ada' },
      recordedAt: `${one.day}T13:00:00Z`,
      ...(one.statesEmpty ? { statesEmpty: true as const } : {}),
    }
  })
  const input: AssessmentInput = {
    catalog,
    documents: own,
    evidence,
    events,
    records: (id) => records.get(id) ?? [],
    checks,
    compileCheck,
    asOf: '2026-03-05',
  }
  const size = own.length + files.length + events.length
  const sealed = [...listCheckRuns(input)].map((run, index) => {
    const { fact, artifact } = sealResult(run, run.run(), size)
    if (artifact !== null) bytes.set(artifact.sha256, new Uint8Array(Buffer.from([...artifact.lines()].join(''))))
    // As the log gives it back.
    return { ...sealedResultSchema.parse(JSON.parse(JSON.stringify(fact))), entry: size + index }
  })
  const facts: SealedFacts = {
    documents: own.map((document, entry) => ({ ...document, entry })),
    evidence: new Map(evidence.map((one, index) => [one.id, { ...one, entry: own.length + index }])),
    events,
    results: new Map(sealed.map((one) => [one.id, one])),
  }
  const artifacts: Artifacts = { withheld: new Map(), readArtifact: async (hash) => Promise.resolve(bytes.get(hash)) }
  return { sealed, facts, artifacts, bytes, evidence }
}

const few: File = {
  day: '2026-02-10',
  accounts: [
    { username: 'ada', kind: 'person', enabled: true, rotated: '2026-02-01' },
    { username: 'cleo.marsh', kind: 'person', enabled: true, rotated: null },
  ],
  people: [{ name: 'ada', left: null }],
  weaknesses: null,
  skipped: 0,
  statesEmpty: false,
  review: null,
}

describe('a sealed result', () => {
  it('gives the same bytes again, whatever it was given', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(file, { minLength: 1, maxLength: 4 }), async (files) => {
        const { sealed, facts, artifacts } = sealAll(files)
        for (const one of sealed) expect(await rerunResult(one, facts, artifacts)).toMatchObject({ outcome: 'same' })
      }),
      { numRuns: 60 },
    )
  })

  it('is named by what it says and not by the order in which the records came', () => {
    fc.assert(
      fc.property(file, fc.nat(), (one, seed) => {
        const accounts = one.accounts ?? []
        const turned = accounts.map((_, index) => accounts[(index + seed) % accounts.length] ?? _)
        const itemsOf = (given: File) =>
          sealAll([given]).sealed.map(({ itemsSha256, counts }) => ({ itemsSha256, counts }))
        expect(itemsOf({ ...one, accounts: turned })).toEqual(itemsOf({ ...one, accounts }))
      }),
      { numRuns: 40 },
    )
  })

  it('shows the first difference when somebody has sealed what the check does not say', async () => {
    const { sealed, facts, artifacts } = sealAll([few])
    const own = sealed.find(({ check }) => check === 'own-check')!
    const items = 'items' in own.content ? own.content.items : []
    expect(own).toMatchObject({ verdict: 'not-met', version: 4, definition: { expression: expect.any(String) } })
    const better = { ...own, verdict: 'met' as const }
    expect((await rerunResult(better, facts, artifacts)).sentence).toBe('verdict: met was sealed and not-met comes out')
    const [first, ...rest] = items
    const kinder = {
      ...own,
      content: { ...own.content, items: [{ ...first!, reason: 'fine' }, ...rest] },
    } as typeof own
    expect((await rerunResult(kinder, facts, artifacts)).sentence).toBe(
      'item 1: cleo.marsh not-met (fine) was sealed and cleo.marsh not-met (username is cleo.marsh) comes out',
    )
    const wider = { ...own, parameters: { letters: 60 } }
    expect(await rerunResult(wider, facts, artifacts)).toMatchObject({
      outcome: 'differs',
      sentence: expect.stringContaining('verdict'),
    })
    expect((await rerunResult({ ...own, summary: 'All is well.' }, facts, artifacts)).sentence).toContain(
      'summary: "All is well."',
    )
    expect((await rerunResult({ ...own, id: 're_00000000000000000000' }, facts, artifacts)).sentence).toContain('id: ')
  })

  it('says what is not here when it cannot be run', async () => {
    const { sealed, facts, artifacts, evidence } = sealAll([few])
    const own = sealed.find(({ check }) => check === 'own-check')!
    const installed = sealed.find(({ check }) => check === 'access-keys-rotated')!
    const sentenceOf = async (
      result: SealedResult & { entry: number },
      from: Partial<SealedFacts> = {},
      read: Partial<Artifacts> = {},
    ) => {
      const { outcome, sentence } = await rerunResult(result, { ...facts, ...from }, { ...artifacts, ...read })
      expect(outcome).toBe('cannot')
      return sentence
    }
    const [item] = evidence
    const gone = { readArtifact: async () => Promise.resolve(undefined) }
    expect(
      await sentenceOf(own, {}, { ...gone, withheld: new Map([[item!.derived!.sha256, 'Disposed of in 2032.']]) }),
    ).toBe(`the records of file-0 (${item!.id}) are not in this package: disposed of in 2032`)
    expect(await sentenceOf({ ...installed, version: 9 })).toContain(
      'given by version 9 of access-keys-rotated, and version 1 is installed here',
    )
    expect(await sentenceOf({ ...installed, check: 'nobody-wrote-it' })).toContain(
      'the check nobody-wrote-it is not installed here',
    )
    expect(await sentenceOf(own, { documents: facts.documents.filter(({ kind }) => kind !== 'check') })).toContain(
      'the log does not hold the definition of own-check, version 4',
    )
    expect(await sentenceOf(own, { evidence: new Map() })).toContain(
      `the log has no evidence ${item!.id} before the result`,
    )
    const other = { ...item!, derived: { ...item!.derived!, sha256: 'f'.repeat(64) }, entry: 0 }
    expect(await sentenceOf(own, { evidence: new Map([[item!.id, other]]) })).toContain(
      'the result names other records of',
    )
  })

  it('keeps its items apart when they are many, and gives the same bytes all the same', async () => {
    const accounts = Array.from({ length: 400 }, (_, index) => ({
      username: `account-${index}`,
      kind: 'person',
      enabled: true,
      rotated: null,
    }))
    const { sealed, facts, artifacts, bytes } = sealAll([{ ...few, accounts: accounts as never }])
    const own = sealed.find(({ check }) => check === 'own-check')!
    if (!('sha256' in own.content)) throw new Error('the items should be an artifact')
    expect(own.counts).toMatchObject({ 'not-met': 400 })
    expect(bytes.get(own.content.sha256)?.length).toBe(own.content.size)
    expect(await rerunResult(own, facts, artifacts)).toMatchObject({ outcome: 'same' })
    bytes.delete(own.content.sha256)
    expect((await rerunResult(own, facts, artifacts)).sentence).toBe('its items are not in this package')
  })
})
