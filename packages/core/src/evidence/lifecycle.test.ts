import { describe, expect, it } from 'vitest'
import { event } from '../testing/workload.ts'
import { computeLifecycle } from './lifecycle.ts'

const evidence = 'ev_00000000000000000001'
const hold = '00000000-0000-4000-8000-000000000001'
const day = '2026-01-10'

describe('the life of evidence after it was recorded', () => {
  it('begins as collected, with nothing said of it', () => {
    expect(computeLifecycle([])).toEqual({
      state: 'collected',
      review: null,
      acceptance: null,
      holds: [],
      disposal: null,
    })
  })

  it('keeps review and acceptance apart, and a later rejection outweighs both', () => {
    const reviewed = event('evidence-reviewed', day, { evidence, outcome: 'accepted' })
    const accepted = event('evidence-accepted', day, { evidence })
    const rejected = event('evidence-reviewed', day, { evidence, outcome: 'rejected', note: 'Wrong month.' })
    expect(computeLifecycle([reviewed]).state).toBe('reviewed')
    expect(computeLifecycle([accepted]).state).toBe('accepted')
    expect(computeLifecycle([reviewed, accepted]).state).toBe('accepted')
    expect(computeLifecycle([reviewed, accepted, rejected])).toMatchObject({
      state: 'rejected',
      review: { outcome: 'rejected', note: 'Wrong month.', by: 'Bob' },
    })
  })

  it('holds until each hold is lifted by its own name', () => {
    const other = '00000000-0000-4000-8000-000000000002'
    const placed = event('legal-hold-placed', day, { evidence, hold, reason: 'Litigation.' })
    const second = event('legal-hold-placed', day, { evidence, hold: other, reason: 'Inquiry.' })
    const lifted = event('legal-hold-lifted', day, { evidence, hold, reason: 'Settled.' })
    expect(computeLifecycle([placed, second, lifted]).holds.map(({ reason }) => reason)).toEqual(['Inquiry.'])
  })

  it('shows who asked for a disposal and who approved it', () => {
    const requested = event('disposal-requested', day, { evidence, reason: 'Six years are over.' })
    const approved = event('disposal-approved', day, { evidence, policy: 'hipaa-documentation', bytes: [] })
    expect(computeLifecycle([requested]).disposal).toMatchObject({ requestedBy: 'Bob', approved: null })
    expect(computeLifecycle([requested, approved]).disposal?.approved).toMatchObject({ policy: 'hipaa-documentation' })
  })
})
