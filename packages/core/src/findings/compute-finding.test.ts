import { describe, expect, it } from 'vitest'
import type { AssessmentInput } from '../assessment/assess.ts'
import { knowledgeOf } from '../assessment/assess.ts'
import type { Check } from '../checks/check.ts'
import { act } from '../testing/finding-acts.ts'
import {
  catalog,
  catalogWithCheck,
  document,
  documentsOf,
  drill,
  event,
  organization,
  plainCheck,
} from '../testing/workload.ts'
import { actsOn, computeFinding } from './compute-finding.ts'
import type { FindingAct } from './finding-acts.ts'
import { listHistory } from './finding-history.ts'
import { traceFindings } from './trace-findings.ts'
import { traceRaised } from './trace-raised.ts'

const id = 'gap:restore-test/restore-drill@system:db-one'
const terms = document('organization', { ...organization, findingTerms: { high: 14, medium: 30, low: 90 } })
const documents = [...documentsOf().filter(({ kind }) => kind !== 'organization'), terms]
/** February is missed; what came in January, March and April is there. */
const missedFebruary = ['2026-01-10', '2026-03-10', '2026-04-10'].map((day) => drill(day))
const february = drill('2026-02-27', { collectedAt: '2026-05-04T15:00:00Z', recordedAt: '2026-05-04T15:01:00Z' })

interface Asked {
  readonly input?: Partial<AssessmentInput>
  readonly acts?: readonly FindingAct[]
  readonly finding?: string
}

function ask(asOf: string, { input = {}, acts = [], finding = id }: Asked = {}) {
  const evidence = input.evidence ?? missedFebruary
  const knowledge = knowledgeOf({ catalog, documents, records: () => [], checks: [], ...input, evidence, asOf })
  const trace = traceFindings(knowledge, asOf).traces.find((one) => one.id === finding)
  if (trace === undefined) throw new Error(`There is no trace of ${finding}.`)
  const { timeZone } = knowledge.facts
  const question = { asOf, knownAt: input.knownAt, timeZone, program: knowledge.history.on(asOf) }
  return {
    item: computeFinding(trace, acts, question),
    history: listHistory(trace, acts, question).map(({ day, type }) => `${day} ${type}`),
  }
}

