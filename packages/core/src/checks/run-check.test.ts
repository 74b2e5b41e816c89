import { describe, expect, it } from 'vitest'
import { recordTypes } from '../records/record.ts'
import type { AssessmentInput } from '../assessment/assess.ts'
import { assess } from '../assessment/assess.ts'
import type { Evidence } from '../evidence/evidence.ts'
import { catalogWithCheck, documentsOf, document, drill, event } from '../testing/workload.ts'
import { type Check, defineCheck, identityOf, type SourcedRecord } from './check.ts'

const row = 'restore-test/restore-drill@system:db-one'
const plain = recordTypes.account.body.parse({
  username: 'ada',
  identifier: 'ada',
  kind: 'person',
  enabled: true,
  mfa: true,
  keys: [],
})

/** Every account has a name no longer than so many letters. */
const shortNames = defineCheck({
  id: 'short-names',
  version: 3,
  asserts: 'No account name is longer than {letters} letters.',
  population: ['account'],
  joins: [],
  shrinkage: 'silence',
  parameters: {
    letters: { type: 'integer', title: 'The longest name', unit: 'letters', minimum: 1, maximum: 9, default: 5 },
  },
  evaluate(input) {
    const items = (input.population('account') ?? []).map((account) => ({
      key: account.key,
      verdict: account.key.length <= input.parameters.letters ? ('met' as const) : ('not-met' as const),
      reason: `${account.key.length} letters`,
      record: identityOf(account),
      value: account.key,
    }))
    const failing = items.some((item) => item.verdict === 'not-met')
    return { verdict: failing ? 'not-met' : items.length === 0 ? 'unknown' : 'met', summary: 'Looked.', items }
  },
})

function listing(day: string, names: readonly string[], more: Partial<Evidence> = {}, skippedTotal = 0): Evidence {
  const counts = { account: names.length }
  return drill(day, {
    derived: { importer: 'test', version: 1, sha256: '0'.repeat(64), size: 1, counts, skipped: [], skippedTotal },
    ...more,
  })
}

function judged(
  lists: readonly (readonly [evidence: Evidence, names: readonly string[]])[],
  more: Partial<AssessmentInput> = {},
) {
  const records = new Map(
    lists.map(([{ id }, names]) => [
      id,
      names.map((key): SourcedRecord => ({ type: 'account', key, line: 2, evidence: id, body: { ...plain, username: key } })),
    ]),
  )
  const assessment = assess({
    catalog: catalogWithCheck('short-names'),
    documents: documentsOf(),
    evidence: lists.map(([evidence]) => evidence),
    records: (id) => records.get(id) ?? [],
    checks: [shortNames],
    asOf: '2026-02-20',
    ...more,
  })
  return assessment.occurrences
    .get(row)
    ?.find((o) => o.interval.label === '2026-02')
    ?.checks.at(-1)
}

const names = ['ada', 'bob', 'cleo', 'dora', 'eve']
const accepted = (evidence: Evidence, note?: string) => [
  event('evidence-reviewed', '2026-02-15', { evidence: evidence.id, outcome: 'accepted', ...(note && { note }) }),
]
const january = [listing('2026-01-10', names), names] as const

describe('a check that is run', () => {
  it('says which version asserted what, with the values in force', () => {
    const one = judged([[listing('2026-02-10', names), names]])
    expect(one).toMatchObject({ version: 3, verdict: 'met', asserts: 'No account name is longer than 5 letters.' })
  })

  it('takes its parameters from the tailoring, and names each failing record', () => {
    const checks = { 'short-names': { parameters: { letters: 3 }, reason: 'Our directory holds no more.' } }
    const tailoring = {
      id: 'restore-test',
      version: 1,
      adopted: '2026-01-01',
      evidence: { 'restore-drill': { checks } },
    }
    const evidence = listing('2026-02-10', names)
    const documents = documentsOf(document('control', tailoring, '2026-01-02'))
    const one = judged([[evidence, names]], { documents })
    expect(one).toMatchObject({
      verdict: 'not-met',
      asserts: 'No account name is longer than 3 letters.',
      itemTotal: 5,
    })
    expect(one?.items[0]).toEqual({
      key: 'cleo',
      verdict: 'not-met',
      reason: '4 letters',
      record: { type: 'account', key: 'cleo', evidence: evidence.id, line: 2 },
      value: 'cleo',
    })
  })

  it('can be one that the library does not ask for', () => {
    const checks = { 'short-names': { reason: 'We look at names, too.' } }
    const tailoring = {
      id: 'restore-test',
      version: 1,
      adopted: '2026-01-01',
      evidence: { 'restore-drill': { checks } },
    }
    const documents = documentsOf(document('control', tailoring, '2026-01-02'))
    const one = judged([[listing('2026-02-10', names), names]], { documents, catalog: catalogWithCheck('another') })
    expect(one).toMatchObject({ check: 'short-names', verdict: 'met' })
  })

  it('sees nothing that it does not declare', () => {
    const nosy = {
      ...shortNames,
      evaluate: (input: Parameters<typeof shortNames.evaluate>[0]) => {
        input.newest('person')
        return { verdict: 'met' as const, summary: '', items: [] }
      },
    }
    expect(() => judged([[listing('2026-02-10', names), names]], { checks: [nosy] })).toThrow(
      'The check short-names reads the newest person records and does not declare it.',
    )
  })
})

