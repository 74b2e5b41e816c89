import { describe, expect, it } from 'vitest'
import { readMatrixSearch } from './list-search.ts'
import { readAsOfSearch, readNextSearch } from './page-search.ts'

describe('where to go after signing in', () => {
  it('is a path on this server', () => {
    expect(readNextSearch({ next: '/o/sample/matrix?status=missing' })).toEqual({
      next: '/o/sample/matrix?status=missing',
    })
  })

  it.each(['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)', 7, undefined])(
    'is never %s',
    (next) => {
      expect(readNextSearch({ next })).toEqual({})
    },
  )
})

describe('the day and the period of an address', () => {
  it('are kept where they exist', () => {
    expect(readAsOfSearch({ asOf: '2026-10-31', from: '2026-01-01', to: '2026-06-30' })).toEqual({
      asOf: '2026-10-31',
      from: '2026-01-01',
      to: '2026-06-30',
    })
  })

  it('are dropped where they do not: no such day, half a period, a period in reverse', () => {
    expect(readAsOfSearch({ asOf: '2026-02-30' })).toEqual({})
    expect(readAsOfSearch({ from: '2026-01-01' })).toEqual({})
    expect(readAsOfSearch({ from: '2026-06-30', to: '2026-01-01' })).toEqual({})
  })
})

describe('the state of the matrix in an address', () => {
  it('keeps what it knows and drops a group it does not', () => {
    expect(readMatrixSearch({ status: 'missing,failing', group: 'owner', q: 12, page: 3 })).toEqual({
      status: 'missing,failing',
      group: 'owner',
      q: '12',
    })
    expect(readMatrixSearch({ group: 'color' })).toEqual({})
  })
})
