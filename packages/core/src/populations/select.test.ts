import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { event } from '../testing/workload.ts'
import { changeOf, changesOf, exportOf, select, type Export } from '../testing/populations.ts'
import { populationCardSchema } from './card.ts'
import { keyAsField, type PopulationDefinition } from './definition.ts'
import { utf8Length } from './shortlist.ts'

const january = exportOf(1, '2026-01-01', '2026-01-30', [
  changeOf('CHG-1', '2026-01-03T05:21:00Z'),
  changeOf('CHG-2', null, { status: 'Open' }),
  changeOf('CHG-4', '2026-01-20T05:00:00Z', { type: 'emergency' }),
])
const february = exportOf(2, '2026-02-01', '2026-02-28', [
  // Implemented on 31 January where the organization is, and exported a month later.
  changeOf('CHG-2', '2026-02-01T05:00:00Z'),
  changeOf('CHG-5', '2026-02-10T05:00:00Z'),
  changeOf('CHG-6', null),
])

const keysOf = (rows: readonly { readonly key: string }[]) => rows.map(({ key }) => key)

describe('a population', () => {
  it('holds each thing once, by the newest export, placed by the day where the organization is', async () => {
    const { rows, card, remarks } = await select(changesOf('2026-01-01', '2026-02-28'), [january, february])
    expect(keysOf(rows)).toEqual(['CHG-1', 'CHG-2', 'CHG-4', 'CHG-5'])
    expect(rows[1]).toEqual({ evidence: february.evidence.id, key: 'CHG-2', line: 2, ordinal: 0, within: null })
    expect(card.counts).toEqual({ examined: 6, items: 4, repeated: 1, unmatched: 0, outside: 0, undated: 1 })
    expect(card.repeated.listed).toEqual([
      { key: 'CHG-2', evidence: january.evidence.id, line: 2, counts: february.evidence.id },
    ])
    expect(card.undated.listed).toEqual([{ key: 'CHG-6', evidence: february.evidence.id, line: 2 }])
    expect(remarks.map(({ kind }) => kind)).toEqual(['export', 'export', 'uncovered', 'repeated', 'undated'])
  })

  it('is judged by the newest record even where only an older one would belong', async () => {
    const open = { field: 'status', is: 'equals', value: 'Open' } as const
    const definition = changesOf('2026-01-01', '2026-02-28')
    const records = { ...definition.records, query: { all: [{ any: [open] }] }, placedBy: [] }
    expect((await select({ ...definition, records }, [january])).rows).toHaveLength(1)
    expect((await select({ ...definition, records }, [january, february])).rows).toHaveLength(0)
  })

  it('places a record by the first of its dates that is filled', async () => {
    const records = { ...changesOf('2026-02-01', '2026-02-28').records, placedBy: ['implementedAt', 'plannedStart'] }
    const planned = exportOf(2, '2026-02-01', '2026-02-28', [
      changeOf('CHG-8', null, { plannedStart: '2026-02-03T00:00:00-06:00' }),
      changeOf('CHG-9', '2026-03-03T00:00:00Z', { plannedStart: '2026-02-03T00:00:00Z' }),
    ])
    const { rows, card } = await select({ ...changesOf('2026-02-01', '2026-02-28'), records }, [planned])
    expect(keysOf(rows)).toEqual(['CHG-8'])
    expect(card.counts).toMatchObject({ outside: 1, undated: 0 })
  })

  it('leaves out what was corrected or rejected by then, and what came later than what is asked about', async () => {
    const period = changesOf('2026-01-01', '2026-01-31')
    const corrected = exportOf(3, '2026-01-01', '2026-01-30', [changeOf('CHG-1', '2026-01-03T05:21:00Z')], {
      supersedes: january.evidence.id,
      reason: 'Cut off.',
      recordedAt: '2026-03-01T00:00:00Z',
    })
    expect(keysOf((await select(period, [january, corrected])).rows)).toEqual(['CHG-1'])
    const knownAt = '2026-02-01T00:00:00Z'
    expect(keysOf((await select(period, [january, corrected], { knownAt })).rows)).toEqual(['CHG-1', 'CHG-4'])
    const rejected = event('evidence-reviewed', '2026-02-02', {
      evidence: january.evidence.id,
      outcome: 'rejected',
      note: 'Not the whole queue.',
    })
    const after = await select(period, [january], { events: [rejected] })
    expect(after.card).toMatchObject({ exports: { total: 0 }, counts: { items: 0 }, coverage: { openDays: 31 } })
  })

  it('says which exports can no longer be read, and leaves their days open', async () => {
    const unreadable = new Set([january.evidence.id])
    const { card } = await select(changesOf('2026-01-01', '2026-02-28'), [january, february], { unreadable })
    expect(card).toMatchObject({ gone: 1, counts: { examined: 3 }, coverage: { openDays: 31 } })
    expect(card.exports.listed.map(({ gone }) => gone)).toEqual(['unreadable', null])
  })

  it('keeps one user name in two systems apart where keys are unique within a system', async () => {
    const proves = (system: string) => ({ proves: [{ requirement: 'access-removal/account-listing', system }] })
    const one = exportOf(1, '2026-01-29', '2026-01-29', [changeOf('ada', null)], proves('one'))
    const two = exportOf(2, '2026-01-30', '2026-01-30', [changeOf('ada', null)], proves('two'))
    const definition = changesOf('2026-01-01', '2026-01-31')
    const listing = { ...definition.records, placedBy: [], exports: 'listing' as const }
    const apart = await select({ ...definition, records: { ...listing, uniqueWithin: 'subject' } }, [one, two])
    expect(apart.rows.map(({ within }) => within)).toEqual(['system:one', 'system:two'])
    expect(apart.card.coverage.gaps.listed).toEqual([
      { subject: 'system:one', from: '2026-01-30', to: '2026-01-31' },
      { subject: 'system:two', from: '2026-01-31', to: '2026-01-31' },
    ])
    expect((await select({ ...definition, records: listing }, [one, two])).rows).toHaveLength(1)
    const narrowed = { ...listing, systems: ['two', 'three'] }
    const { rows, card } = await select({ ...definition, records: narrowed }, [one, two])
    expect(rows.map(({ evidence }) => evidence)).toEqual([two.evidence.id])
    expect(card.coverage.gaps.listed[0]).toEqual({ subject: 'system:three', ...definition.period })
  })

  it('is held against records of another source, or against a count that somebody stated', async () => {
    const definition = changesOf('2026-01-01', '2026-02-28')
    const deployed = exportOf(9, '2026-01-01', '2026-02-28', [
      changeOf('a', '2026-01-03T05:21:00Z', { summary: 'chg-1' }),
      changeOf('b', '2026-01-04T05:21:00Z', { summary: 'CHG-7' }),
      changeOf('c', '2026-01-04T05:21:00Z', { summary: '' }),
    ])
    const records = { ...definition.records, sources: ['Deployments'] }
    const all = [january, february, { ...deployed, evidence: { ...deployed.evidence, source: 'Deployments' } }]
    const plan = {
      with: 'records',
      records,
      matchedBy: { here: keyAsField, there: 'summary' },
      ignoreCase: true,
    } as const
    const tickets = { ...definition.records, sources: ['Ticketing system'] }
    const { card, remarks } = await select({ ...definition, records: tickets, reconciliation: plan }, all)
    expect(card.reconciliation).toEqual({
      with: 'records',
      result: 'differs',
      exports: 1,
      here: { values: 4, withoutValue: 0 },
      there: { values: 2, withoutValue: 1 },
      inBoth: 1,
      onlyHere: { total: 3, listed: ['chg-2', 'chg-4', 'chg-5'] },
      onlyThere: { total: 1, listed: ['chg-7'] },
    })
    expect(remarks.at(-1)).toEqual({ kind: 'only-there', value: 'chg-7', key: 'b' })
    const silent = { ...plan, records: { ...records, sources: ['Nobody'] } }
    const unknown = await select({ ...definition, reconciliation: silent }, all)
    expect(unknown.card.reconciliation?.result).toBe('unknown')
    const stated = { with: 'count', count: 4, statedBy: 'Dashboard, read by Ada' } as const
    const counted = await select({ ...definition, reconciliation: stated }, [january, february])
    expect(counted.card.reconciliation).toMatchObject({ result: 'agrees', found: 4 })
  })

  it('has a card that fits a log entry however much there is to say', async () => {
    const long = 'ü'.repeat(300)
    const exports = Array.from({ length: 120 }, (_, number) =>
      exportOf(number, '2026-01-01', '2026-01-02', [changeOf(`${long}${number}`, null)], {
        source: `${number} ${long}`.slice(0, 200),
        query: `${number} ${long.repeat(10)}`,
      }),
    )
    const { card } = await select(changesOf('2026-01-01', '2026-12-31'), exports)
    const file = { sha256: '0'.repeat(64), size: 1, lines: 1 }
    const whole = populationCardSchema.parse({ ...card, rows: file, appendix: file })
    expect(utf8Length(JSON.stringify(whole))).toBeLessThan(45_000)
    expect(card.undated.total).toBe(120)
    expect(card.undated.listed.length).toBeLessThan(20)
  })
})

