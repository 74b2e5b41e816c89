import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Evidence } from '../evidence/evidence.ts'
import {
  catalog,
  catalogWithCheck,
  database,
  document,
  documentsOf,
  drill,
  event,
  organization,
  plainCheck,
} from '../testing/workload.ts'
import { addDays } from '../time/date.ts'
import type { AssessmentInput } from './assess.ts'
import { assess } from './assess.ts'

const drillRow = 'restore-test/restore-drill@system:db-one'
const base: AssessmentInput = {
  catalog,
  documents: documentsOf(),
  evidence: [],
  records: () => [],
  checks: [],
  asOf: '2026-01-15',
}

function standing(input: Partial<AssessmentInput>, key = drillRow) {
  const assessment = assess({ ...base, ...input })
  return { assessment, row: assessment.rows.find((row) => row.key === key) }
}

describe('a row of the matrix', () => {
  it('is missing from the first day when nothing was ever recorded', () => {
    const { row } = standing({})
    expect(row?.status).toBe('missing')
    expect(row?.reasons[0]).toContain('due by 2026-02-10')
  })

  it('is current while the newest artifact is of this interval or the one before', () => {
    expect(standing({ evidence: [drill('2026-01-10')] }).row?.status).toBe('current')
    expect(standing({ evidence: [drill('2026-01-10')], asOf: '2026-02-03' }).row?.status).toBe('current')
  })

  it('is unknown where what was collected for it could not be read, though no check looks at it', () => {
    const derived = {
      importer: 'aws-keys-collection',
      version: 1,
      sha256: '0'.repeat(64),
      size: 0,
      counts: { key: 0 },
      skipped: [{ line: 2, field: 'keys', reason: 'could not be read: the keys have expired' }],
      skippedTotal: 1,
    }
    const { row } = standing({ evidence: [{ ...drill('2026-01-10'), derived }] })
    expect(row?.status).toBe('unknown')
    expect(row?.reasons[0]).toContain('could not be read: the keys have expired')
    const partly = { ...derived, counts: { key: 3 } }
    expect(standing({ evidence: [{ ...drill('2026-01-10'), derived: partly }] }).row?.status).toBe('current')
  })

  it('is due soon in the last days of an interval without its artifact', () => {
    const { row } = standing({ evidence: [drill('2026-01-10')], asOf: '2026-02-25' })
    expect(row?.status).toBe('due-soon')
    expect(row?.due).toBe('2026-03-10')
  })

  it('is overdue once the grace of the last interval has passed', () => {
    expect(standing({ evidence: [drill('2026-01-10')], asOf: '2026-03-10' }).row?.status).toBe('due-soon')
    expect(standing({ evidence: [drill('2026-01-10')], asOf: '2026-03-11' }).row?.status).toBe('overdue')
  })

  it('stays missing for a month missed in the middle even when later months were met', () => {
    const evidence = ['2026-01-10', '2026-03-10', '2026-04-10'].map((day) => drill(day))
    const { row, assessment } = standing({ evidence, asOf: '2026-04-20' })
    expect(row?.status).toBe('missing')
    expect(row?.reasons).toEqual(['No evidence for 2026-02; it was due on 2026-03-10.'])
    const statuses = assessment.occurrences.get(drillRow)?.map((o) => `${o.interval.label} ${o.status}`)
    expect(statuses?.slice(0, 5)).toEqual([
      '2026-01 on-time',
      '2026-02 missing',
      '2026-03 on-time',
      '2026-04 on-time',
      '2026-05 upcoming',
    ])
    expect(assessment.findings.filter((f) => f.system === 'db-one')).toHaveLength(1)
  })

  it('owes nothing for the time before the system entered service', () => {
    const documents = documentsOf(document('system', database('db-two', '2026-05-10')))
    const { assessment } = standing({ documents, asOf: '2026-06-01' }, 'restore-test/restore-drill@system:db-two')
    const labels = assessment.occurrences
      .get('restore-test/restore-drill@system:db-two')
      ?.filter((o) => o.status !== 'upcoming')
      .map((o) => o.interval.label)
    expect(labels).toEqual(['2026-05', '2026-06'])
    expect(standing({ documents, asOf: '2026-05-09' }).assessment.rows.some((row) => row.system === 'db-two')).toBe(
      false,
    )
  })

  it('is excepted only while an approved exception is in force', () => {
    const exception = document('exception', {
      id: 'ex-1',
      requirement: 'restore-test/restore-drill',
      system: 'db-one',
      reason: 'The standby is being rebuilt.',
      compensatingControl: 'Storage snapshots are verified every day.',
      requestedBy: 'ada',
      approvedBy: 'bob',
      approved: '2026-01-05',
      expires: '2026-01-20',
    })
    const documents = documentsOf(exception)
    expect(standing({ documents, asOf: '2026-01-20' }).row?.status).toBe('excepted')
    expect(standing({ documents, asOf: '2026-01-21' }).row?.status).toBe('missing')
    const evidence = [drill('2026-01-10')]
    expect(standing({ documents, evidence, asOf: '2026-01-18' }).row?.status).toBe('current')
  })

  it('is unknown when its owner has left, however good the evidence', () => {
    const documents = documentsOf(
      document('person', { id: 'ada', name: 'Ada', email: 'ada@acme.example', left: '2026-01-12' }, '2026-01-12'),
    )
    const evidence = [drill('2026-01-10')]
    expect(standing({ documents, evidence, asOf: '2026-01-11' }).row?.status).toBe('current')
    const after = standing({ documents, evidence, asOf: '2026-01-12' })
    expect(after.row?.status).toBe('unknown')
    expect(after.assessment.findings.map((f) => f.id)).toContain('owner:left:ada')
  })

  it('gives its finding a due day: the artifact’s own, or the organization’s term for the severity', () => {
    const at = '2026-03-11'
    const overdue = standing({ evidence: [drill('2026-01-10')], asOf: at }).assessment.findings
    expect(overdue.find((f) => f.system === 'db-one')?.due).toBe('2026-03-10')
    const checked = {
      catalog: catalogWithCheck('nobody-wrote-it'),
      evidence: [drill('2026-01-10')],
      asOf: '2026-01-15',
    }
    expect(standing(checked).assessment.findings.find((f) => f.system === 'db-one')?.due).toBeNull()
    const terms = document('organization', { ...organization, findingTerms: { high: 14, medium: 30, low: 90 } })
    const withTerms = standing({
      ...checked,
      documents: [...documentsOf().filter((d) => d.kind !== 'organization'), terms],
    })
    expect(withTerms.assessment.findings.find((f) => f.system === 'db-one')).toMatchObject({
      since: '2026-01-01',
      due: '2026-01-31',
    })
  })

  it('dates a failure of the programme itself to the day it began', () => {
    const check = {
      ...plainCheck,
      id: 'until-march',
      asserts: 'It holds until 4 March.',
      evaluate: ({ asOf }: { asOf: string }) => ({
        verdict: asOf < '2026-03-05' ? ('met' as const) : ('not-met' as const),
        summary: asOf,
        items: [],
      }),
    }
    const evidence = ['2026-01-10', '2026-02-10', '2026-03-01'].map((day) => drill(day))
    const { assessment } = standing({
      catalog: catalogWithCheck('until-march'),
      checks: [check],
      evidence,
      asOf: '2026-03-28',
    })
    expect(assessment.findings.find((f) => f.system === 'db-one')?.since).toBe('2026-03-05')
  })

  it('shares one finding with every control that has the same cause in its owners', () => {
    const roles = { lead: { owner: 'ada', backup: 'ada' } }
    const same = document('organization', { ...organization, roles })
    const documents = [...documentsOf().filter((d) => d.kind !== 'organization'), same]
    const owners = standing({ documents }).assessment.findings.filter((f) => f.kind === 'owner')
    expect(owners.map((f) => [f.id, f.facts])).toEqual([
      ['owner:same:ada', ['Both for governance.', 'Both for restore-test.']],
    ])
  })

  it('is unknown, not passed, when its check is not installed', () => {
    expect(
      standing({ catalog: catalogWithCheck('nobody-wrote-it'), evidence: [drill('2026-01-10')] }).row?.status,
    ).toBe('unknown')
  })

  it('judges the newest evidence and every interval by the check, and says which failed', () => {
    const checked = catalogWithCheck('even-day')
    const check = {
      ...plainCheck,
      id: 'even-day',
      asserts: 'The drill ran on an even day.',
      evaluate: ({ asOf }: { asOf: string }) => ({
        verdict: Number(asOf.at(-1)) % 2 === 0 ? ('met' as const) : ('not-met' as const),
        summary: asOf,
        items: [],
      }),
    }
    const evidence = [drill('2026-01-10')]
    expect(standing({ catalog: checked, checks: [check], evidence, asOf: '2026-01-16' }).row?.status).toBe('current')
    const odd = standing({ catalog: checked, checks: [check], evidence, asOf: '2026-01-17' })
    expect(odd.row?.status).toBe('failing')
    expect(odd.row?.reasons).toEqual(['even-day: 2026-01-17'])
  })

  it('names the requirements its control serves in the frameworks the organization chose', () => {
    expect(standing({}).row?.frameworks).toEqual({ one: ['R1'] })
  })
})

