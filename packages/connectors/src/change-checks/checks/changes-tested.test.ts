import { describe, expect, it } from 'vitest'
import { judgeScene, recordOf } from '../../testing/check-input.ts'
import { changesTested } from './changes-tested.ts'

const of = (body: object) =>
  recordOf('change', 'a', {
    key: 'C-1',
    summary: 'Patch',
    type: 'normal',
    status: 'Closed',
    systems: [],
    implementer: 'cleo',
    implementedAt: '2026-06-10T10:00:00Z',
    ...body,
  })
const say = (body: object, parameters = {}) => judgeScene(changesTested, { population: [of(body)], parameters }).verdict

describe('changes-tested', () => {
  it('asks for a test beforehand or a look afterwards', () => {
    expect(say({ testEvidence: 'Ran on staging' })).toBe('met')
    expect(say({ validationResult: 'Looked at it' })).toBe('met')
    expect(say({})).toBe('not-met')
    expect(say({ testEvidence: ' ' })).toBe('not-met')
    expect(say({ implementedAt: null })).toBe('not-applicable')
    expect(say({ type: 'standard' })).toBe('not-applicable')
  })
})
