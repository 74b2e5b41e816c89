import { describe, expect, it } from 'vitest'
import { parseCatalog } from './catalog.ts'

const source = { title: 'A test', checked: '2026-11-22' }
const rationale = 'A reason that was written for this pair alone.'

function control(id: string, more: object = {}): { path: string; value: unknown } {
  const value = {
    id,
    version: 1,
    title: `Control ${id}`,
    area: 'access',
    objective: 'Only people who need it get in.',
    ownerRole: 'security-lead',
    backupRole: 'identity-lead',
    scope: { subject: 'organization' },
    policy: { clause: 'Access is reviewed each month.' },
    implementation: [{ for: 'any', text: 'A person looks at the list.' }],
    evidence: [
      {
        id: 'review',
        title: 'Review',
        artifact: 'The list with decisions.',
        cadence: 'monthly',
        graceDays: 5,
        systemOfRecord: 'Directory',
        collection: 'person',
      },
    ],
    auditorQuestions: [{ question: 'Who looked?', answeredFrom: 'The review' }],
    commonFailure: 'Nobody looks.',
    compensatingControls: ['Alerts'],
    source,
    licence: 'Apache-2.0',
    ...more,
  }
  return { path: `controls/access/${id}.yaml`, value }
}

function framework(requirements: readonly object[]): { path: string; value: unknown } {
  const value = {
    id: 'house-rules',
    family: 'house-rules',
    title: 'House rules',
    shortTitle: 'House',
    edition: '1',
    status: 'in-force',
    source,
    licence: 'Apache-2.0',
    counting: '2 rules.',
    requirements,
  }
  return { path: 'frameworks/house-rules.yaml', value }
}

const rules = [
  {
    id: 'H1',
    title: 'Lock the door',
    kind: 'section',
    controls: [{ control: 'old', relationship: 'subset', confidence: 'high', rationale }],
  },
  { id: 'H2', title: 'Count the keys', kind: 'section' },
]
const link = { framework: 'house-rules', relationship: 'intersects', rationale, confidence: 'low' }

describe('links between controls and requirements', () => {
  it('are read from both ends, whichever file states them', () => {
    const newer = control('new', {
      serves: [
        { ...link, requirement: 'H1' },
        { ...link, requirement: 'H2' },
      ],
    })
    const { links, served } = parseCatalog({ frameworks: [framework(rules)], controls: [control('old'), newer] })
    expect(links.get('new')?.map((l) => l.requirement.id)).toEqual(['H1', 'H2'])
    expect(
      served
        .get('house-rules')
        ?.get('H1')
        ?.map((l) => [l.control.id, l.relationship]),
    ).toEqual([
      ['old', 'subset'],
      ['new', 'intersects'],
    ])
    expect(served.get('house-rules')?.get('H2')?.[0]?.confidence).toBe('low')
  })

  it('are refused when both files state the same one', () => {
    const twice = control('old', { serves: [{ ...link, requirement: 'H1' }] })
    expect(() => parseCatalog({ frameworks: [framework(rules)], controls: [twice] })).toThrow(
      'old: serves H1 repeats a link that house-rules already states; keep one.',
    )
  })

  it.each(['H3', 'h1'])('are refused when a control names a requirement that does not exist: %s', (requirement) => {
    const lost = control('new', { serves: [{ ...link, requirement }] })
    expect(() => parseCatalog({ frameworks: [framework(rules)], controls: [control('old'), lost] })).toThrow(
      `new: serves names house-rules ${requirement}, which the catalog does not contain.`,
    )
  })

  it('are refused when a framework names a control that does not exist', () => {
    expect(() => parseCatalog({ frameworks: [framework(rules)], controls: [control('new')] })).toThrow(
      'house-rules: H1 names control old, which the catalog does not contain.',
    )
  })
})
