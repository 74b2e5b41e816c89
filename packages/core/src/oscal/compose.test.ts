import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { oscalInput, workload } from '../testing/oscal.ts'
import { document, drill, organization } from '../testing/workload.ts'
import { composeOscal } from './compose.ts'
import { bodyOf, documentName } from './draft.ts'
import { indexReferences } from './reference-index.ts'
import { oscalModels } from './model.ts'

interface Results {
  readonly results: readonly {
    readonly start: string
    readonly end: string
    readonly observations: readonly { readonly title: string; readonly collected: string; readonly expires?: string }[]
    readonly risks: readonly { readonly status: string; readonly deadline?: string }[]
    readonly findings: readonly { readonly target: { readonly status: { readonly state: string } } }[]
  }[]
}

function results(asOf: string, more: Parameters<typeof oscalInput>[1] = {}) {
  const text = JSON.stringify(composeOscal('assessment-results', oscalInput(asOf, more)))
  const document: { readonly 'assessment-results': Results } = JSON.parse(text)
  return document['assessment-results'].results[0]!
}

describe('the same facts', () => {
  it.each(oscalModels)('give the same bytes of a %s, in whatever order they arrived', (model) => {
    const expected = JSON.stringify(composeOscal(model, oscalInput('2026-04-30')))
    const orders = fc.record({
      documents: fc.shuffledSubarray(workload.documents, { minLength: workload.documents.length }),
      evidence: fc.shuffledSubarray(workload.evidence, { minLength: workload.evidence.length }),
    })
    fc.assert(
      fc.property(orders, (shuffled) => {
        expect(JSON.stringify(composeOscal(model, oscalInput('2026-04-30', shuffled)))).toBe(expected)
      }),
      { numRuns: 10 },
    )
  })

  it('keep the UUID of each thing when the document changes, and give the document a new one', () => {
    const before = bodyOf(composeOscal('system-security-plan', oscalInput('2026-04-30')))
    const after = bodyOf(composeOscal('system-security-plan', oscalInput('2026-05-31')))
    expect(after['uuid']).not.toBe(before['uuid'])
    const known = indexReferences(after).uuids
    const kept = [...indexReferences(before).uuids.keys()].filter((uuid) => known.has(uuid))
    expect(kept).toHaveLength(indexReferences(before).uuids.size - 1)
  })

  it('have other UUIDs in another organization', () => {
    const other = { ...oscalInput('2026-04-30'), organization: '5a4b0a53-6a3c-5d0e-9f43-64e0a4d1b0aa' }
    const known = indexReferences(bodyOf(composeOscal('assessment-plan', other))).uuids
    const own = indexReferences(bodyOf(composeOscal('assessment-plan', oscalInput('2026-04-30')))).uuids
    expect([...own.keys()].filter((uuid) => known.has(uuid))).toEqual([])
  })
})

