import { describe, expect, it } from 'vitest'
import { database, document, documentsOf } from '../testing/workload.ts'
import { programOn } from './program.ts'
import { findDanglingReferences } from './references.ts'

describe('the programme of a day', () => {
  const documents = documentsOf(
    document('system', { ...database('db-one'), name: 'Renamed' }, '2026-03-01'),
    {
      ...document('system', database('db-two'), '2026-02-01'),
      body: null,
      effective: '2026-04-01',
      recordedAt: '2026-04-01T00:00:00Z',
    },
    document('system', database('db-two'), '2026-02-01'),
  )

  it('holds the version in effect on that day', () => {
    expect(programOn(documents, '2026-02-28').system.get('db-one')?.name).toBe('db-one')
    expect(programOn(documents, '2026-03-01').system.get('db-one')?.name).toBe('Renamed')
  })

  it('leaves out what is not there yet and what was withdrawn', () => {
    expect([...programOn(documents, '2026-01-31').system.keys()]).toEqual(['db-one'])
    expect([...programOn(documents, '2026-03-31').system.keys()].toSorted()).toEqual(['db-one', 'db-two'])
    expect([...programOn(documents, '2026-04-01').system.keys()]).toEqual(['db-one'])
  })

  it('answers as it was known at an earlier instant', () => {
    const late = document('system', { ...database('db-one'), name: 'Corrected' }, '2026-01-01', '2026-06-01T00:00:00Z')
    const all = [...documents, late]
    expect(programOn(all, '2026-02-01').system.get('db-one')?.name).toBe('Corrected')
    expect(programOn(all, '2026-02-01', '2026-05-31T00:00:00Z').system.get('db-one')?.name).toBe('db-one')
  })
})

describe('dangling references', () => {
  it('are named with the object, the field and what is missing', () => {
    const broken = documentsOf(
      document('dependency', { id: 'd-1', from: { system: 'db-one' }, to: { system: 'nowhere' }, type: 'logs-to' }),
    )
    expect(findDanglingReferences(broken)).toEqual([
      { kind: 'dependency', id: 'd-1', field: 'to.system', refersTo: { kind: 'system', id: 'nowhere' } },
    ])
    expect(findDanglingReferences(documentsOf())).toEqual([])
  })
})
