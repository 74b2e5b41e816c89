import { describe, expect, it } from 'vitest'
import { judgeScene, recordOf } from '../../testing/check-input.ts'
import { privilegeNotStanding } from './privilege-not-standing.ts'

const of = (body: object) => recordOf('role-assignment', 'a', { holder: 'ada', role: 'Global Administrator', ...body })
const say = (body: object, parameters = {}) =>
  judgeScene(privilegeNotStanding, { population: [of(body)], parameters }).verdict

describe('privilege-not-standing', () => {
  it('lets privilege be taken for a time and not be kept', () => {
    expect(say({ privileged: true, standing: 'standing' })).toBe('not-met')
    expect(say({ privileged: true, standing: 'eligible' })).toBe('met')
    expect(say({ privileged: true, standing: 'time-bound' })).toBe('met')
    expect(say({ privileged: false, standing: 'standing' })).toBe('not-applicable')
    expect(say({ privileged: true, standing: 'standing', holderKind: 'service' })).toBe('not-applicable')
  })

  it('does not guess', () => {
    expect(say({ privileged: null })).toBe('unknown')
    expect(say({ privileged: true, standing: null })).toBe('unknown')
  })
})
