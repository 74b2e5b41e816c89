import { describe, expect, it } from 'vitest'
import type { Check } from '../checks/check.ts'
import type { CheckDefinition } from '../program/check-definition.ts'
import type { ProgramDocument } from '../program/document.ts'
import { catalogWithCheck, document, documentsOf, drill, plainCheck } from '../testing/workload.ts'
import type { AssessmentInput } from './assess.ts'
import { assess } from './assess.ts'
import { listCheckRuns } from './check-runs.ts'

const own = (version: number): CheckDefinition => ({
  id: 'restores-are-fast',
  version,
  title: 'Restores are fast',
  asserts: 'Every restore takes less than an hour.',
  population: 'restore-test',
  shrinkage: 'progress',
  expression: 'true',
  value: 'status',
})

/** Version 2 does not hold, and takes effect in May. */
const documents: ProgramDocument[] = documentsOf(document('check', own(1)), {
  ...document('check', own(2), '2026-05-10'),
  recordedAt: '2026-05-10T00:00:00Z',
})

const counted = (day: string) =>
  drill(day, {
    derived: {
      importer: 'test',
      version: 1,
      sha256: 'a'.repeat(64),
      size: 1,
      counts: { 'restore-test': 0 },
      skipped: [],
      skippedTotal: 0,
    },
  })

function compileCheck({ id, version, asserts, population }: CheckDefinition): Check {
  const verdict = version === 1 ? 'met' : 'not-met'
  return {
    ...plainCheck,
    id,
    version,
    asserts,
    population: [population],
    shrinkage: 'progress',
    evaluate: () => ({ verdict, summary: `version ${version}`, items: [] }),
  }
}

const input = (asOf: string): AssessmentInput => ({
  catalog: catalogWithCheck('restores-are-fast'),
  documents,
  evidence: [counted('2026-03-20'), counted('2026-04-20')],
  events: [],
  records: () => [],
  checks: [],
  compileCheck,
  asOf,
})

const runsOf = (asOf: string) =>
  [...listCheckRuns(input(asOf))].map(({ evidence, check, run }) => [
    evidence?.slice(3, 11),
    check.version,
    run().verdict,
  ])

describe('the runs an assessment rests on', () => {
  it('judge evidence by the check of its interval', () => {
    expect(runsOf('2026-05-01')).toEqual([
      ['20260320', 1, 'met'],
      ['20260420', 1, 'met'],
    ])
  })

  it('judge the newest evidence by the check of today as well, since the row stands by it', () => {
    const row = assess(input('2026-05-12')).rows.find(({ control }) => control === 'restore-test')
    expect(row?.status).toBe('failing')
    expect(runsOf('2026-05-12')).toEqual([
      ['20260320', 1, 'met'],
      ['20260420', 1, 'met'],
      ['20260420', 2, 'not-met'],
    ])
  })
})