describe('silence', () => {
  it('is an empty population, until the claim states it and a named person accepts', () => {
    expect(judged([[listing('2026-02-10', []), []]])).toMatchObject({
      verdict: 'unknown',
      summary: 'The file names no account at all, and the claim does not say that there is none.',
    })
    const stated = listing('2026-02-10', [], { statesEmpty: true })
    expect(judged([[stated, []]])?.verdict).toBe('unknown')
    expect(
      judged([[listing('2026-02-10', []), []]], { events: accepted(listing('2026-02-10', []), 'Fine.') })?.verdict,
    ).toBe('unknown')
    expect(judged([[stated, []]], { events: accepted(stated) })).toMatchObject({
      verdict: 'met',
      summary: 'There is no account at the source: stated by the claim, accepted by Bob.',
    })
  })

  it('is fewer than half of what the row named before, unless an accepted review says why', () => {
    const half = listing('2026-02-10', ['ada', 'bob', 'cleo'])
    expect(judged([january, [half, ['ada', 'bob', 'cleo']]])?.verdict).toBe('met')
    const fewer = listing('2026-02-10', ['ada', 'bob'])
    const lists = [january, [fewer, ['ada', 'bob']]] as const
    expect(judged(lists)).toMatchObject({
      verdict: 'unknown',
      summary: `The file names 2 accounts and the one before (${january[0].id}) named 5: fewer than half, and no accepted review says why.`,
    })
    expect(judged(lists, { events: accepted(fewer) })?.verdict).toBe('unknown')
    expect(judged(lists, { events: accepted(fewer, 'The clinic was sold.') })?.verdict).toBe('met')
    expect(judged(lists, { checks: [{ ...shortNames, shrinkage: 'progress' }] })?.verdict).toBe('met')
  })

  it('is a row that could not be read, whatever the population', () => {
    const drifted = listing('2026-02-10', names, {}, 2)
    const lists = [[drifted, names]] as const
    expect(judged(lists, { checks: [{ ...shortNames, shrinkage: 'progress' }] })).toMatchObject({
      verdict: 'unknown',
      summary: '2 rows of the file could not be read, so it may name more than these 5 accounts.',
    })
    expect(judged(lists, { events: accepted(drifted, 'Two lines are footers.') })?.verdict).toBe('met')
    const column = { part: 'column' as const, line: 1, field: 'risk', reason: 'this column is not read' }
    const wider = { ...drifted, derived: { ...drifted.derived!, skipped: [column, column] } }
    expect(judged([[wider, names]])?.verdict).toBe('met')
  })

  it('takes nothing away from a failure', () => {
    const drifted = listing('2026-02-10', ['elizabeth'], {}, 1)
    const one = judged([january, [drifted, ['elizabeth']]])
    expect(one?.verdict).toBe('not-met')
    expect(one?.summary).toContain('Looked. 1 row of the file could not be read')
  })

  it('is heard in joined records as well, where nothing found in them must not read as nothing there', () => {
    const noLeaver: Check = {
      ...shortNames,
      joins: ['person'],
      evaluate: () => ({ verdict: 'met', summary: 'Nobody has left.', items: [] }),
    }
    const roster = (day: string, people: number, more: Partial<Evidence> = {}): Evidence =>
      drill(day, {
        id: `ev_${day.replaceAll('-', '').padStart(20, '9')}`,
        proves: [{ requirement: 'governance/minutes' }],
        derived: {
          importer: 'test',
          version: 1,
          sha256: '1'.repeat(64),
          size: 1,
          counts: { person: people },
          skipped: [],
          skippedTotal: 0,
        },
        ...more,
      })
    const [before, half] = [roster('2026-01-05', 9), roster('2026-02-05', 4)]
    const of = (...rosters: Evidence[]) => [
      [listing('2026-02-10', names), names] as const,
      ...rosters.map((one) => [one, []] as const),
    ]
    const checks = { checks: [noLeaver] }
    expect(judged(of(before), checks)?.verdict).toBe('met')
    expect(judged(of(before, half), checks)).toMatchObject({
      verdict: 'unknown',
      summary: `Of the records joined, the file names 4 people and the one before (${before.id}) named 9: fewer than half, and no accepted review says why.`,
    })
    expect(judged(of(before, half), { ...checks, events: accepted(half, 'A clinic was sold.') })?.verdict).toBe('met')
    expect(judged(of(roster('2026-02-05', 0)), checks)?.verdict).toBe('unknown')
    const other = { proves: [{ requirement: 'restore-test/restore-drill', system: 'db-two' }] }
    expect(judged(of(roster('2026-01-05', 9, other), half), checks)?.verdict).toBe('met')
  })
})
