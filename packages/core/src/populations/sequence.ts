import { compareText } from './exports.ts'

/** Numbers that are missing from a sequence of keys, such as 1043 to 1044 of `CHG-`; both included. */
export interface SequenceGap {
  /** Within which the keys are unique; null: the organization. */
  readonly within: string | null
  readonly prefix: string
  readonly from: number
  readonly to: number
}

interface Sequence {
  readonly within: string | null
  readonly prefix: string
  readonly seen: number[]
  least: number
  greatest: number
}

// Keys with so many beginnings are not numbered, and a list of what is missing would say nothing.
const sequenceLimit = 1000

/**
 * Watches the numbers at the end of keys. What any export holds is not missing, whether it belongs to the population or not; what is
 * looked at are the numbers between the least and the greatest of the population.
 */
export class SequenceWatch {
  readonly #sequences = new Map<string, Sequence>()
  #isOverflowing = false

  /** To be told of every key once. */
  see(key: string, within: string | null, isItem: boolean): void {
    // More digits than a number holds exactly are no sequence.
    const [, prefix, digits] = /^(.*?)(\d{1,15})$/s.exec(key) ?? []
    if (prefix === undefined || digits === undefined) return
    const sequence = this.#find(prefix, within)
    if (sequence === null) return
    const number = Number(digits)
    sequence.seen.push(number)
    if (!isItem) return
    sequence.least = Math.min(sequence.least, number)
    sequence.greatest = Math.max(sequence.greatest, number)
  }

  /** Null when the keys have too many beginnings to be numbered at all. */
  findGaps(): SequenceGap[] | null {
    if (this.#isOverflowing) return null
    return [...this.#sequences.values()]
      .toSorted((a, b) => compareText(a.within ?? '', b.within ?? '') || compareText(a.prefix, b.prefix))
      .flatMap(findGapsOf)
  }

  #find(prefix: string, within: string | null): Sequence | null {
    const name = JSON.stringify([within, prefix])
    const found = this.#sequences.get(name)
    if (found !== undefined) return found
    this.#isOverflowing ||= this.#sequences.size === sequenceLimit
    if (this.#isOverflowing) return null
    const sequence = { within, prefix, seen: [], least: Infinity, greatest: -Infinity }
    this.#sequences.set(name, sequence)
    return sequence
  }
}

function findGapsOf({ within, prefix, seen, least, greatest }: Sequence): SequenceGap[] {
  // A typed array sorts numbers as numbers.
  const numbers = Float64Array.from(seen).toSorted()
  const gaps: SequenceGap[] = []
  let last = least
  for (const number of numbers) {
    if (number < least || number > greatest) continue
    if (number > last + 1) gaps.push({ within, prefix, from: last + 1, to: number - 1 })
    last = number
  }
  return gaps
}

export function countMissing(gaps: readonly SequenceGap[]): number {
  return gaps.reduce((count, { from, to }) => count + to - from + 1, 0)
}