describe('a correction', () => {
  const wrong = drill('2026-01-10')
  const right = drill('2026-01-10', {
    id: 'ev_00000000000000000abc',
    supersedes: wrong.id,
    reason: 'The report was of another database.',
    recordedAt: '2026-02-02T12:00:00Z',
  })

  it('takes the place of what it supersedes, from the instant it was recorded on', () => {
    const evidence = [wrong, right]
    const after = standing({ evidence })
    expect(after.row?.lastEvidence?.id).toBe(right.id)
    expect(after.assessment.occurrences.get(drillRow)?.[0]?.evidence).toEqual([right.id])
    const before = standing({ evidence, knownAt: '2026-02-02T11:59:59Z' })
    expect(before.row?.lastEvidence?.id).toBe(wrong.id)
  })

  it('leaves a gap where it proves something else than what it supersedes', () => {
    const elsewhere = { ...right, proves: [{ requirement: 'governance/minutes' }] }
    expect(standing({ evidence: [wrong, elsewhere] }).row?.status).toBe('missing')
  })
})

describe('a review', () => {
  const item = drill('2026-01-10')
  const rejected = event('evidence-reviewed', '2026-01-12', {
    evidence: item.id,
    outcome: 'rejected',
    note: 'The page is cut off.',
  })

  it('that rejects makes the row unknown, says who and why, and leaves the artifact owed', () => {
    const { row, assessment } = standing({ evidence: [item], events: [rejected] })
    expect(row?.status).toBe('unknown')
    expect(row?.reasons[0]).toBe('drill-2026-01-10.pdf was rejected by Bob: The page is cut off.')
    expect(row?.due).toBe('2026-02-10')
    expect(row?.lastEvidence?.state).toBe('rejected')
    expect(assessment.findings.map((f) => f.id)).toContain(`gap:${drillRow}`)
  })

  it('counts from when it was recorded, and the newest one counts', () => {
    const known = { evidence: [item], events: [rejected], knownAt: '2026-01-12T11:59:59Z' }
    expect(standing(known).row).toMatchObject({ status: 'current', lastEvidence: { state: 'collected' } })
    const again = event('evidence-reviewed', '2026-01-13', { evidence: item.id, outcome: 'accepted' }, 101)
    expect(standing({ evidence: [item], events: [again, rejected] }).row).toMatchObject({
      status: 'current',
      lastEvidence: { state: 'reviewed' },
    })
  })

  it('does not harm an interval that other evidence proves, and keeps one in the past unknown', () => {
    const other = drill('2026-01-11')
    expect(standing({ evidence: [item, other], events: [rejected] }).row?.status).toBe('current')
    const later = ['2026-02-10', '2026-03-10'].map((day) => drill(day))
    expect(standing({ evidence: [item, ...later], events: [rejected], asOf: '2026-03-20' }).row?.status).toBe('unknown')
  })

  it('by the auditor shows on the row', () => {
    const accepted = event('evidence-accepted', '2026-01-13', { evidence: item.id })
    expect(standing({ evidence: [item], events: [accepted] }).row?.lastEvidence?.state).toBe('accepted')
  })
})

