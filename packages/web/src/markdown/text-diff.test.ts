import { describe, expect, it } from 'vitest'
import { compareWords } from './text-diff.tsx'

describe('two texts, compared word by word', () => {
  it('differ in the words that changed and in no other', () => {
    const pieces = compareWords('Reviewed every quarter by the lead.', 'Reviewed every month by the lead.')
    expect(pieces).toEqual([
      { change: 'same', words: 'Reviewed every ' },
      { change: 'removed', words: 'quarter' },
      { change: 'added', words: 'month' },
      { change: 'same', words: ' by the lead.' },
    ])
  })

  it('give back both texts, whatever they are', () => {
    const [before, after] = ['## Rules\n\n1. Ask.\n', '## Rules\n\n1. Ask twice.\n2. Wait.\n']
    const pieces = compareWords(before, after)
    const join = (kept: string) =>
      pieces
        .filter(({ change }) => change === 'same' || change === kept)
        .map(({ words }) => words)
        .join('')
    expect(join('removed')).toBe(before)
    expect(join('added')).toBe(after)
  })
})