describe('a missed month', () => {
  it('is one finding whatever kind it is of, with owner, severity and the day it is due', () => {
    expect(ask('2026-03-09').item).toMatchObject({ state: 'closed', kind: 'missing-evidence' })
    expect(ask('2026-03-11', { input: { evidence: missedFebruary.slice(0, 1) } }).item).toMatchObject({
      id,
      state: 'open',
      kind: 'overdue-evidence',
      severity: 'medium',
      owner: 'ada',
      since: '2026-03-11',
      due: '2026-04-10',
    })
    const missing = ask('2026-04-20')
    expect(missing.item).toMatchObject({
      id,
      state: 'open',
      kind: 'missing-evidence',
      severity: 'high',
      recurrences: 0,
    })
    expect(missing.history).toEqual([
      '2026-01-01 found',
      '2026-01-10 closed',
      '2026-03-11 found',
      '2026-04-10 evidence',
    ])
  })

  it('is closed by the evidence that came for it, and by no act', () => {
    const acts = [
      act('finding-started', '2026-04-20', { finding: id }, { entry: 1 }),
      act('finding-ready', '2026-04-22', { finding: id }, { entry: 2 }),
      act('finding-verified', '2026-04-23', { finding: id, evidence: february.id, note: 'Seen.' }, { entry: 3 }),
    ]
    expect(ask('2026-04-20', { acts }).item?.state).toBe('in-progress')
    expect(ask('2026-04-30', { acts }).item).toMatchObject({ state: 'ready-to-verify', closing: null })
    const evidence = [...missedFebruary, february]
    expect(ask('2026-05-03', { input: { evidence }, acts }).item?.state).toBe('ready-to-verify')
    expect(ask('2026-05-04', { input: { evidence }, acts }).item).toMatchObject({
      state: 'closed',
      closed: '2026-05-04',
      closing: { type: 'evidence', evidence: february.id },
    })
  })

  it('is reopened as a recurrence when another month is missed, and starts anew', () => {
    const evidence = [...missedFebruary, february]
    const acts = [act('finding-started', '2026-04-20', { finding: id })]
    expect(ask('2026-06-11', { input: { evidence }, acts }).item).toMatchObject({ state: 'reopened', recurrences: 1 })
    const again = [...acts, act('finding-started', '2026-06-12', { finding: id }, { entry: 101 })]
    expect(ask('2026-06-12', { input: { evidence }, acts: again }).item).toMatchObject({
      state: 'in-progress',
      recurrences: 1,
    })
  })

  it('waits for a named verifier where it shows no longer and nothing proves that it is gone', () => {
    const moved = document(
      'organization',
      { ...organization, observationPeriod: { from: '2026-04-01', to: '2026-12-31' } },
      '2026-04-25',
    )
    const asked = { input: { documents: [...documents, moved] } }
    expect(ask('2026-04-24', asked).item?.state).toBe('open')
    const after = ask('2026-04-25', asked)
    expect(after.item).toMatchObject({ state: 'ready-to-verify', shows: false, closing: null })
    expect(after.history.at(-1)).toBe('2026-04-25 unproved')
    const verified = act('finding-verified', '2026-04-28', { finding: id, evidence: february.id, note: 'Seen.' })
    expect(ask('2026-04-28', { ...asked, acts: [verified] }).item).toMatchObject({
      state: 'closed',
      closed: '2026-04-28',
      closing: { type: 'attestation', by: 'Bob', entry: 100 },
    })
  })

  it('is not proved by the document that moved the period on, whatever kind it was of', () => {
    const rejected = event('evidence-reviewed', '2026-03-20', {
      evidence: february.id,
      outcome: 'rejected',
      note: 'Another database.',
    })
    const inTime = { ...february, collectedAt: '2026-02-27T15:00:00Z', recordedAt: '2026-02-27T15:01:00Z' }
    const moved = document(
      'organization',
      { ...organization, observationPeriod: { from: '2026-04-01', to: '2026-12-31' } },
      '2026-04-25',
    )
    const input = { evidence: [...missedFebruary, inTime], events: [rejected], documents: [...documents, moved] }
    expect(ask('2026-04-24', { input }).item).toMatchObject({ state: 'open', kind: 'unknown-result' })
    expect(ask('2026-04-25', { input }).item).toMatchObject({ state: 'ready-to-verify', shows: false, closing: null })
  })

  it('is not closed by evidence that its reviewer rejected', () => {
    const rejected = event('evidence-reviewed', '2026-05-05', {
      evidence: february.id,
      outcome: 'rejected',
      note: 'Another database.',
    })
    const after = ask('2026-05-06', { input: { evidence: [...missedFebruary, february], events: [rejected] } })
    expect(after.item).toMatchObject({ state: 'open', shows: true })
    expect(after.history).toContain('2026-05-05 evidence-rejected')
  })

  it('that never was, by what was recorded later, stays closed where people acted on it', () => {
    const backdated = drill('2026-02-27', { recordedAt: '2026-05-04T15:01:00Z' })
    const evidence = [...missedFebruary, backdated]
    const acts = [act('finding-started', '2026-03-20', { finding: id })]
    const known = { evidence, knownAt: '2026-04-30T00:00:00Z' }
    expect(ask('2026-04-20', { input: known, acts }).item?.state).toBe('in-progress')
    expect(ask('2026-05-05', { input: { evidence }, acts }).item).toMatchObject({ state: 'closed', shows: false })
  })
})

