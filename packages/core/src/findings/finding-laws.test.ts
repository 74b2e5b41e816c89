import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assess, knowledgeOf } from '../assessment/assess.ts'
import type { Check } from '../checks/check.ts'
import type { Evidence } from '../evidence/evidence.ts'
import type { ProgramDocument } from '../program/document.ts'
import { act } from '../testing/finding-acts.ts'
import { catalogWithCheck, database, document, documentsOf, drill, plainCheck } from '../testing/workload.ts'
import { addDays } from '../time/date.ts'
import { computeFinding } from './compute-finding.ts'
import type { FindingAct } from './finding-acts.ts'
import { listHistory } from './finding-history.ts'
import { followFinding } from './follow-finding.ts'
import { traceFindings } from './trace-findings.ts'

const catalog = catalogWithCheck('even-day')
const evenDay: Check = {
  ...plainCheck,
  id: 'even-day',
  asserts: 'The drill ran on an even day.',
  population: ['account'],
  evaluate: ({ asOf }) => ({
    verdict: Number(asOf.at(-1)) % 2 === 0 ? ('met' as const) : ('not-met' as const),
    summary: asOf,
    items: [],
  }),
}
const row = 'gap:restore-test/restore-drill@system:db-one'
const ids = [row, 'gap:governance/minutes@organization', 'owner:left:ada']

const day = fc.integer({ min: 0, max: 300 }).map((n) => addDays('2026-01-01', n))
const evidence = fc.uniqueArray(
  fc
    .record({ day, after: fc.integer({ min: 0, max: 40 }), late: fc.integer({ min: 0, max: 60 }), n: fc.nat(9999) })
    .map(({ day: on, after, late, n }) =>
      drill(on, {
        id: `ev_${String(n).padStart(20, '0')}`,
        collectedAt: `${addDays(on, after)}T12:00:00Z`,
        recordedAt: `${addDays(on, after + late)}T12:00:00Z`,
      }),
    ),
  { selector: (e) => e.id, maxLength: 8 },
)
const acts = fc
  .array(fc.record({ day, kind: fc.nat(6), finding: fc.constantFrom(...ids), days: fc.integer({ min: 0, max: 60 }) }), {
    maxLength: 8,
  })
  .map((drawn) =>
    drawn
      .toSorted((a, b) => (a.day < b.day ? -1 : 1))
      .map(({ day: on, kind, finding, days }, n): FindingAct => {
        const entry = { entry: 1000 + n }
        const risk = { reason: 'R', compensatingControl: 'C', expires: addDays(on, days) }
        const made = [
          act('finding-assigned', on, { finding, owner: 'bob' }, entry),
          act('finding-started', on, { finding }, entry),
          act('finding-ready', on, { finding }, entry),
          act('finding-verified', on, { finding, evidence: `ev_${'0'.repeat(20)}`, note: 'Seen.' }, entry),
          act('finding-commented', on, { finding, text: 'Hm.' }, entry),
          act('risk-acceptance-requested', on, { finding, ...risk }, entry),
          act('risk-accepted', on, { finding, request: 0, ...risk }, entry),
        ] as const
        return made[kind] ?? made[1]
      }),
  )
const changes = fc
  .record({ left: fc.option(day), retired: fc.option(day), approved: fc.option(day) })
  .map(({ left, retired, approved }): ProgramDocument[] => [
    ...documentsOf(),
    ...(left === null ? [] : [document('person', { id: 'ada', name: 'Ada', email: 'a@acme.example', left }, left)]),
    ...(retired === null
      ? []
      : [document('system', { ...database('db-one'), inService: { from: '2026-01-01', to: retired } }, retired)]),
    ...(approved === null
      ? []
      : [
          document(
            'exception',
            {
              id: 'ex-1',
              requirement: 'restore-test/restore-drill',
              reason: 'The standby is being rebuilt.',
              compensatingControl: 'Snapshots are verified every day.',
              requestedBy: 'ada',
              approvedBy: 'bob',
              approved,
              expires: addDays(approved, 25),
            },
            approved,
          ),
        ]),
  ])

interface World {
  readonly evidence: readonly Evidence[]
  readonly documents: readonly ProgramDocument[]
  readonly acts: readonly FindingAct[]
  readonly knownAt?: string
}

function look({ evidence: items, documents, acts: done, knownAt }: World, asOf: string) {
  const input = { catalog, documents, evidence: items, records: () => [], checks: [evenDay], asOf, knownAt }
  const knowledge = knowledgeOf(input)
  const { timeZone } = knowledge.facts
  const question = { asOf, knownAt, timeZone, program: knowledge.history.on(asOf) }
  const { traces } = traceFindings(knowledge, asOf)
  const found = traces.flatMap((trace) => {
    const own = done.filter(({ body }) => body.finding === trace.id)
    const item = computeFinding(trace, own, question)
    return item === null ? [] : [{ trace, own, item, history: listHistory(trace, own, question) }]
  })
  return { input, knowledge, found, said: found.map(({ item, history }) => ({ item, history })) }
}

