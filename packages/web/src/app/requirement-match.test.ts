import { describe, expect, it } from 'vitest'
import { matchRequirements } from './requirement-match.ts'

function requirementOf(id: string, title: string) {
  return { framework: 'hipaa-security', frameworkTitle: 'HIPAA Security', id, title }
}
const requirements = [
  requirementOf('164.308(a)(3)(ii)(C)', 'Termination procedures'),
  requirementOf('164.308(a)(3)(i)', 'Workforce security'),
  requirementOf('164.308(a)(3)', 'Workforce security as a whole'),
  requirementOf('CC6.2', 'Access is given and ended'),
  requirementOf('CC6.20', 'An invented criterion'),
]
const found = (text: string) => matchRequirements(requirements, text).map(({ id }) => id)

describe('a requirement is found', () => {
  it('by its identifier as the framework writes it, itself first', () => {
    expect(found('164.308(a)(3)')).toEqual(['164.308(a)(3)', '164.308(a)(3)(ii)(C)', '164.308(a)(3)(i)'])
    expect(found('CC6.2')).toEqual(['CC6.2', 'CC6.20'])
  })

  it('by its identifier as people type it', () => {
    expect(found('45 CFR 164.308(a)(3)(ii)(C)')).toEqual(['164.308(a)(3)(ii)(C)'])
    expect(found('164.308 a 3 ii c')).toEqual(['164.308(a)(3)(ii)(C)'])
    expect(found('cc62')).toEqual(['CC6.2', 'CC6.20'])
  })

  it('by part of its title', () => {
    expect(found('termination')).toEqual(['164.308(a)(3)(ii)(C)'])
  })

  it('not by nothing, nor by what is nowhere', () => {
    expect(found('  ')).toEqual([])
    expect(found('zebra')).toEqual([])
  })
})
