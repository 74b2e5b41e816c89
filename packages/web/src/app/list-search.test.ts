import { describe, expect, it } from 'vitest'
import { readCrosswalkSearch, readDecisionsSearch, readFrameworkSearch, readRequirementSearch } from './list-search.ts'

describe('the address of a list', () => {
  it('keeps what the crosswalk knows and drops the rest', () => {
    expect(
      readCrosswalkSearch({ frameworks: 'tsc-2017,hipaa-security', adopted: 'yes', area: 'access', x: 1 }),
    ).toEqual({
      frameworks: 'tsc-2017,hipaa-security',
      adopted: 'yes',
      area: 'access',
    })
    expect(readCrosswalkSearch({ adopted: 'maybe', q: '' })).toEqual({})
  })

  it('keeps the state and the open form of the decisions', () => {
    expect(readDecisionsSearch({ state: 'review-due', decide: 'hipaa-security 164.312(b)' })).toEqual({
      state: 'review-due',
      decide: 'hipaa-security 164.312(b)',
    })
    expect(readDecisionsSearch({ state: 'green' })).toEqual({})
  })

  it('opens a form or a preview only where it says yes', () => {
    expect(readRequirementSearch({ decide: 'yes' })).toEqual({ decide: 'yes' })
    expect(readRequirementSearch({ decide: 'no' })).toEqual({})
    expect(readFrameworkSearch({ preview: 'yes', q: 'CC6' })).toEqual({ preview: 'yes', q: 'CC6' })
    expect(readFrameworkSearch({ preview: 1 })).toEqual({})
  })
})
