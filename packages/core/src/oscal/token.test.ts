import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Framework } from '../catalog/framework.ts'
import { catalog } from '../testing/workload.ts'
import { requirementTokens, toToken } from './token.ts'

/** What NIST's schema demands of a token. */
const token = /^(\p{L}|_)(\p{L}|\p{N}|[.\-_])*$/u

function framework(id: string, requirements: readonly string[]): Framework {
  const [one] = catalog.frameworks.values()
  return { ...one!, id, requirements: requirements.map((r) => ({ id: r, title: r, kind: 'section' })) }
}

describe('tokens', () => {
  it('keep a citation readable', () => {
    const tokens = requirementTokens(framework('hipaa-security', ['164.308(a)(1)(i)', '164.402 Breach (1)(ii)']))
    expect([...tokens.values()]).toEqual(['hipaa-security_164.308_a_1_i', 'hipaa-security_164.402_Breach_1_ii'])
  })

  it('begin with a letter or an underscore', () => {
    expect(toToken('800-53')).toBe('_800-53')
  })

  it('are valid and differ for every requirement, however it is numbered', () => {
    const ids = fc.uniqueArray(fc.oneof(fc.string({ minLength: 1 }), fc.constantFrom('a(1)', 'a 1', 'a_1', 'a_1.n2')))
    fc.assert(
      fc.property(ids, (requirements) => {
        const tokens = [...requirementTokens(framework('one', requirements)).values()]
        expect(new Set(tokens).size).toBe(requirements.length)
        for (const one of tokens) expect(one).toMatch(token)
      }),
    )
  })
})