describe('an audit period', () => {
  it('is never filled by the evidence of another year, however recently that was collected', () => {
    const lastYear = drill('2025-12-31', { collectedAt: '2026-01-14T12:00:00Z', recordedAt: '2026-01-14T12:00:00Z' })
    const nextYear = drill('2027-01-01', { collectedAt: '2027-01-01T12:00:00Z' })
    const documents = documentsOf(
      document('control', { id: 'restore-test', version: 1, adopted: '2025-01-01' }, '2025-01-01'),
    )
    const period = { from: '2026-01-01', to: '2026-12-31' }
    const { assessment, row } = standing({
      documents,
      evidence: [lastYear, nextYear],
      period,
      asOf: '2027-03-01',
    })
    const own = assessment.occurrences.get(drillRow) ?? []
    expect(own).toHaveLength(12)
    expect(own.flatMap((o) => o.evidence)).toEqual([])
    expect(own.every((o) => o.status === 'missing')).toBe(true)
    expect(row?.status).toBe('overdue')
  })
})

describe('the laws of assessment', () => {
  const day = fc.integer({ min: 0, max: 364 }).map((n) => addDays('2026-01-01', n))
  const item = fc
    .record({
      day,
      collectedAfter: fc.integer({ min: 0, max: 40 }),
      recordedAfter: fc.integer({ min: 0, max: 60 }),
      n: fc.integer({ min: 0, max: 9999 }),
    })
    .map(({ day: on, collectedAfter, recordedAfter, n }): Evidence =>
      drill(on, {
        id: `ev_${String(n).padStart(20, '0')}`,
        collectedAt: `${addDays(on, collectedAfter)}T12:00:00Z`,
        recordedAt: `${addDays(on, collectedAfter + recordedAfter)}T12:00:00Z`,
      }),
    )
  const history = fc.uniqueArray(item, { selector: (e) => e.id, maxLength: 14 })

  it('does not depend on the order in which facts arrived', () => {
    fc.assert(
      fc.property(history, day, fc.infiniteStream(fc.nat()), (evidence, asOf, noise) => {
        const keys = new Map(evidence.map((e) => [e.id, noise.next().value]))
        const shuffled = evidence.toSorted((a, b) => (keys.get(a.id) ?? 0) - (keys.get(b.id) ?? 0))
        const documents = documentsOf()
        expect(assess({ ...base, documents: documents.toReversed(), evidence: shuffled, asOf })).toEqual(
          assess({ ...base, documents, evidence, asOf }),
        )
      }),
    )
  })

  it('never changes an answer asked as of earlier knowledge when more is learned', () => {
    fc.assert(
      fc.property(history, history, day, day, (known, learned, asOf, knownDay) => {
        const knownAt = `${knownDay}T00:00:00Z`
        const later = learned.map((e, n) => ({
          ...e,
          id: `ev_${String(n).padStart(20, 'f')}`,
          recordedAt: `${addDays(knownDay, 1 + (n % 30))}T00:00:00Z`,
        }))
        const input = { ...base, asOf, knownAt }
        expect(assess({ ...input, evidence: [...known, ...later] })).toEqual(assess({ ...input, evidence: known }))
      }),
    )
  })

  it('is never green without evidence, nor on rejected evidence alone', () => {
    fc.assert(
      fc.property(history, day, fc.infiniteStream(fc.boolean()), (evidence, asOf, coin) => {
        const events = evidence
          .filter(() => coin.next().value)
          .map((e, n) => event('evidence-reviewed', '2027-06-01', { evidence: e.id, outcome: 'rejected' }, n))
        for (const row of assess({ ...base, evidence, events, asOf }).rows) {
          if (row.status !== 'current' && row.status !== 'due-soon') continue
          expect(row.lastEvidence).not.toBeNull()
          expect(row.lastEvidence?.state).not.toBe('rejected')
        }
      }),
    )
  })

  it('gives every row that is not in order exactly one finding, and no other row any', () => {
    fc.assert(
      fc.property(history, day, (evidence, asOf) => {
        const { rows, findings } = assess({ ...base, evidence, asOf })
        const gaps = rows.filter((row) => ['failing', 'missing', 'overdue', 'unknown'].includes(row.status))
        expect(findings.map((f) => f.id.slice(f.id.indexOf(':') + 1)).toSorted()).toEqual(
          gaps.map((row) => row.key).toSorted(),
        )
      }),
    )
  })
})
