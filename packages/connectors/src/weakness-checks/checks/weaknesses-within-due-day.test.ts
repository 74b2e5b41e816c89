import { describe, expect, it } from 'vitest'
import { judgeScene, recordOf } from '../../testing/check-input.ts'
import { weaknessesWithinDueDay } from './weaknesses-within-due-day.ts'

const of = (body: object) =>
  recordOf('vulnerability', 'a', {
    identifier: 'CVE-1',
    target: 'portal',
    package: 'openssl',
    installedVersion: '3',
    severity: 'high',
    ...body,
  })
const say = (body: object, parameters = {}) =>
  judgeScene(weaknessesWithinDueDay, { population: [of(body)], parameters }).verdict

describe('weaknesses-within-due-day', () => {
  it('compares with the day that the source gives', () => {
    expect(say({ due: '2026-06-30' })).toBe('met')
    expect(say({ due: '2026-06-29' })).toBe('not-met')
    expect(say({ due: '2026-06-01', status: 'fixed' })).toBe('met')
    expect(say({})).toBe('not-applicable')
  })
})
