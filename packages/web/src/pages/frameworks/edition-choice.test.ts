import { describe, expect, it } from 'vitest'
import { adoptEdition } from './edition-choice.ts'

const known = [
  { id: 'tsc-2017', family: 'soc2-tsc' },
  { id: 'tsc-2027', family: 'soc2-tsc' },
  { id: 'hipaa-security', family: 'hipaa-security' },
]
const next = { id: 'tsc-2027', family: 'soc2-tsc' }

describe('adopting an edition', () => {
  it('takes the place of the edition before it', () => {
    expect(adoptEdition(['tsc-2017', 'hipaa-security'], next, known)).toEqual(['tsc-2027', 'hipaa-security'])
  })

  it('adds a framework that is new to the organization', () => {
    expect(adoptEdition(['hipaa-security'], next, known)).toEqual(['hipaa-security', 'tsc-2027'])
  })

  it('leaves one edition of the family, whatever stood there', () => {
    expect(adoptEdition(['tsc-2017', 'hipaa-security', 'tsc-2027'], next, known)).toEqual([
      'tsc-2027',
      'hipaa-security',
    ])
    expect(adoptEdition(['unknown-framework'], next, known)).toEqual(['unknown-framework', 'tsc-2027'])
  })
})
