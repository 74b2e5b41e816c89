import { expect, test } from 'vitest'
import { breachAssessmentSchema, judgeBreach } from './breach-assessment.ts'

const argued = { rationale: 'The recipient is bound to confidentiality and deleted it.', evidence: ['a'.repeat(64)] }
const low = { ...argued, risk: 'low' }
const decision = { outcome: 'low-probability', at: '2026-03-02T13:00:00Z', by: 'Ines Calder', second: 'Tomas Wray' }
const all = { 'phi-extent': low, recipient: low, 'acquired-or-viewed': low, mitigation: low }
const judge = (given: object) =>
  judgeBreach(breachAssessmentSchema.parse({ secured: null, exclusion: null, factors: {}, decision: null, ...given }))

test('a breach is presumed until two people decide on all four factors', () => {
  expect(judge({})).toMatchObject({ standing: 'presumed', missing: ['a decision by two people'] })
  expect(judge({ factors: all })).toMatchObject({ standing: 'presumed' })
  const { mitigation: _left, ...three } = all
  expect(judge({ factors: three, decision })).toMatchObject({
    standing: 'presumed',
    missing: ['the factor mitigation'],
  })
  expect(judge({ factors: all, decision })).toMatchObject({ standing: 'low-probability', missing: [] })
  expect(judge({ factors: all, decision: { ...decision, outcome: 'breach' } })).toMatchObject({ standing: 'breach' })
})

test('secured PHI and an exclusion are decided by two people as well, and with evidence', () => {
  expect(judge({ secured: argued })).toMatchObject({ standing: 'presumed' })
  expect(judge({ secured: argued, decision })).toMatchObject({ standing: 'secured' })
  const exclusion = { ...argued, of: 'could-not-retain' }
  expect(judge({ exclusion, decision })).toMatchObject({ standing: 'excluded' })
  expect(() => judge({ secured: { ...argued, evidence: [] }, decision })).toThrow('evidence')
  expect(() => judge({ decision: { ...decision, second: 'Ines Calder' } })).toThrow(
    'the second person is another person',
  )
})
