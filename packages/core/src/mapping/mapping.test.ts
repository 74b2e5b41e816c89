import { describe, expect, it } from 'vitest'
import { recordTypes, recordTypeSchema } from '../records/record.ts'
import { listMappableFields } from './mappable-fields.ts'
import { tableMappingSchema } from './mapping.ts'
import { suggestKey } from './suggested-key.ts'

const roster = {
  recordType: 'person',
  key: ['employeeId'],
  fields: {
    employeeId: { columns: ['Emp #'] },
    name: { columns: ['First', 'Last'] },
    status: { columns: ['State'], words: { A: 'active', T: 'terminated' } },
    hired: { columns: ['Start'], dates: 'M/D/YYYY' },
    workerType: { constant: 'employee' },
  },
}

function faultsOf(mapping: unknown): string[] {
  const parsed = tableMappingSchema.safeParse(mapping)
  return parsed.success ? [] : parsed.error.issues.map((issue) => issue.path.join('.'))
}

describe('a mapping', () => {
  it('is whole when every required field is mapped or stated', () => {
    expect(faultsOf(roster)).toEqual([])
  })

  it.each([
    ['a field nobody knows', { shoeSize: { columns: ['Shoe'] } }, 'fields.shoeSize'],
    [
      'a meaning outside the list of the field',
      { status: { columns: ['State'], words: { A: 'here' } } },
      'fields.status.words.A',
    ],
    ['a constant the field cannot hold', { hired: { constant: '2026-02-30' } }, 'fields.hired.constant'],
    [
      'no meaning for a required field',
      { status: { columns: ['State'], words: { A: null } } },
      'fields.status.words.A',
    ],
    [
      'a day where a moment is needed',
      { terminatedAt: { columns: ['End'], dates: 'M/D/YYYY' } },
      'fields.terminatedAt.dates',
    ],
    ['a time in no zone', { terminatedAt: { columns: ['End'], dates: 'M/D/YYYY H:mm' } }, 'timeZone'],
    ['a date format for a text', { title: { columns: ['Title'], dates: 'M/D/YYYY' } }, 'fields.title.dates'],
    ['a list where there is none', { title: { columns: ['Title'], separator: ';' } }, 'fields.title.separator'],
  ])('is refused with %s', (_what, fields, place) => {
    expect(faultsOf({ ...roster, fields: { ...roster.fields, ...fields } })).toEqual([place])
  })

  it('is refused without a required field, and with a key that is not mapped', () => {
    const { status: _status, ...fields } = roster.fields
    expect(faultsOf({ ...roster, fields })).toEqual(['fields.status'])
    expect(faultsOf({ ...roster, key: ['email'] })).toEqual(['key'])
  })

  it('may state the zone of its times', () => {
    const fields = { ...roster.fields, terminatedAt: { columns: ['End'], dates: 'M/D/YYYY H:mm' } }
    expect(faultsOf({ ...roster, fields, timeZone: 'America/Chicago' })).toEqual([])
  })
})

describe('the fields that can be mapped', () => {
  it.each(recordTypeSchema.options)('of %s can make its key and leave out only what is no single value', (type) => {
    const names = listMappableFields(type).map((field) => field.name)
    expect(names).toEqual(expect.arrayContaining([...suggestKey(type)]))
    const left = Object.keys(recordTypes[type].body.shape).filter((name) => !names.includes(name))
    expect(left.filter((name) => !['keys', 'reviews', 'value'].includes(name))).toEqual([])
  })
})
