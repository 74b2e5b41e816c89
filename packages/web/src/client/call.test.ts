import { contracts, type OperationId } from '@evidentia/core'
import { describe, expect, it } from 'vitest'
import { addressOf } from './call.ts'
import { operations } from './operations.ts'

describe('the table of operations', () => {
  it('says of every contract its method and path, and knows no other', () => {
    const declared = Object.fromEntries(Object.values(contracts).map(({ id, method, path }) => [id, [method, path]]))
    expect(operations).toEqual(declared)
  })

  it('leads below the API for every operation, with each parameter put in', () => {
    for (const id of Object.keys(operations) as OperationId[]) {
      const names = [...operations[id][1].matchAll(/\{\+?(\w+)\}/g)].map(([, name]) => name ?? '')
      const address = addressOf(id, { params: Object.fromEntries(names.map((name) => [name, 'x'])) })
      expect(address).toMatch(/^\/api\/v1\/[\w/-]+$/)
    }
  })
})

describe('an address', () => {
  it('encodes parameters, so that a value cannot change the path', () => {
    expect(addressOf('readControl', { params: { control: '../members?x' } })).toBe('/api/v1/controls/..%2Fmembers%3Fx')
  })

  it('leaves out what was not asked for', () => {
    expect(addressOf('listMatrix', { query: { q: 'a b', status: undefined, area: '', limit: 500 } })).toBe(
      '/api/v1/matrix?q=a+b&limit=500',
    )
  })
})
