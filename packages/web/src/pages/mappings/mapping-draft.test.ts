import { listMappableFields, suggestKey, tableMappingSchema, type RecordType } from '@evidentia/core'
import { describe, expect, test } from 'vitest'
import {
  draftOf,
  emptyDraft,
  guessDelimiter,
  mappingOf,
  proposeFields,
  proposeKey,
  saysNothing,
  withColumns,
  emptyField,
  type Mappable,
} from './mapping-draft.ts'

const typeOf = (type: RecordType): Mappable => ({
  type,
  key: [...suggestKey(type)],
  fields: listMappableFields(type).map((field) => ({ ...field, choices: [...field.choices] })),
})
const person = typeOf('person')
const table = {
  columns: ['Employee ID', 'Name', 'Status', 'Pay', ''],
  words: [['7', '8'], ['Ada', 'Ben'], ['Active', 'Gone'], ['1'], []],
}

describe('a first proposal', () => {
  test('takes columns whose names are like the fields, and words that spell a choice', () => {
    const fields = proposeFields(person, table)
    expect(Object.keys(fields).toSorted()).toEqual(['employeeId', 'name', 'status'])
    expect(fields['status']?.words).toEqual({ Active: 'active', Gone: '' })
    expect(proposeKey(person, fields)).toEqual(['employeeId'])
    expect(proposeKey(person, {})).toEqual([])
  })

  test('knows yes and no by their short forms, and gives joined columns no meanings', () => {
    const enabled = typeOf('account').fields.find(({ name }) => name === 'enabled')
    if (enabled === undefined) throw new Error('An account is enabled or not.')
    const flags = { columns: ['On', 'Off'], words: [['Y', 'n', 'maybe'], []] }
    expect(withColumns(emptyField, ['On'], enabled, flags).words).toEqual({ Y: 'true', n: 'false', maybe: '' })
    expect(withColumns(emptyField, ['On', 'Off'], enabled, flags).words).toEqual({})
  })
})

test('what the form says is a mapping, and the form of it again is the same', () => {
  const fields = {
    ...proposeFields(person, table),
    status: { ...emptyField, columns: ['Status'], words: { Active: 'active', Gone: 'terminated' } },
    workerType: { ...emptyField, constant: 'employee' },
    hired: { ...emptyField, columns: ['Start'], dates: 'M/D/YYYY' },
    email: { ...emptyField, columns: ['Mail'], words: { none: saysNothing } },
  }
  const draft = {
    ...emptyDraft,
    recordType: 'person',
    fields,
    key: ['employeeId'],
    delimiter: ';',
    timeZone: ' ',
  } as const
  const mapping = tableMappingSchema.parse(mappingOf(draft, person))
  expect(mapping).toMatchObject({
    fields: {
      workerType: { constant: 'employee' },
      email: { words: { none: null } },
      status: { words: { Gone: 'terminated' } },
    },
    timeZone: null,
  })
  const again = draftOf({ mapping })
  expect(tableMappingSchema.parse(mappingOf(again, person))).toEqual(mapping)
})

test('what cannot be is sent as it is, for the server to say what is wrong', () => {
  const fields = { number: { ...emptyField, constant: 'many' } }
  const draft = { ...emptyDraft, recordType: 'pull-request', fields }
  expect(mappingOf(draft, typeOf('pull-request'))).toMatchObject({ fields: { number: { constant: 'many' } }, key: [] })
})

test.each([
  ['a,b;c,d', ','],
  ['a;b;c,d', ';'],
  ['a\tb\n,,,,', '\t'],
  ['a|b', '|'],
  ['', ','],
])('what separates %j is %j', (start, delimiter) => {
  expect(guessDelimiter(start)).toBe(delimiter)
})