describe('an accepted risk', () => {
  const accepted = act('risk-accepted', '2026-04-20', {
    finding: id,
    request: 7,
    reason: 'The drill would stop the ward round.',
    compensatingControl: 'Snapshots are verified daily.',
    expires: '2026-05-20',
  })

  it('lasts to its day and reopens the finding on the next', () => {
    const on = (day: string) => ask(day, { acts: [accepted] })
    expect(on('2026-04-19').item?.state).toBe('open')
    expect(on('2026-05-20').item).toMatchObject({ state: 'risk-accepted', accepted: { expires: '2026-05-20' } })
    expect(on('2026-05-21').item).toMatchObject({ state: 'open', accepted: null })
    expect(on('2026-05-21').history.at(-1)).toBe('2026-05-21 acceptance-expired')
  })

  it('does not cover what the gap grows into', () => {
    // Two months are overdue, and then a later one comes: they are missed.
    const evidence = [drill('2026-01-10'), drill('2026-04-10')]
    const long = { ...accepted, recordedAt: '2026-03-20T12:00:00Z' } as FindingAct
    const on = (day: string) => ask(day, { input: { evidence }, acts: [long] })
    expect(on('2026-04-09').item).toMatchObject({ state: 'risk-accepted', severity: 'medium' })
    expect(on('2026-04-10').item).toMatchObject({ state: 'open', severity: 'high', accepted: null })
    expect(on('2026-04-10').history).toContain('2026-04-10 acceptance-expired')
  })

  it('says nothing about the gap that comes after it', () => {
    const evidence = [...missedFebruary, february]
    const long = { ...accepted, body: { ...accepted.body, expires: '2026-12-31' } } as FindingAct
    expect(ask('2026-06-11', { input: { evidence }, acts: [long] }).item?.state).toBe('reopened')
  })

  it('by an exception of the programme is accepted too, and neither gone nor repeated when it ends', () => {
    const exception = document(
      'exception',
      {
        id: 'ex-1',
        requirement: 'restore-test/restore-drill',
        reason: 'The standby is being rebuilt.',
        compensatingControl: 'Snapshots are verified daily.',
        requestedBy: 'ada',
        approvedBy: 'bob',
        approved: '2026-04-15',
        expires: '2026-04-25',
      },
      '2026-04-15',
    )
    const asked = { input: { documents: [...documents, exception] } }
    expect(ask('2026-04-20', asked).item).toMatchObject({ state: 'risk-accepted', since: '2026-03-11' })
    expect(ask('2026-04-26', asked).item).toMatchObject({ state: 'open', since: '2026-03-11', recurrences: 0 })
    expect(ask('2026-04-26', asked).history.slice(-2)).toEqual(['2026-04-15 excepted', '2026-04-26 exception-ended'])
  })
})

describe('who answers for a finding', () => {
  it('is the backup owner from the day the owner leaves, with the reason', () => {
    const control = { id: 'restore-test', version: 1, adopted: '2026-01-01', owner: 'ada', backupOwner: 'bob' }
    const left = document(
      'person',
      { id: 'ada', name: 'Ada', email: 'ada@acme.example', left: '2026-04-15' },
      '2026-04-01',
    )
    const input = { documents: [...documents, document('control', control), left] }
    expect(ask('2026-04-14', { input }).item).toMatchObject({ owner: 'ada', ownerNote: null })
    const after = ask('2026-04-15', { input })
    expect(after.item).toMatchObject({
      owner: 'bob',
      ownerNote: 'Ada left on 2026-04-15. Bob, the backup owner, answers for it.',
    })
    expect(after.history.at(-1)).toBe('2026-04-15 owner-gone')
    const finding = 'owner:left:ada'
    expect(ask('2026-04-15', { input, finding }).item).toMatchObject({
      state: 'open',
      owner: 'bob',
      since: '2026-04-15',
    })
    const replaced = document('control', { ...control, owner: 'bob', backupOwner: 'cyd' }, '2026-04-20')
    const cyd = document('person', { id: 'cyd', name: 'Cyd', email: 'cyd@acme.example' })
    const other = document(
      'organization',
      { ...organization, roles: { lead: { owner: 'bob', backup: 'cyd' } } },
      '2026-04-20',
    )
    const mended = { documents: [...input.documents, cyd, replaced, other] }
    expect(ask('2026-04-20', { input: mended, finding }).item).toMatchObject({
      state: 'closed',
      closing: { type: 'document' },
    })
  })

  it('is whom it was assigned to, until they leave', () => {
    const acts = [act('finding-assigned', '2026-04-18', { finding: id, owner: 'bob' })]
    expect(ask('2026-04-18', { acts }).item?.owner).toBe('bob')
    const left = document(
      'person',
      { id: 'bob', name: 'Bob', email: 'b@acme.example', left: '2026-04-19' },
      '2026-04-01',
    )
    expect(ask('2026-04-19', { acts, input: { documents: [...documents, left] } }).item?.owner).toBe('ada')
  })
})

