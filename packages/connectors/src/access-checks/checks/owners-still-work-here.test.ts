import { describe, expect, it } from 'vitest'
import { account, judgeScene, person } from '../../testing/check-input.ts'
import { ownersStillWorkHere } from './owners-still-work-here.ts'

const people = [
  person('ada@lakeside.example'),
  person('ben@lakeside.example', { status: 'terminated', terminated: '2026-06-12' }),
]
const evaluate = (
  owner: string | null,
  asOf = '2026-06-30',
  newest: readonly ReturnType<typeof person>[] | null = people,
) => judgeScene(ownersStillWorkHere, { asOf, population: [account('svc', { kind: 'service', owner })], newest }).verdict

describe('owners-still-work-here', () => {
  it('is met for an owner who works here, up to the day before the last one', () => {
    expect(evaluate('ada')).toBe('met')
    expect(evaluate('ben@lakeside.example', '2026-06-11')).toBe('met')
    expect(evaluate('ben@lakeside.example', '2026-06-12')).toBe('not-met')
  })

  it('is unknown for a stranger, for namesakes of whom one left, and without a roster or listing', () => {
    expect(evaluate('zoe')).toBe('unknown')
    expect(evaluate('ben', '2026-06-30', [...people, person('ben@hillside.example')])).toBe('unknown')
    expect(evaluate('ada', '2026-06-30', null)).toBe('unknown')
    expect(judgeScene(ownersStillWorkHere, { population: null, newest: people }).verdict).toBe('unknown')
  })

  it('does not apply where no owner is named', () => {
    expect(evaluate(null)).toBe('not-applicable')
  })
})