describe('assessment results', () => {
  it('span the observation window up to the day, where the organization is', () => {
    const { start, end } = results('2026-04-30')
    expect([start, end]).toEqual(['2026-01-01T06:00:00Z', '2026-05-01T04:59:59Z'])
    expect(results('2026-04-30', { period: { from: '2026-02-01', to: '2026-02-28' } })).toMatchObject({
      start: '2026-02-01T06:00:00Z',
      end: '2026-03-01T05:59:59Z',
    })
  })

  it('refuse a window that begins after the day', () => {
    expect(() => results('2026-04-30', { period: { from: '2026-06-01', to: '2026-06-30' } })).toThrow(
      /begins on 2026-06-01/,
    )
  })

  it('observe when an artifact was collected, and that it expires when the next is due', () => {
    const [january] = results('2026-04-30').observations.filter(({ title }) => title.includes('db-one, 2026-01'))
    expect(january).toMatchObject({ collected: '2026-01-15T18:00:00Z', expires: '2026-03-11T04:59:59Z' })
  })

  it('observe what is missing, and nothing that is only not yet due', () => {
    const titles = results('2026-04-30').observations.map(({ title }) => title)
    expect(titles).toContain('restore-drill, db-one, 2026-03: missing')
    expect(titles.filter((title) => /2026-0[5-9]|2026-1|: due$|: upcoming$/.test(title))).toEqual([])
  })

  it('observe less on an earlier day, and never what was collected later', () => {
    const days = fc.integer({ min: 1, max: 120 }).map((n) => new Date(Date.UTC(2026, 0, n)).toISOString().slice(0, 10))
    fc.assert(
      fc.property(days, days, (one, other) => {
        const [early, late] = [one, other].toSorted().map((day) => results(day))
        const collected = (of: typeof early) => of!.observations.filter(({ expires }) => expires !== undefined)
        expect(collected(early).length).toBeLessThanOrEqual(collected(late).length)
        for (const observation of early!.observations)
          expect(Date.parse(observation.collected)).toBeLessThanOrEqual(Date.parse(early!.end))
      }),
      { numRuns: 20 },
    )
  })

  it('call a requirement satisfied only while everything owed for it is there', () => {
    const state = (asOf: string, more = {}) => results(asOf, more).findings[0]?.target.status
    const everything = { documents: workload.documents.filter(({ id }) => id !== 'db-two' && id !== 'two-rests') }
    expect(state('2026-02-28', everything)).toEqual({ state: 'satisfied', reason: 'pass' })
    expect(state('2026-04-30', everything)).toEqual({ state: 'not-satisfied', reason: 'fail' })
    // db-two rests on an exception: approved, and still no evidence that it holds.
    expect(state('2026-02-28')).toEqual({ state: 'not-satisfied', reason: 'other' })
    const rejected = [
      {
        kind: 'evidence-reviewed',
        entry: 1,
        recordedAt: '2026-02-16T00:00:00Z',
        by: { id: 'bob', name: 'Bob' },
        body: { evidence: drill('2026-02-15').id, outcome: 'rejected' },
      } as const,
    ]
    expect(state('2026-02-28', { ...everything, events: rejected })).toEqual({
      state: 'not-satisfied',
      reason: 'other',
    })
    const unserved = { documents: everything.documents.filter(({ kind }) => kind !== 'control') }
    expect(state('2026-02-28', unserved)).toEqual({ state: 'not-satisfied', reason: 'other' })
  })

  it('carry an exception as an approved deviation with its end', () => {
    expect(results('2026-04-30').risks).toContainEqual(
      expect.objectContaining({ status: 'deviation-approved', deadline: '2027-01-01T05:59:59Z' }),
    )
    expect(results('2026-04-30').risks.filter(({ status }) => status === 'open').length).toBeGreaterThan(0)
  })
})

describe('what is asked for', () => {
  it('names its documents by the framework', () => {
    expect([documentName('profile'), documentName('profile', 'one')]).toEqual(['profile.json', 'profile-one.json'])
    const profile = bodyOf(composeOscal('profile', { ...oscalInput('2026-04-30'), framework: 'one' }))
    expect(profile['imports']).toMatchObject([{ href: 'catalog-one.json' }])
  })

  it('must be a framework of the catalog', () => {
    expect(() => composeOscal('catalog', { ...oscalInput('2026-04-30'), framework: 'none' })).toThrow(
      'The catalog has no framework "none".',
    )
  })

  it('is answered for a programme in which nothing is open or adopted', () => {
    const bare = { documents: [document('organization', organization)], evidence: [] }
    for (const model of oscalModels)
      expect(() => composeOscal(model, oscalInput('2026-04-30', bare)), model).not.toThrow()
    const plan = bodyOf(composeOscal('plan-of-action-and-milestones', oscalInput('2026-04-30', bare)))
    expect(plan['poam-items']).toMatchObject([{ title: 'Nothing is open' }])
  })
})
