import { describe, expect, it } from 'vitest'
import { chooseFrameworks } from './chosen-frameworks.ts'

const known = [
  { id: 'hipaa-security', family: 'hipaa-security', enabled: true },
  { id: 'hitrust-csf', family: 'hitrust-csf', enabled: false },
  { id: 'nist-csf-2.0', family: 'nist-csf', enabled: false },
  { id: 'tsc-2017', family: 'soc2-tsc', enabled: true },
  { id: 'tsc-2027', family: 'soc2-tsc', enabled: false },
]

describe('the frameworks of the crosswalk', () => {
  it('are SOC 2, HIPAA and HITRUST where nothing is chosen, in the edition the organization is judged by', () => {
    expect(chooseFrameworks(known, undefined)).toEqual(['tsc-2017', 'hipaa-security', 'hitrust-csf'])
  })

  it('are those of the address in its order, without what the catalog does not know', () => {
    expect(chooseFrameworks(known, 'nist-csf-2.0,gone,tsc-2027,nist-csf-2.0')).toEqual(['nist-csf-2.0', 'tsc-2027'])
  })

  it('are the usual ones again where the address names none that exists', () => {
    expect(chooseFrameworks(known, 'gone')).toHaveLength(3)
  })

  it('are the first of the catalog where it has none of the usual ones', () => {
    expect(chooseFrameworks(known.slice(2, 3), undefined)).toEqual(['nist-csf-2.0'])
  })
})
