/**
 * Text that came from a file or a server, safe to show: control and formatting characters become visible escapes.
 * A hostile file name could otherwise move the cursor, hide a line or reverse the reading order of a verdict.
 */
export function plainText(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, showEscape)
}

/** Counts a noun: `1 file`, `2 files`. */
export function count(total: number, one: string, many = `${one}s`): string {
  return `${total.toLocaleString('en-US')} ${total === 1 ? one : many}`
}

function showEscape(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`
}
