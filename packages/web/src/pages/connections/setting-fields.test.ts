import { describe, expect, it } from 'vitest'
import { beginValues, listFields, readValues } from './setting-fields.ts'

const fields = listFields({
  required: ['regions', 'account', 'days'],
  properties: {
    regions: { type: 'array', items: { type: 'string' }, title: 'Regions', description: 'Every region.' },
    account: { type: 'string', title: 'Account' },
    days: { type: 'integer', default: 7 },
    tls: { type: 'boolean', default: true },
    paging: { oneOf: [], default: { by: 'none' } },
    note: { type: 'string' },
  },
})

describe('the form of a connection', () => {
  it('asks for each setting in its kind, and demands only what has no default', () => {
    expect(fields.map(({ name, kind, required }) => [name, kind, required])).toEqual([
      ['regions', 'texts', true],
      ['account', 'text', true],
      ['days', 'number', false],
      ['tls', 'flag', false],
      ['paging', 'json', false],
      ['note', 'text', false],
    ])
    expect(fields[0]).toMatchObject({ title: 'Regions', description: 'Every region.' })
  })

  it('means what a person wrote, and leaves out what nobody filled in', () => {
    const values = { ...beginValues(fields), regions: 'us-east-1\n eu-west-1, ', account: ' 123 ' }
    expect(readValues(fields, values)).toEqual({
      settings: { regions: ['us-east-1', 'eu-west-1'], account: '123', days: 7, tls: true, paging: { by: 'none' } },
      problems: {},
    })
  })

  it('says at each field what cannot be read', () => {
    const values = { regions: '', account: '', days: 'soon', tls: 'false', paging: '{', note: '' }
    expect(readValues(fields, values).problems).toEqual({
      regions: 'Fill this in.',
      account: 'Fill this in.',
      days: 'Write a whole number.',
      paging: 'This is not JSON.',
    })
  })
})
