import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Check } from '../checks/check.ts'
import { makeShelf } from '../checks/find-check.ts'
import type { Evidence } from '../evidence/evidence.ts'
import type { ProgramDocument } from '../program/document.ts'
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
import { assess } from './assess.ts'
import { gatherKnowledge } from './judge-row.ts'
import { arrangeFacts } from './known-facts.ts'
import { ProgramHistory } from './program-history.ts'
import { followRow, spanOn } from './timeline.ts'

const zone = organization.timeZone
const day = fc.integer({ min: 0, max: 500 }).map((n) => addDays('2025-12-01', n))

const evidence = fc.uniqueArray(
  fc
    .record({ day, reach: fc.integer({ min: 0, max: 40 }), after: fc.integer({ min: -20, max: 40 }), n: fc.nat(9999) })
    .map(({ day: from, reach, after, n }): Evidence => {
      const to = addDays(from, reach)
      const collectedAt = `${addDays(to, after)}T12:00:00Z`
      return drill(from, {
        id: `ev_${String(n).padStart(20, '0')}`,
        effective: { from, to },
        collectedAt,
        recordedAt: collectedAt,
      })
    }),
  { selector: (e) => e.id, maxLength: 10 },
)

const cadence = fc.constantFrom(
  'continuous',
  'weekly',
  'monthly',
  'quarterly',
  'annual from 2026-03-15',
  'every 45 days',
  'every 20 days from 2026-01-10',
)

/** A programme whose control, system, owner, exceptions and cadence change over time. */
const changes = fc
  .record({
    redesigned: day,
    cadence,
    retired: fc.option(day),
    entered: fc.option(day),
    left: fc.option(day),
    approved: day,
    reclassified: fc.option(day),
  })
  .map(({ redesigned, cadence: to, retired, entered, left, approved, reclassified }): ProgramDocument[] => {
    const tailoring = {
      id: 'restore-test',
      version: 1,
      adopted: '2026-01-01',
      reason: 'The recovery team asked for it.',
      evidence: { 'restore-drill': { cadence: to } },
      ...(retired === null || retired < redesigned ? {} : { retired }),
    }
    const system = database('db-one', entered ?? '2026-01-01')
    const exception = {
      id: 'ex-1',
      requirement: 'restore-test/restore-drill',
      reason: 'The standby is being rebuilt.',
      compensatingControl: 'Storage snapshots are verified every day.',
      requestedBy: 'ada',
      approvedBy: 'bob',
      approved,
      expires: addDays(approved, 25),
    }
    return [
      ...documentsOf(),
      document('control', tailoring, redesigned),
      document('exception', exception, approved),
      ...(entered === null ? [] : [document('system', system, entered)]),
      ...(reclassified === null ? [] : [document('system', { ...system, kind: 'log-store' }, reclassified)]),
      ...(left === null ? [] : [document('person', { id: 'ada', name: 'Ada', email: 'a@acme.example', left }, left)]),
    ]
  })

const evenDays: Check = {
  ...plainCheck,
  id: 'even-day',
  asserts: 'The day is even.',
  evaluate: ({ asOf }) => ({
    verdict: Number(asOf.at(-1)) % 2 === 0 ? 'met' : 'not-met',
    summary: asOf,
    items: [],
  }),
}

describe('the timeline of a row', () => {
  it('says of every day what the assessment of that day says', () => {
    fc.assert(
      fc.property(
        evidence,
        changes,
        fc.boolean(),
        fc.infiniteStream(fc.boolean()),
        (items, documents, isChecked, coin) => {
          const library = isChecked ? catalogWithCheck('even-day') : catalog
          const checks = isChecked ? [evenDays] : []
          const events = items
            .filter(() => coin.next().value)
            .map((e, n) => event('evidence-reviewed', '2027-06-01', { evidence: e.id, outcome: 'rejected' }, n))
          const facts = arrangeFacts({
            evidence: items,
            events,
            readRecords: () => [],
            knownAt: undefined,
            timeZone: zone,
          })
          const knowledge = gatherKnowledge(library, new ProgramHistory(documents, undefined), facts, makeShelf(checks))
          const until = '2027-04-01'
          const timelines = new Map(
            knowledge.obligations.listRows().map((row) => [row.key, followRow(knowledge, row, until)]),
          )
          for (let asOf = '2026-01-01'; asOf <= until; asOf = addDays(asOf, 11)) {
            const input = { catalog: library, documents, evidence: items, events, records: () => [], checks, asOf }
            const rows = new Map(assess(input).rows.map((row) => [row.key, row]))
            for (const [key, { spans }] of timelines) {
              const [row, span] = [rows.get(key), spanOn(spans, asOf)]
              const said = row && [row.status, row.due, row.lastEvidence?.id, row.lastEvidence?.state, row.owner]
              const kept = span?.status && [
                span.status,
                span.due,
                span.newest ?? undefined,
                span.state ?? undefined,
                span.owner,
              ]
              expect([asOf, key, kept ?? undefined]).toEqual([asOf, key, said])
            }
          }
        },
      ),
      { numRuns: 60 },
    )
  })

  it('expires on the day it turns, and on no later one', () => {
    fc.assert(
      fc.property(evidence, changes, day, (items, documents, until) => {
        const facts = arrangeFacts({
          evidence: items,
          events: [],
          readRecords: () => [],
          knownAt: undefined,
          timeZone: zone,
        })
        const knowledge = gatherKnowledge(catalog, new ProgramHistory(documents, undefined), facts, makeShelf([]))
        for (const row of knowledge.obligations.listRows()) {
          const { spans, expires } = followRow(knowledge, row, until)
          const far = addDays(until, 120)
          const later = followRow(knowledge, row, far).spans
          expect(later.slice(0, spans.length)).toEqual(spans)
          const next = later[spans.length]?.from
          if (next !== undefined) expect(expires !== null && expires <= next).toBe(true)
        }
      }),
      { numRuns: 60 },
    )
  })
})
