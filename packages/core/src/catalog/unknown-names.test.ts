import { describe, expect, it } from 'vitest'
import { catalog, document, organization } from '../testing/workload.ts'
import type { Catalog } from './catalog.ts'
import { listUnknownNames } from './unknown-names.ts'

const one = catalog.frameworks.get('one')
if (one === undefined) throw new Error('the test catalog lost its framework')
const rich: Catalog = {
  ...catalog,
  frameworks: new Map([
    [
      'one',
      {
        ...one,
        requirements: [
          ...one.requirements,
          { id: 'R2', title: 'Log off', kind: 'specification', designation: 'addressable' },
        ],
      },
    ],
    ['one-2', { ...one, id: 'one-2' }],
  ]),
}
const decision = {
  id: 'log-off',
  framework: 'one',
  requirement: 'R2',
  choice: 'implemented' as const,
  rationale: 'Sessions end after ten idle minutes on every shared device.',
  decidedBy: 'ada',
  approvedBy: 'bob',
  decided: '2026-01-05',
  review: '2027-01-05',
}

describe('names of the catalog in a program document', () => {
  it('are fine when the catalog has them', () => {
    expect(listUnknownNames(rich, document('decision', decision))).toEqual([])
    expect(
      listUnknownNames(rich, document('control', { id: 'governance', version: 1, adopted: '2026-01-01' })),
    ).toEqual([])
    expect(listUnknownNames(rich, document('organization', organization))).toEqual([])
  })

  it.each([
    ['a control', document('control', { id: 'gouvernance', version: 1, adopted: '2026-01-01' }), 'id', 'gouvernance'],
    [
      'a version',
      document('control', { id: 'governance', version: 7, adopted: '2026-01-01' }),
      'version',
      'governance, version 7',
    ],
    ['a framework', document('organization', { ...organization, frameworks: ['two'] }), 'frameworks', 'two'],
    [
      'a second edition',
      document('organization', { ...organization, frameworks: ['one', 'one-2'] }),
      'frameworks',
      'one-2',
    ],
    [
      'a requirement that is not addressable',
      document('decision', { ...decision, requirement: 'R1' }),
      'requirement',
      'one R1',
    ],
  ])('are told where they are wrong: %s', (_what, wrong, field, name) => {
    expect(listUnknownNames(rich, wrong)).toEqual([{ field, what: expect.any(String), name }])
  })
})
