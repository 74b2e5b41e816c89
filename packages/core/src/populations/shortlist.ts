import { z } from 'zod'

/** The first items of a list, and how many there are in all; the appendix has every one. */
export function shortlistSchema<T extends z.ZodType>(item: T) {
  return z.strictObject({ total: z.int().min(0), listed: z.array(item) })
}

/** A list that is read from the beginning and may not grow beyond what a log entry holds. */
export class Shortlist<T> {
  readonly listed: T[] = []
  total = 0
  readonly #items: number
  #bytes: number

  constructor(items: number, bytes: number) {
    this.#items = items
    this.#bytes = bytes
  }

  add(item: T): void {
    this.total += 1
    // Nothing after the first that did not fit, so that what is listed is the beginning.
    if (this.listed.length === this.#items || this.total > this.listed.length + 1) return
    this.#bytes -= utf8Length(JSON.stringify(item))
    if (this.#bytes >= 0) this.listed.push(item)
  }

  toJSON(): { total: number; listed: T[] } {
    return { total: this.total, listed: this.listed }
  }
}

/** How many bytes a text takes in UTF-8. */
export function utf8Length(text: string): number {
  let bytes = 0
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at)
    if (unit < 0x80) bytes += 1
    // Each half of a pair is two of the four bytes.
    else bytes += unit < 0x800 || (unit >= 0xd800 && unit < 0xe000) ? 2 : 3
  }
  return bytes
}
