import { expect, it } from 'vitest'
import { withinWords } from './within-words.ts'

it('says a time in the largest unit that divides it', () => {
  expect([15, 60, 90, 240, 1440, 4320].map(withinWords)).toEqual([
    'Within 15 minutes',
    'Within 1 hour',
    'Within 90 minutes',
    'Within 4 hours',
    'Within 1 day',
    'Within 3 days',
  ])
})
