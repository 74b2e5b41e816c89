import { describe, expect, it } from 'vitest'
import { judgeScene, recordOf } from '../../testing/check-input.ts'
import { certificatesRenewed } from './certificates-renewed.ts'

const of = (body: object) => recordOf('certificate', 'a', { identifier: 'c1', subject: 'portal', ...body })
const say = (body: object, parameters = {}) =>
  judgeScene(certificatesRenewed, { population: [of(body)], parameters }).verdict

describe('certificates-renewed', () => {
  it('counts the days left', () => {
    expect(say({ validTo: '2026-07-30T10:00:00Z' })).toBe('met')
    expect(say({ validTo: '2026-07-29T10:00:00Z' })).toBe('not-met')
    expect(say({ validTo: '2026-01-01T10:00:00Z' })).toBe('not-met')
    expect(say({ validTo: '2026-01-01T10:00:00Z', inUse: false })).toBe('not-applicable')
    expect(say({})).toBe('unknown')
  })
})
