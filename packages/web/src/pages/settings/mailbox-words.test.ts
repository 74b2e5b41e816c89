import { mailProofs } from '@evidentia/core'
import { expect, it } from 'vitest'
import { readSenders, showsOptions } from './mailbox-words.ts'

it('has words for everything a mailbox can ask for', () => {
  expect(showsOptions.map(({ value }) => value).toSorted()).toEqual(mailProofs.toSorted())
})

it('reads senders one to a line, or with commas between', () => {
  expect(readSenders(' a@b.example,\n@c.example;d@e.example\n\n')).toEqual(['a@b.example', '@c.example', 'd@e.example'])
  expect(readSenders(' \n')).toEqual([])
})
