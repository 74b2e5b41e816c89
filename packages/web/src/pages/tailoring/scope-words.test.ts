import { expect, it } from 'vitest'
import { scopeWords } from './scope-words.ts'

it('says a rule of scope as a sentence', () => {
  expect(scopeWords({ subject: 'organization' })).toBe('The organization as a whole.')
  expect(scopeWords({ subject: 'vendor' })).toBe('Every vendor.')
  expect(scopeWords({ subject: 'vendor', touches: ['phi', 'logs'] })).toBe('Vendors that touch PHI or logs.')
  expect(scopeWords({ subject: 'system' })).toBe('Systems of any kind.')
  expect(
    scopeWords({
      subject: 'system',
      kind: ['database', 'saas', 'ai-service'],
      environment: ['production'],
      sensitivity: ['phi'],
      internetFacing: true,
    }),
  ).toBe('Systems of the kind database, SaaS, or AI service, in production, holding PHI, facing the internet.')
})
