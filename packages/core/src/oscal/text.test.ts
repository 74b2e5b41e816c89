import fc from 'fast-check'
import { expect, it } from 'vitest'
import { line, notRecorded, prose, title } from './text.ts'

it('any text becomes a valid OSCAL string of one line', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 12 }), (text) => {
      expect(line(text)).toMatch(/^\S(.*\S)?$/)
    }),
  )
})

it('what somebody typed is neither a tag nor the insertion of a parameter', () => {
  expect(prose('<b> {{ insert: param, p }}')).toBe('&lt;b> { { insert: param, p }}')
  expect(title('a\n{{{x')).toBe('a { {{x')
})

it('empty text says that nothing was recorded', () => {
  expect([line(' \n'), title(''), prose('  ')]).toEqual([notRecorded, notRecorded, notRecorded])
})
