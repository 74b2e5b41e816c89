import { createHash } from 'node:crypto'

/** Words in a row that must agree. Shorter runs are ordinary English; longer ones miss a sentence that was trimmed. */
export const shingleLength = 10

export interface Shingle {
  /** First 16 hexadecimal digits of the SHA-256 of the ten words; enough to recognize them, too little to read them. */
  readonly hash: string
  /** Line of the first word, from 1. */
  readonly line: number
}

/** Every run of ten words of a text, each hashed. Wrapping, markup, case, punctuation and comment signs make no difference. */
export function listShingles(text: string): readonly Shingle[] {
  const words = listWords(text)
  return words.slice(0, Math.max(0, words.length - shingleLength + 1)).map(({ line }, start) => ({
    hash: hashWords(words.slice(start, start + shingleLength).map(({ word }) => word)),
    line,
  }))
}

function listWords(text: string): readonly { readonly word: string; readonly line: number }[] {
  return text.split('\n').flatMap((content, index) =>
    (
      content
        .toLowerCase()
        // Tags, escapes of a JSON string and entities stand between words of the same sentence.
        .replaceAll(/<\/?[a-z][^<>]{0,80}>|\\[nrt]|&[a-z]{2,6};/g, ' ')
        .replaceAll(/['’]/g, '')
        .match(/[a-z0-9]+/g) ?? []
    ).map((word) => ({ word: sameWord.get(word) ?? word, line: index + 1 })),
  )
}

/** Copies that swap the subject of every sentence are copies still. */
const sameWord: ReadonlyMap<string, string> = new Map([
  ['organization', 'entity'],
  ['organizations', 'entitys'],
  ['company', 'entity'],
  ['companys', 'entitys'],
])

function hashWords(words: readonly string[]): string {
  return createHash('sha256').update(words.join(' ')).digest('hex').slice(0, 16)
}
