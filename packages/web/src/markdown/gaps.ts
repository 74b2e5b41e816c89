// Characters of the private use area: no keyboard types them, and text from outside is rid of them.
const open = '\uE000'
const close = '\uE001'

/** Words that stand where something is yet to be decided, so that the rendered text can mark them. */
export function markGap(words: string): string {
  return `${open}${withoutMarks(words)}${close}`
}

/** The text without marks of gaps. */
export function withoutMarks(text: string): string {
  return text.replaceAll(/[\uE000\uE001]/g, '')
}

/** The text in pieces: what is said, and the gaps. */
export function splitGaps(text: string): readonly { readonly isGap: boolean; readonly words: string }[] {
  return text
    .split(/(\uE000[^\uE000\uE001]*\uE001)/)
    .filter((piece) => piece !== '')
    .map((piece) => ({ isGap: piece.startsWith(open) && piece.endsWith(close), words: withoutMarks(piece) }))
}
