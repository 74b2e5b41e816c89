import { describe, expect, it } from 'vitest'
import type { Cadence } from '../time/cadence.ts'
import { listPlaceholders, policyTemplateSchema, renderPolicy } from './policy-template.ts'

const template = policyTemplateSchema.parse({
  id: 'access',
  version: 1,
  title: 'Access management',
  summary: 'Who gets in, who decides, and how it ends.',
  ownerRole: 'security-lead',
  approverRole: 'compliance-lead',
  reviewMonths: 12,
  controls: ['access-review'],
  answers: [{ framework: 'hipaa-security', requirement: '164.308(a)(4)(i)' }],
  variables: {
    hours: { type: 'number', label: 'Hours until access ends', unit: 'hours', min: 1, max: 72, suggested: 24 },
    approver: { type: 'choice', label: 'Who approves', options: ['the manager', 'the system owner'] },
    contact: { type: 'text', label: 'Where to ask' },
  },
  text: 'At {{organization}} access ends within {{hours}}. {{approver}} decides, {{ cadence access-review/review }}. Ask {{contact}}.',
  source: { title: 'Test', checked: '2026-11-22' },
  licence: 'Apache-2.0',
})
const values = { hours: 8, approver: 'the manager', contact: 'the {{hours}} desk' }
const cadenceOf = (id: string): Cadence | null => (id === 'access-review/review' ? 'quarterly' : null)
const given = { organization: 'Acme', values, cadenceOf }

describe('a policy template', () => {
  it('is filled in with what was decided and with the cadence that is really owed', () => {
    expect(renderPolicy(template, given)).toBe(
      'At Acme access ends within 8 hours. the manager decides, every quarter. Ask the {{hours}} desk.',
    )
  })

  it('lists its placeholders once each', () => {
    expect(listPlaceholders(template.text)).toEqual([
      'organization',
      'hours',
      'approver',
      'cadence access-review/review',
      'contact',
    ])
  })

  it.each([
    ['a value that is missing', { ...values, contact: '' }, '"contact" has no value; decide one'],
    ['a number beyond its bounds', { ...values, hours: 500 }, '"hours" is not a number from 1 to 72'],
    ['a number given as text', { ...values, hours: '8' }, '"hours" is not a number from 1 to 72'],
    [
      'a choice that is none',
      { ...values, approver: 'nobody' },
      '"approver" is not one of: the manager, the system owner',
    ],
    ['a value nobody asked for', { ...values, extra: 'x' }, '"extra" is not a variable of this template'],
  ])('refuses %s', (_what, wrong, sentence) => {
    expect(() => renderPolicy(template, { ...given, values: wrong })).toThrow(`Policy template access: ${sentence}.`)
  })

  it('refuses a cadence of evidence that does not exist', () => {
    expect(() => renderPolicy(template, { ...given, cadenceOf: () => null })).toThrow('names no evidence requirement')
  })
})