/** Exports of a quarter in which tickets come again, are not done yet, or lie outside. */
const exportsArbitrary: fc.Arbitrary<Export[]> = fc
  .array(
    fc.record({
      month: fc.integer({ min: 1, max: 4 }),
      days: fc.integer({ min: 1, max: 28 }),
      tickets: fc.uniqueArray(
        fc.record({
          number: fc.integer({ min: 1, max: 12 }),
          done: fc.option(fc.integer({ min: 0, max: 150 }), { nil: null }),
          emergency: fc.boolean(),
        }),
        { selector: ({ number }) => number, maxLength: 8 },
      ),
    }),
    { maxLength: 6 },
  )
  .map((list) =>
    list.map(({ month, days, tickets }, number) =>
      exportOf(
        number,
        `2026-0${month}-01`,
        `2026-0${month}-${String(days).padStart(2, '0')}`,
        tickets.map(({ number: ticket, done, emergency }) =>
          changeOf(
            `CHG-${ticket}`,
            done === null ? null : new Date(Date.UTC(2026, 0, 1, 12) + done * 86_400_000).toISOString(),
            { type: emergency ? 'emergency' : 'normal' },
          ),
        ),
        { collectedAt: '2026-05-01T00:00:00Z' },
      ),
    ),
  )

const quarter: PopulationDefinition = {
  ...changesOf('2026-01-01', '2026-03-31'),
  numbered: true,
  reconciliation: {
    with: 'records',
    records: changesOf('2026-01-01', '2026-03-31').records,
    matchedBy: { here: keyAsField, there: 'summary' },
    ignoreCase: false,
  },
}

