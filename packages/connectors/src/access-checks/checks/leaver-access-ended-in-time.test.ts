import { describe, expect, it } from 'vitest'
import { account, judgeScene, person } from '../../testing/check-input.ts'
import { leaverAccessEndedInTime } from './leaver-access-ended-in-time.ts'

const left = person('ben@lakeside.example', { status: 'terminated', terminated: '2026-06-12' })
const here = person('ada@lakeside.example')
const evaluate = (body: Parameters<typeof account>[1], leaver = left, asOf = '2026-06-30') =>
  judgeScene(leaverAccessEndedInTime, { asOf, population: [account('ben', body)], newest: [here, leaver] }).verdict

describe('leaver-access-ended-in-time', () => {
  it('counts from the end of the last day to the hour', () => {
    expect(evaluate({ enabled: false, disabledAt: '2026-06-13T23:59:59Z' })).toBe('met')
    expect(evaluate({ enabled: false, disabledAt: '2026-06-14T00:00:01Z' })).toBe('not-met')
  })

  it('counts from the moment HR records, and a dismissal by its own limit', () => {
    const dismissed = person('ben@lakeside.example', {
      status: 'terminated',
      terminated: '2026-06-12',
      terminatedAt: '2026-06-12T15:00:00Z',
      terminationKind: 'involuntary',
    })
    const scene = {
      population: [account('ben', { enabled: false, disabledAt: '2026-06-12T17:00:00Z' })],
      newest: [dismissed],
    }
    expect(judgeScene(leaverAccessEndedInTime, { ...scene, parameters: { involuntaryHours: 2 } }).verdict).toBe('met')
    expect(judgeScene(leaverAccessEndedInTime, { ...scene, parameters: { involuntaryHours: 1 } }).verdict).toBe(
      'not-met',
    )
  })

  it('judges one that is still enabled by the day judged', () => {
    expect(evaluate({}, left, '2026-06-13')).toBe('met')
    expect(evaluate({}, left, '2026-06-14')).toBe('not-met')
  })

  it('is unknown without the moment, without the leaving day, and where nobody fits', () => {
    expect(evaluate({ enabled: false })).toBe('unknown')
    expect(evaluate({}, person('ben@lakeside.example', { status: 'terminated' }))).toBe('unknown')
    const ghost = { population: [account('ghost')] }
    expect(judgeScene(leaverAccessEndedInTime, { ...ghost, newest: [here] }).verdict).toBe('unknown')
    expect(judgeScene(leaverAccessEndedInTime, { ...ghost, newest: [] }).verdict).toBe('unknown')
    expect(judgeScene(leaverAccessEndedInTime, { ...ghost, newest: null }).verdict).toBe('unknown')
    expect(judgeScene(leaverAccessEndedInTime, { population: null, newest: [here] }).verdict).toBe('unknown')
  })

  it('does not apply where nobody left', () => {
    expect(judgeScene(leaverAccessEndedInTime, { population: [account('ada')], newest: [here] }).verdict).toBe(
      'not-applicable',
    )
  })
})
