import { describe, expect, it } from 'vitest'
import type { Catalog } from '../catalog/catalog.ts'
import type { ProgramDocument } from '../program/document.ts'
import { catalog, document, documentsOf } from '../testing/workload.ts'
import { assess } from './assess.ts'

const one = catalog.frameworks.get('one')
if (one === undefined) throw new Error('the test catalog lost its framework')
const addressable: Catalog = {
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
  ]),
}
const decision = {
  id: 'log-off',
  framework: 'one',
  requirement: 'R2',
  choice: 'not-reasonable' as const,
  rationale: 'The only screen of this workload hangs in a locked room and shows no patient data.',
  decidedBy: 'ada',
  approvedBy: 'bob',
  decided: '2026-02-01',
  review: '2026-08-01',
}
const policy = {
  id: 'access',
  title: 'Access management',
  owner: 'ada',
  author: 'bob',
  controls: [],
  reviewMonths: 12,
  text: 'Nobody gets in without a name.',
}

function findings(asOf: string, documents: ProgramDocument[], used: Catalog = catalog) {
  return assess({ catalog: used, documents, evidence: [], records: () => [], checks: [], asOf })
    .findings.filter(({ kind }) => !['missing-evidence', 'overdue-evidence', 'owner'].includes(kind))
    .map(({ id, since, owner }) => [id, since, owner])
}

describe('an addressable specification', () => {
  it('is a finding until somebody decides, not after, and again when the review has passed', () => {
    const documents = documentsOf(document('decision', decision, '2026-02-01'))
    const id = 'addressable-decision:one:R2'
    expect(findings('2026-01-20', documents, addressable)).toEqual([[id, '2026-01-01', null]])
    expect(findings('2026-02-01', documents, addressable)).toEqual([])
    expect(findings('2026-08-01', documents, addressable)).toEqual([])
    expect(findings('2026-08-02', documents, addressable)).toEqual([[id, '2026-08-01', 'ada']])
  })

  it('asks nothing while it is only proposed', () => {
    const proposed: Catalog = {
      ...addressable,
      frameworks: new Map([...addressable.frameworks].map(([id, f]) => [id, { ...f, status: 'proposed' as const }])),
    }
    expect(findings('2026-03-01', documentsOf(), proposed)).toEqual([])
  })
})

describe('a policy', () => {
  it('that nobody approved is not in force, and does not replace the one that is', () => {
    const approved = document('policy', { ...policy, approval: { by: 'ada', on: '2026-01-10' } }, '2026-01-10')
    const draft = document('policy', { ...policy, text: 'Anybody gets in.' }, '2026-02-01')
    expect(findings('2027-01-10', documentsOf(approved, draft))).toEqual([])
    expect(findings('2027-01-11', documentsOf(approved, draft))).toEqual([
      ['policy-review:access', '2027-01-10', 'ada'],
    ])
    expect(findings('2027-06-01', documentsOf(draft))).toEqual([])
  })
})

describe('an adopted control the catalog does not have', () => {
  it('is a finding and never silence', () => {
    const documents = documentsOf(
      document('control', { id: 'governance', version: 9, adopted: '2026-01-01' }, '2026-02-01'),
    )
    expect(findings('2026-03-01', documents)).toEqual([['unknown-control:governance@9', '2026-01-01', null]])
  })
})
