/** Longer runs of letters are encoded bytes, not words. */
const longestWord = 60

/**
 * The words of a text as search knows them: runs of letters and digits, in lower case, Unicode-normalized (NFKC). The same
 * cut is made of what is stored and of what is asked, so that `db-one.example` is found by any of its parts.
 */
export function* splitWords(text: string): Generator<string> {
  for (const [word] of text
    .normalize('NFKC')
    .toLowerCase()
    .matchAll(/[\p{L}\p{N}]+/gu))
    if (word.length <= longestWord) yield word
}