describe('laws of a population', () => {
  it('does not change a byte with the order in which evidence arrives', async () => {
    await fc.assert(
      fc.asyncProperty(
        exportsArbitrary.chain((exports) =>
          fc.tuple(fc.constant(exports), fc.shuffledSubarray(exports, { minLength: exports.length })),
        ),
        async ([exports, shuffled]) => {
          expect(await select(quarter, shuffled)).toEqual(await select(quarter, exports))
        },
      ),
      { numRuns: 60 },
    )
  })

  it('accounts for every record of the period: it is an item, repeated, undated or not meant', async () => {
    await fc.assert(
      fc.asyncProperty(exportsArbitrary, fc.boolean(), async (exports, onlyNormal) => {
        const all = onlyNormal ? [{ any: [{ field: 'type', is: 'equals', value: 'normal' } as const] }] : []
        const records = { ...quarter.records, query: { all } }
        const reconciliation = {
          with: 'records',
          records,
          matchedBy: { here: keyAsField, there: keyAsField },
          ignoreCase: false,
        } as const
        const { rows, remarks, card } = await select({ ...quarter, records, reconciliation }, exports)
        const { examined, items, repeated, unmatched, outside, undated } = card.counts
        expect(items + repeated + unmatched + outside + undated).toBe(examined)
        expect([rows.length, new Set(keysOf(rows)).size]).toEqual([items, items])
        const said = new Set(
          [...rows, ...remarks].flatMap((one) =>
            'evidence' in one && 'key' in one ? [`${one.evidence} ${one.key}`] : [],
          ),
        )
        for (const { evidence, records } of exports) {
          if (evidence.effective.from > '2026-03-31') continue
          for (const record of records) {
            if (record.type !== 'change' || (onlyNormal && record.body.type !== 'normal')) continue
            const at = record.body.implementedAt
            const isOutside = at !== null && at >= '2026-04-01T06'
            if (!isOutside) expect(said, record.key).toContain(`${evidence.id} ${record.key}`)
          }
        }
        // Held against itself it agrees.
        expect(card.reconciliation).toMatchObject({ onlyHere: { total: 0 }, onlyThere: { total: 0 } })
      }),
      { numRuns: 60 },
    )
  })
})
