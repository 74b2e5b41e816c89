import type { ImportedItem } from '@evidentia/core'
import { isPlainInstant } from './cell.ts'
import { malformed, shown } from './refusal.ts'

/** Letters, digits and the marks that stand between the parts of a time, in any order and language, with a digit among them. */
const looksLikeTime = /^(?=.*\d)[\p{L}\d/.:,+\- ]{4,40}$/u

/**
 * The times of a file by a tool that writes them in the zone of whoever exports. One with its offset is read. One without it says
 * nothing certain: it is left out, and each column where that happened is listed with how often it did. Nothing is guessed.
 */
export class LocalTimes {
  readonly #file: string
  readonly #without = new Map<string, { line: number; count: number }>()

  constructor(file: string) {
    this.#file = file
  }

  /** Null for an empty cell, and for a time without its offset. Refuses the file where the text is no time at all. */
  read(column: string, text: string | null, line: number): string | null {
    if (text === null) return null
    const spelled = text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2').replace(/^(\d{4}-\d\d-\d\d) (?=\d)/, '$1T')
    if (isPlainInstant(spelled)) return spelled
    if (!looksLikeTime.test(text))
      throw malformed(
        { file: this.#file, line, field: column },
        `${shown(text)} is not a time`,
        'Correct this value at its source and export again.',
      )
    const known = this.#without.get(column)
    if (known === undefined) this.#without.set(column, { line, count: 1 })
    else known.count += 1
    return null
  }

  *list(): Generator<ImportedItem> {
    for (const [field, { line, count }] of this.#without) {
      const reason = `not read: ${count} of its times have no offset from UTC; a mapping can name their time zone`
      yield { skipped: { part: 'column', line, field, reason } }
    }
  }
}
