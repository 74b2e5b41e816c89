import { describe, expect, it } from 'vitest'
import { readDifferencesSearch, readForecastSearch, readPeriodSearch, readReadinessSearch } from './period-search.ts'

describe('the address of a page about a period', () => {
  it('keeps what narrows it and what is opened, and nothing else', () => {
    expect(readPeriodSearch({ area: 'access', q: 12, row: 'a/b@system:c', interval: '2026-07', evil: 'x' })).toEqual({
      area: 'access',
      q: '12',
      row: 'a/b@system:c',
      interval: '2026-07',
    })
  })

  it('drops days and instants that do not exist', () => {
    expect(readForecastSearch({ until: '2026-02-30' })).toEqual({})
    expect(readDifferencesSearch({ knownAt: 'yesterday', knownLater: '2026-03-01T00:00:00.000Z' })).toEqual({
      knownLater: '2026-03-01T00:00:00.000Z',
    })
  })

  it('asks readiness for nothing it cannot be narrowed by', () => {
    expect(readReadinessSearch({ q: 'restore', control: 'x', owner: 'ana', view: 'table' })).toEqual({
      owner: 'ana',
      view: 'table',
    })
  })
})
