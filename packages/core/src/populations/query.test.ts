import { describe, expect, it } from 'vitest'
import { recordTypeSchema } from '../records/record.ts'
import { changeOf, changesOf } from '../testing/populations.ts'
import { describeDefinition } from './card-words.ts'
import { findDefinitionFault, keyAsField, populationDefinitionSchema } from './definition.ts'
import { findQueryFault, type Condition } from './query.ts'
import { findRecordField, listRecordFields } from './record-fields.ts'
import { compileQuery } from './record-filter.ts'

const record = changeOf('CHG-1', '2026-01-31T05:30:00Z', { systems: ['portal', 'edge'], requester: null })

function asks(...any: readonly Condition[]): boolean {
  return compileQuery('change', { all: [{ any: [...any] }] }, 'America/Chicago')(record)
}

describe('the fields of a record type', () => {
  it('are read off its schema, dates among them', () => {
    expect(findRecordField('change', 'implementedAt')).toMatchObject({ kind: 'instant' })
    expect(findRecordField('person', 'terminated')).toMatchObject({ kind: 'date' })
    expect(findRecordField('change', 'type')).toEqual({
      name: 'type',
      kind: 'choice',
      choices: ['standard', 'normal', 'emergency'],
    })
    expect(findRecordField('change', 'systems')).toMatchObject({ kind: 'list' })
    expect(findRecordField('account', 'mfa')).toMatchObject({ kind: 'yes-no' })
    expect(findRecordField('account', 'keys')).toMatchObject({ kind: 'other' })
    for (const type of recordTypeSchema.options) {
      expect(listRecordFields(type).length).toBeGreaterThan(2)
      expect(findRecordField(type, keyAsField)).toBeUndefined()
    }
  })
})

describe('a query', () => {
  it('asks whether a field equals, is one of, lies before or after a day, or is filled', () => {
    expect(asks({ field: 'type', is: 'equals', value: 'normal' })).toBe(true)
    expect(asks({ field: 'type', is: 'in', values: ['standard', 'emergency'] })).toBe(false)
    expect(asks({ field: 'systems', is: 'equals', value: 'edge' })).toBe(true)
    expect(asks({ field: 'systems', is: 'in', values: ['db', 'portal'] })).toBe(true)
    expect(asks({ field: 'requester', is: 'exists', value: true })).toBe(false)
    expect(asks({ field: 'approvedAt', is: 'exists', value: false })).toBe(true)
  })

  it('means days where the organization is', () => {
    // 23:30 on 30 January there.
    expect(asks({ field: 'implementedAt', is: 'before', day: '2026-01-31' })).toBe(true)
    expect(asks({ field: 'implementedAt', is: 'after', day: '2026-01-30' })).toBe(false)
    expect(asks({ field: 'implementedAt', is: 'after', day: '2026-01-29' })).toBe(true)
    expect(asks({ field: 'approvedAt', is: 'before', day: '2026-01-31' })).toBe(false)
  })

  it('joins conditions of one clause by or, and clauses by and', () => {
    const [yes, no] = [
      { field: 'type', is: 'equals', value: 'normal' },
      { field: 'type', is: 'equals', value: 'standard' },
    ] as const
    expect(asks(no, yes)).toBe(true)
    const both = compileQuery('change', { all: [{ any: [yes] }, { any: [no] }] }, 'UTC')
    expect(both(record)).toBe(false)
    expect(compileQuery('change', { all: [] }, 'UTC')(record)).toBe(true)
  })

  it.each([
    [{ field: 'nothing', is: 'exists', value: true }, 'Records of type change have no field "nothing".'],
    [{ field: 'summary', is: 'before', day: '2026-01-01' }, '"summary" cannot be asked with "before"'],
    [{ field: 'keys', is: 'equals', value: 'x' }, 'no field'],
    [{ field: 'type', is: 'equals', value: 'urgent' }, 'it is one of standard, normal, emergency'],
    [{ field: 'type', is: 'in', values: ['normal', true] }, '"type" is never "true"'],
    [{ field: 'summary', is: 'equals', value: 7 }, '"summary" never holds a number.'],
  ] as const)('is refused with %o', (condition, sentence) => {
    const given = 'values' in condition ? { ...condition, values: [...condition.values] } : condition
    const fault = findQueryFault('change', { all: [{ any: [given] }] })
    expect(fault).toMatchObject({ field: 'query.all.0.any.0', sentence: expect.stringContaining(sentence) })
  })
})

describe('a definition', () => {
  const definition = changesOf('2026-01-01', '2026-03-31')

  it('is refused where it names what its records do not have', () => {
    expect(findDefinitionFault(definition)).toBeNull()
    const undated = { ...definition, records: { ...definition.records, placedBy: ['implementedAt', 'summary'] } }
    expect(findDefinitionFault(undated)?.field).toBe('records.placedBy.1')
    const matchedBy = { here: 'systems', there: keyAsField }
    const reconciliation = { with: 'records', records: definition.records, matchedBy, ignoreCase: false } as const
    expect(findDefinitionFault({ ...definition, reconciliation })?.field).toBe('reconciliation.matchedBy.here')
    expect(populationDefinitionSchema.safeParse({ ...definition, note: 1 }).success).toBe(false)
  })

  it('is said in sentences', () => {
    const query = {
      all: [
        { any: [{ field: 'type', is: 'in' as const, values: ['normal', 'emergency'] }] },
        { any: [{ field: 'approver', is: 'exists' as const, value: false }] },
      ],
    }
    const stated = { with: 'count', count: 40, statedBy: 'Dashboard' } as const
    expect(
      describeDefinition({ ...definition, records: { ...definition.records, query }, reconciliation: stated }),
    ).toBe(
      'Records of type change of the whole organization where (type is one of "normal", "emergency") and (approver is empty) placed by implementedAt one for each key, from 2026-01-01 to 2026-03-31. Held against a count of 40: Dashboard.',
    )
  })
})
