import { PassThrough } from 'node:stream'
import { EvidentiaError } from '@evidentia/core'
import { LedgerError } from '@evidentia/ledger'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { explainError, Refusal } from './explain-error.ts'
import { plainText } from './plain-text.ts'
import { openTerminal } from './terminal.ts'

test('no text can carry a control or formatting character to the terminal', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => !/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(plainText(text))),
  )
  expect(plainText('a\u001b[2Jb\u202ec')).toBe('a\\u{1b}[2Jb\\u{202e}c')
  expect(plainText('Zoë, 東京')).toBe('Zoë, 東京')
})

test('whatever is thrown becomes one line', () => {
  fc.assert(
    fc.property(fc.anything(), (thrown) => {
      expect(explainError(thrown).sentence).not.toMatch(/\n/)
    }),
  )
})

test.each([
  [new Refusal(2, 'Give a file.'), 'Give a file.', 2],
  [new EvidentiaError('invalid-input', 'It is wrong.', { remedy: 'Mend it.' }), 'It is wrong. Mend it.', 1],
  [new LedgerError('key-invalid', 'The key is odd.'), 'The key is odd.', 1],
  [
    Object.assign(new Error('ENOENT: no such file'), { code: 'ENOENT', path: 'a.zip' }),
    'a.zip does not exist; check the path.',
    1,
  ],
])('%s is explained as it is', (error, sentence, exitCode) => {
  expect(explainError(error)).toEqual({ sentence, exitCode })
})

test('an unexpected failure says so and shows no stack', () => {
  const { sentence } = explainError(new TypeError('x is undefined'))
  expect(sentence).toMatch(/^Something failed that should not have: x is undefined\. Please report it/)
})

test('a reader that closes early is no error, and any other failure of the stream is', () => {
  const out = new PassThrough()
  openTerminal(out, new PassThrough())
  expect(() => out.emit('error', Object.assign(new Error('closed'), { code: 'EPIPE' }))).not.toThrow()
  expect(() => out.emit('error', new Error('broken'))).toThrow('broken')
})
