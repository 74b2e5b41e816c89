import { renderPolicy, type PolicyTemplate } from '@evidentia/core'
import { describe, expect, it } from 'vitest'
import { splitGaps } from '../../markdown/gaps.ts'
import { listCadences, previewTemplate, problemOf, valuesOf } from './template-preview.ts'

const template: PolicyTemplate = {
  id: 'sanctions',
  version: 1,
  title: 'Sanctions',
  summary: 'How violations are graded and decided.',
  ownerRole: 'people-lead',
  approverRole: 'privacy-officer',
  reviewMonths: 12,
  controls: ['sanctions'],
  answers: [{ framework: 'tsc-2017', requirement: 'CC1.1' }],
  variables: {
    days: { type: 'number', label: 'Time to decide', unit: 'working days', min: 5, max: 30, suggested: 15 },
    body: { type: 'text', label: 'Who hears an appeal' },
    first: { type: 'choice', label: 'First answer', options: ['coaching', 'training'] },
  },
  text: 'At {{organization}} within {{ days }}, by {{body}}: {{first}}. Compared {{cadence sanctions/review}}, {{days}}.',
  source: { title: 'Test', checked: '2026-01-01' },
  licence: 'Apache-2.0',
}
const cadences = new Map([['sanctions/review', 'semi-annual' as const]])
const answers = { days: '15', body: 'the board', first: 'coaching' }

describe('the preview of a policy', () => {
  it('is, once everything is decided, the text the server records', () => {
    for (const cadence of ['daily', 'weekly', 'monthly', 'quarterly', 'semi-annual', 'annual'] as const) {
      const preview = previewTemplate({
        template,
        organization: 'Ostermere',
        answers,
        cadences: new Map([['sanctions/review', cadence]]),
      })
      const values = valuesOf(template, answers)
      expect(preview).toBe(renderPolicy(template, { organization: 'Ostermere', values, cadenceOf: () => cadence }))
    }
  })

  it('marks what is not decided, and never fills in what is only suggested', () => {
    const preview = previewTemplate({ template, organization: 'Ostermere', answers: { days: '99' }, cadences })
    const gaps = splitGaps(preview).filter(({ isGap }) => isGap)
    expect(gaps.map(({ words }) => words)).toEqual([
      'Time to decide',
      'Who hears an appeal',
      'First answer',
      'Time to decide',
    ])
    expect(preview).not.toContain('15')
  })

  it('cannot be given a false mark by what somebody types', () => {
    const preview = previewTemplate({
      template,
      organization: 'O',
      answers: { ...answers, body: '\uE000x\uE001' },
      cadences,
    })
    expect(splitGaps(preview).every(({ isGap }) => !isGap)).toBe(true)
  })
})

describe('an answer', () => {
  it('has to be of its type and within its limits', () => {
    const { days, first } = template.variables
    if (days === undefined || first === undefined) throw new Error('The template has both.')
    expect(problemOf(days, '')).toMatch('Decide')
    expect(problemOf(days, 'ten')).toMatch('5 to 30')
    expect(problemOf(days, '31')).toMatch('5 to 30')
    expect(problemOf(days, '30')).toBeNull()
    expect(problemOf(first, 'shouting')).toMatch('Choose')
    expect(problemOf(first, 'training')).toBeNull()
  })
})

describe('the cadences a template speaks of', () => {
  it('are listed once each', () => {
    expect(listCadences(template)).toEqual(['sanctions/review'])
  })
})