describe('work that is said to be done', () => {
  it('is in progress again when evidence comes on which the check still fails', () => {
    const failing = {
      ...plainCheck,
      id: 'never',
      asserts: 'It never holds.',
      evaluate: () => ({ verdict: 'not-met' as const, summary: 'It does not hold.', items: [] }),
    }
    const checked = {
      ...catalog,
      versions: new Map(
        [...catalog.versions].map(([key, control]) => [
          key,
          { ...control, evidence: control.evidence.map((e) => ({ ...e, checks: ['never'] })) },
        ]),
      ),
    }
    const input = {
      catalog: checked,
      checks: [failing],
      evidence: ['2026-01-10', '2026-02-10'].map((day) => drill(day)),
    }
    const acts = [act('finding-ready', '2026-01-20', { finding: id })]
    expect(ask('2026-02-09', { input, acts }).item?.state).toBe('ready-to-verify')
    expect(ask('2026-02-10', { input, acts }).item?.state).toBe('in-progress')
  })
})

describe('a check that fails, passes and fails again', () => {
  it('is due anew from the day on which it recurred, however long ago the month began to fail', () => {
    const holds = '2026-02-10'
    const check: Check = {
      ...plainCheck,
      id: 'even-day',
      asserts: 'It holds.',
      population: ['account'],
      evaluate: ({ asOf }) => ({
        verdict: asOf === holds ? 'met' : 'not-met',
        summary: 'It was looked at.',
        items: [],
      }),
    }
    const evidence = ['2026-01-20', holds, '2026-02-20'].map((day) => drill(day))
    const input = { catalog: catalogWithCheck('even-day'), checks: [check], evidence }
    expect(ask('2026-02-10', { input }).item).toMatchObject({ state: 'closed', closed: '2026-02-10' })
    expect(ask('2026-02-20', { input }).item).toMatchObject({
      state: 'reopened',
      since: '2026-02-20',
      due: '2026-03-06',
    })
  })
})

describe('a finding that somebody raised', () => {
  const raised = 'raised:0001'
  const body = { finding: raised, title: 'The fire door stands open.', severity: 'low' as const }
  const acts = [
    act('finding-raised', '2026-04-01', body, { entry: 1 }),
    act('finding-verified', '2026-04-10', { finding: raised, evidence: february.id, note: 'Shut.' }, { entry: 2 }),
    act('finding-raised', '2026-04-10', body, { entry: 3, by: 'ada' }),
  ]
  function on(asOf: string, some: readonly FindingAct[] = acts) {
    const knowledge = knowledgeOf({ catalog, documents, evidence: [], records: () => [], checks: [], asOf })
    const { timeZone } = knowledge.facts
    const trace = traceRaised(actsOn(some, { asOf, timeZone }), knowledge)
    const question = { asOf, timeZone, program: knowledge.history.on(asOf) }
    return trace === null ? null : computeFinding(trace, some, question)
  }

  it('is closed by a verifier who names evidence, and reopened when it is raised again', () => {
    expect(on('2026-03-31')).toBeNull()
    expect(on('2026-04-01')).toMatchObject({ state: 'open', kind: 'raised', due: '2026-06-30' })
    expect(on('2026-04-10', acts.slice(0, 2))).toMatchObject({
      state: 'closed',
      closing: { type: 'attestation', by: 'Bob', evidence: february.id },
    })
    expect(on('2026-04-10')).toMatchObject({ state: 'reopened', recurrences: 1, closing: null })
  })
})
