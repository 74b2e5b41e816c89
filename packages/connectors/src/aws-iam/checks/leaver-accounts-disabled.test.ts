import { describe, expect, it } from 'vitest'
import { account, judgeScene, person } from '../../testing/check-input.ts'
import type { Scene } from '../../testing/check-input.ts'
import { leaverAccountsDisabled } from './leaver-accounts-disabled.ts'

const evaluate = (scene: Scene) => judgeScene(leaverAccountsDisabled, scene)
const ada = person('ada.north@lakeside.example')
const left = person('ben.okafor@lakeside.example', {
  name: 'Ben Okafor',
  status: 'terminated',
  terminated: '2026-06-12',
})

describe('leaver-accounts-disabled', () => {
  it('is met when every enabled account belongs to someone who works here', () => {
    const population = [
      account('ada.north'),
      account('Ada.North@lakeside.example'),
      account('ben.okafor', { enabled: false }),
    ]
    expect(evaluate({ population, newest: [ada, left] }).verdict).toBe('met')
  })

  it('is not met when a leaver can still sign in, and says who left when', () => {
    const result = evaluate({ population: [account('ada.north'), account('ben.okafor')], newest: [ada, left] })
    expect(result.verdict).toBe('not-met')
    expect(result.summary).toContain('1 of 2')
    expect(result.items[1]).toMatchObject({
      key: 'ben.okafor',
      record: { type: 'account', key: 'ben.okafor', evidence: 'ev_1', line: 2 },
      value: '2026-06-12',
      reason: expect.stringContaining('Ben Okafor left on 2026-06-12'),
    })
  })

  it('counts the last day itself as left, and the day before as employed', () => {
    const scene = { population: [account('ben.okafor')], newest: [left] }
    expect(evaluate({ ...scene, asOf: '2026-06-12' }).verdict).toBe('not-met')
    expect(evaluate({ ...scene, asOf: '2026-06-11' }).verdict).toBe('met')
  })

  it('takes a terminated person without a date to have left', () => {
    const undated = person('cy.moss@lakeside.example', { status: 'terminated', terminated: null })
    expect(evaluate({ population: [account('cy.moss')], newest: [undated] }).verdict).toBe('not-met')
  })

  it('does not know whose an unmatched account is', () => {
    const result = evaluate({ population: [account('ada.north'), account('ghost')], newest: [ada] })
    expect(result.verdict).toBe('unknown')
    expect(result.items[1]?.reason).toContain('nobody in the HR roster')
  })

  it('leaves service and root accounts out', () => {
    const population = [account('svc-backup', { kind: 'service' }), account('<root_account>', { kind: 'root' })]
    expect(evaluate({ population, newest: [ada] }).verdict).toBe('not-applicable')
  })

  it('is met for someone rehired, and unknown where one name fits a leaver and a colleague', () => {
    const again = person('ben.okafor@lakeside.example', { employeeId: 'E-2' })
    const namesake = person('ben.okafor@hillside.example')
    expect(evaluate({ population: [account('ben.okafor')], newest: [left, again] }).verdict).toBe('met')
    expect(evaluate({ population: [account('ben.okafor')], newest: [left, namesake] }).verdict).toBe('unknown')
  })

  it('is unknown without a roster, with an empty one, and without a listing', () => {
    const population = [account('ada.north')]
    expect(evaluate({ population, newest: null })).toMatchObject({
      verdict: 'unknown',
      summary: expect.stringContaining('no HR roster'),
    })
    expect(evaluate({ population, newest: [] }).verdict).toBe('unknown')
    expect(evaluate({ population: null, newest: [ada] }).verdict).toBe('unknown')
    expect(evaluate({ population: [], newest: [ada] }).verdict).toBe('unknown')
  })
})
