import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { database, document } from '../testing/workload.ts'
import { judgeAgreement } from './agreement-in-force.ts'
import { findConflicts } from './conflicts.ts'
import type { ProgramDocument } from './document.ts'
import { programOn } from './program.ts'

const named = (id: string, name: string, more: object = {}, effective?: string) =>
  document('system', { ...database(id), name, ...more }, effective)
const idsOf = (...documents: ProgramDocument[]) => findConflicts(documents).map((one) => one.document.id)

describe('two systems of one name', () => {
  it('are a conflict, however the name is written', () => {
    expect(idsOf(named('a', 'Clinical database'), named('b', ' clinical  DATABASE'))).toEqual(['b'])
    expect(idsOf(named('a', 'Clinical database'), named('b', 'Portal database'))).toEqual([])
  })

  it('are none where one has left before the other came, or has another name by then', () => {
    const until = { inService: { to: '2026-05-31' } }
    expect(idsOf(named('a', 'Engine', until), named('b', 'Engine', { inService: { from: '2026-06-01' } }))).toEqual([])
    expect(idsOf(named('a', 'Engine', until), named('b', 'Engine', { inService: { from: '2026-05-31' } }))).toEqual([
      'b',
    ])
    const renamed = named('a', 'Engine A', {}, '2026-06-01')
    expect(idsOf(named('a', 'Engine'), renamed, named('b', 'Engine', {}, '2026-06-01'))).toEqual([])
    expect(idsOf(named('a', 'Engine'), named('b', 'Engine', {}, '2026-03-01'), renamed)).toEqual(['b'])
  })

  it('are no conflict with a version of the same system', () => {
    expect(idsOf(named('a', 'Engine'), named('a', 'Engine', {}, '2026-06-01'))).toEqual([])
  })
})

const baa = fc.record({
  id: fc.constantFrom('a', 'b', 'c'),
  type: fc.constantFrom('baa' as const, 'baa' as const, 'msa' as const),
  party: fc.constantFrom({ vendor: 'lake' }, { vendor: 'sea' }, { customer: 'Lake' }),
  signed: fc.constantFrom(undefined, '2026-01-03', '2026-01-06'),
  term: fc.tuple(fc.nat(9), fc.nat(9)).map(([from, length]) => ({ from: dayOf(from), to: dayOf(from + length) })),
  effective: fc.nat(9).map(dayOf),
})

describe('two agreements with one party', () => {
  it('are a conflict exactly where both are in force on some day', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(baa, { maxLength: 6, selector: ({ id, effective }) => `${id} ${effective}` }),
        (bodies) => {
          const documents = bodies.map(({ effective, ...body }) => document('agreement', body, effective))
          const days = Array.from({ length: 31 }, (_, at) => dayOf(at))
          const isDouble = days.some((day) => {
            const bound = [...programOn(documents, day).agreement.values()].filter(
              (agreement) => agreement.type === 'baa' && judgeAgreement(agreement, day).inForce,
            )
            const parties = bound.map(({ party }) => party.vendor ?? `customer ${party.customer}`)
            return new Set(parties).size < parties.length
          })
          expect(findConflicts(documents).length > 0).toBe(isDouble)
        },
      ),
      { numRuns: 2000 },
    )
  })

  it('say from which day and beside which', () => {
    const [conflict] = findConflicts([
      document('agreement', { id: 'new', type: 'baa', party: { vendor: 'lake' }, signed: '2026-02-01' }),
      document('agreement', { id: 'old', type: 'baa', party: { vendor: 'lake' }, signed: '2025-01-01' }),
    ])
    expect(conflict?.sentence).toBe(
      'from 2026-02-01 on, agreement "new" is in force beside "old", both business associate agreements with vendor lake',
    )
  })

  it('are found quickly among many', () => {
    const many = Array.from({ length: 20_000 }, (_, at) =>
      document('agreement', { id: `a${at}`, type: 'baa', party: { vendor: 'lake' }, signed: '2026-01-01' }),
    )
    const started = Date.now()
    expect(findConflicts(many)).toHaveLength(19_999)
    expect(Date.now() - started).toBeLessThan(2000)
  })
})

function dayOf(at: number): string {
  return `2026-01-${String(at + 1).padStart(2, '0')}`
}
