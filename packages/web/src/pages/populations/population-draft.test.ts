import { findDefinitionFault, populationDefinitionSchema, type PopulationDefinition } from '@evidentia/core'
import { describe, expect, it } from 'vitest'
import { readNewPopulationSearch } from '../../app/population-search.ts'
import {
  beginDraft,
  composeDefinition,
  composeSelection,
  draftAgain,
  findProblems,
  type RecordTypeView,
} from './population-draft.ts'

function typeOf(type: RecordTypeView['type'], placedBy: string[], fields: RecordTypeView['fields']): RecordTypeView {
  return { type, placedBy, fields, sources: [{ source: 'Source', exports: 2, from: '2026-01-01', to: '2026-03-31' }] }
}
const change = typeOf(
  'change',
  ['implementedAt'],
  [
    { name: 'type', kind: 'choice', choices: ['normal', 'emergency'], asks: ['equals', 'in', 'exists'] },
    { name: 'implementedAt', kind: 'instant', choices: [], asks: ['before', 'after', 'exists'] },
  ],
)
const account = typeOf(
  'account',
  [],
  [
    { name: 'mfa', kind: 'yes-no', choices: [], asks: ['equals', 'exists'] },
    { name: 'username', kind: 'text', choices: [], asks: ['equals', 'in', 'exists'] },
  ],
)
const types = [change, account]

const definition: PopulationDefinition = {
  name: 'Changes',
  period: { from: '2026-01-01', to: '2026-03-31' },
  numbered: true,
  records: {
    type: 'change',
    systems: ['portal'],
    sources: ['Source'],
    placedBy: ['implementedAt'],
    exports: 'activity',
    uniqueWithin: 'organization',
    query: {
      all: [
        {
          any: [
            { field: 'type', is: 'in', values: ['normal', 'emergency'] },
            { field: 'type', is: 'exists', value: false },
          ],
        },
        { any: [{ field: 'implementedAt', is: 'after', day: '2026-01-05' }] },
      ],
    },
  },
  reconciliation: {
    with: 'records',
    records: {
      type: 'account',
      placedBy: [],
      exports: 'listing',
      uniqueWithin: 'organization',
      query: { all: [{ any: [{ field: 'mfa', is: 'equals', value: true }] }] },
    },
    matchedBy: { here: '#key', there: 'username' },
    ignoreCase: false,
  },
}

describe('a population’s draft', () => {
  it('begins with what is usual for the record type and the days of its exports', () => {
    expect(beginDraft(change)).toMatchObject({ from: '2026-01-01', to: '2026-03-31', exports: 'activity' })
    expect(beginDraft(account)).toMatchObject({ placedBy: [], exports: 'listing', uniqueWithin: 'subject' })
  })

  it('of a definition composes that definition again, also by way of the address', () => {
    const draft = draftAgain(definition, 'po_1')
    expect(composeDefinition(draft, types)).toEqual(definition)
    expect(readNewPopulationSearch({ draft: JSON.parse(JSON.stringify(draft)) })).toEqual({ draft })
  })

  it('composes what the server takes', () => {
    const draft = {
      ...beginDraft(account),
      name: ' Accounts ',
      clauses: [[{ field: 'mfa', is: 'equals', values: ['false'] } as const]],
      against: 'count' as const,
      count: '12',
      statedBy: 'Console, read by Ada',
    }
    const composed = composeDefinition(draft, types)
    expect(findDefinitionFault(populationDefinitionSchema.parse(composed))).toBeNull()
    expect(composed).toMatchObject({ name: 'Accounts', reconciliation: { with: 'count', count: 12 } })
    expect(composed?.records.query.all[0]?.any[0]).toEqual({ field: 'mfa', is: 'equals', value: false })
  })

  it('names what is missing, and is counted as soon as days and conditions are there', () => {
    const draft = beginDraft(change)
    expect(composeDefinition(draft, types)).toBeNull()
    expect(composeSelection(draft, change)).not.toBeNull()
    expect(findProblems({ ...draft, to: '2025-01-01', against: 'count', count: '1.5' })).toEqual({
      name: 'Say what the population is.',
      to: 'It ends before it begins.',
      count: 'Give a whole number.',
      statedBy: 'Say who read it where, and when.',
    })
    const open = { ...draft, clauses: [[{ field: 'type', is: 'equals' as const, values: [] }]] }
    expect(composeSelection(open, change)).toBeNull()
  })

  it.each([null, 'text', [], { clauses: 7, sources: [{}], other: [], exports: 'nonsense' }])(
    'is read from an address that holds %j',
    (draft) => {
      expect(() => readNewPopulationSearch({ draft })).not.toThrow()
    },
  )
})