describe('the laws of findings', () => {
  it('give every gap of a day exactly one finding that shows, under the same id on every day, and nothing else one', () => {
    fc.assert(
      fc.property(evidence, changes, acts, day, (items, documents, done, asOf) => {
        const { input, knowledge, found } = look({ evidence: items, documents, acts: done }, asOf)
        const assessed = assess(input, knowledge).findings.map(({ id }) => id)
        const showing = found.filter(({ item, trace }) => {
          const phase = trace.episodes.at(-1)?.phases.at(-1)
          return item.shows && phase?.exception === null
        })
        expect(showing.map(({ item }) => item.id).toSorted()).toEqual(assessed.toSorted())
        expect(new Set(found.map(({ item }) => item.id)).size).toBe(found.length)
      }),
      { numRuns: 60 },
    )
  })

  it('close none without a proof at hand, an attestation where nothing shows it, and accept none but until its day', () => {
    fc.assert(
      fc.property(evidence, changes, acts, day, (items, documents, done, asOf) => {
        for (const { item, own, trace } of look({ evidence: items, documents, acts: done }, asOf).found) {
          expect(item.state === 'closed').toBe(item.closing !== null)
          const { closing, accepted } = item
          if (item.shows) expect(closing).toBeNull()
          if (closing?.type === 'evidence') {
            const proof = items.find((e) => e.id === closing.evidence)
            expect(proof?.collectedAt.slice(0, 10).localeCompare(closing.on)).toBeLessThanOrEqual(0)
          }
          if (closing?.type === 'document')
            expect(documents.some(({ kind, id }) => kind === closing.kind && id === closing.id)).toBe(true)
          if (closing?.type === 'attestation') {
            expect(own.some(({ kind, entry }) => kind === 'finding-verified' && entry === closing.entry)).toBe(true)
            expect(closing.on.localeCompare(trace.episodes.at(-1)?.until ?? '')).toBeGreaterThanOrEqual(0)
          }
          if (item.state !== 'risk-accepted') continue
          if (accepted?.expires == null) expect(trace.episodes.at(-1)?.phases.at(-1)?.exception).not.toBeNull()
          else expect(asOf.localeCompare(accepted.expires)).toBeLessThanOrEqual(0)
        }
      }),
      { numRuns: 60 },
    )
  })

  it('do not depend on the order in which facts arrived', () => {
    fc.assert(
      fc.property(evidence, changes, acts, day, (items, documents, done, asOf) => {
        const shuffled = { evidence: items.toReversed(), documents: documents.toReversed(), acts: done.toReversed() }
        expect(look(shuffled, asOf).said).toEqual(look({ evidence: items, documents, acts: done }, asOf).said)
      }),
      { numRuns: 40 },
    )
  })

  it('never change an answer asked as of earlier knowledge when more is learned', () => {
    fc.assert(
      fc.property(evidence, evidence, changes, acts, acts, day, day, (...drawn) => {
        const [items, learned, documents, done, further, asOf, knownDay] = drawn
        const knownAt = `${knownDay}T18:00:00Z`
        const after = (n: number) => `${addDays(knownDay, 1 + (n % 30))}T00:00:00Z`
        const late = learned.map((e, n) => ({ ...e, id: `ev_${String(n).padStart(20, 'f')}`, recordedAt: after(n) }))
        const lateActs = further.map((one, n) => ({ ...one, entry: 2000 + n, recordedAt: after(n) }))
        const known = { evidence: items, documents, acts: done, knownAt }
        const more = { ...known, evidence: [...items, ...late], acts: [...done, ...lateActs] }
        expect(look(more, asOf).said).toEqual(look(known, asOf).said)
      }),
      { numRuns: 40 },
    )
  })

  it('are followed through time as they are computed day by day', () => {
    fc.assert(
      fc.property(evidence, changes, acts, (items, documents, done) => {
        const until = '2026-10-20'
        const { knowledge, found } = look({ evidence: items, documents, acts: done }, until)
        const { history, facts } = knowledge
        for (const { trace, own } of found) {
          const { spans, expires } = followFinding(trace, own, until, history, facts.timeZone)
          expect(expires === null || expires > until).toBe(true)
          for (let asOf = '2026-01-01'; asOf <= until; asOf = addDays(asOf, 1)) {
            const kept = spans.findLast(({ from }) => from <= asOf)?.item ?? null
            const question = { asOf, timeZone: facts.timeZone, program: history.on(asOf) }
            expect([asOf, kept]).toEqual([asOf, computeFinding(trace, own, question)])
          }
        }
      }),
      { numRuns: 20 },
    )
  })
})
