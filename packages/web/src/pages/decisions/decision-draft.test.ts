import { decisionSchema } from '@evidentia/core'
import { describe, expect, it } from 'vitest'
import { stateOf } from './decision-choice.ts'
import { beginDecision, composeDecision, findProblems, type DecisionDraft } from './decision-draft.ts'

const specification = { framework: 'hipaa-security', requirement: '164.312(a)(2)(iv)', title: 'Encryption' }
const filled: DecisionDraft = {
  ...beginDecision(null, '2026-11-22'),
  choice: 'implemented',
  rationale: 'Every volume and every backup is encrypted with keys the platform holds.',
  decidedBy: 'ana',
  approvedBy: 'ben',
}

describe('a drafted decision', () => {
  it('begins empty, decided today and reviewed in a year', () => {
    expect(beginDecision(null, '2028-02-29')).toMatchObject({ choice: '', decided: '2028-02-29', review: '2029-03-01' })
  })

  it('begins with what was decided before, when it is decided again', () => {
    const before = composeDecision(filled, specification, 'earlier')
    expect(beginDecision(before, '2027-11-20')).toMatchObject({
      choice: 'implemented',
      decidedBy: 'ana',
      decided: '2027-11-20',
    })
    expect(before?.id).toBe('earlier')
  })

  it('is one the record accepts, under a name made from the specification', () => {
    const decision = composeDecision(filled, specification, undefined)
    expect(decisionSchema.parse(decision)).toMatchObject({ id: 'hipaa-security-164-312-a-2-iv' })
  })

  it('keeps no measure beside an implemented specification, and needs one for an alternative', () => {
    expect(composeDecision({ ...filled, measure: 'left from before' }, specification, undefined)).not.toHaveProperty(
      'measure',
    )
    expect(findProblems({ ...filled, choice: 'alternative' })).toHaveProperty('measure')
    const alternative = composeDecision(
      { ...filled, choice: 'alternative', measure: 'Sealed racks.' },
      specification,
      'x',
    )
    expect(decisionSchema.parse(alternative)).toMatchObject({ measure: 'Sealed racks.' })
  })

  it.each([
    ['choice', { choice: '' }],
    ['rationale', { rationale: 'Because.' }],
    ['approvedBy', { approvedBy: 'ana' }],
    ['review', { review: '2026-11-22' }],
    ['decided', { decided: '' }],
  ] as const)('is not recorded while %s is wrong', (field, change) => {
    expect(Object.keys(findProblems({ ...filled, ...change }))).toContain(field)
    expect(composeDecision({ ...filled, ...change }, specification, undefined)).toBeNull()
  })
})

describe('where a decision stands', () => {
  it('follows from the day asked about', () => {
    const decision = composeDecision(filled, specification, undefined)
    expect(stateOf(null, '2026-11-22')).toBe('undecided')
    expect(stateOf(decision, '2026-11-21')).toBe('undecided')
    expect(stateOf(decision, '2027-11-22')).toBe('decided')
    expect(stateOf(decision, '2027-11-23')).toBe('review-due')
  })
})
