import { expect, it } from 'vitest'
import { nameField } from './upgrade-kinds.ts'

it('names fields as a person says them', () => {
  const fields = ['title', 'policy.clause', 'implementation.jump-host', 'evidence.report.graceDays']
  expect(fields.map(nameField)).toEqual([
    'Title',
    'Policy clause',
    'Implementation, jump host',
    'Evidence “report”, grace days',
  ])
  expect(nameField('auditorQuestions.Who? And e.g. when?')).toBe('Auditor’s question: Who? And e.g. when?')
})
