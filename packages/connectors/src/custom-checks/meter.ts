/** Steps one expression may take on one item, and all of them in one run of a check. Counted, not timed: every machine stops at the same step. */
export const itemSteps = 100_000
const runSteps = 50_000_000

/** The longest text and the longest list an expression may hold at any moment. */
export const longestText = 10_000
export const longestList = 1000

/** An expression was stopped. Thrown through the evaluator, which may take it for a wrong operand and go on; so the meter remembers. */
class Exhausted extends Error {}

/** Counts what expressions do, and stops them. */
export class Meter {
  #run: number
  #item = 0
  #stopped: string | null = null

  constructor(steps = runSteps) {
    this.#run = steps
  }

  beginItem(): void {
    this.#item = itemSteps
    this.#stopped = null
  }

  /** Why the item was stopped; null while it was not. */
  get stopped(): string | null {
    return this.#stopped
  }

  /** Throws when the item, or the whole run, has none left; from then on at once. */
  spend(steps: number): void {
    if (this.#stopped !== null) throw new Exhausted(this.#stopped)
    this.#item -= steps
    this.#run -= steps
    if (this.#item < 0) this.stop(`the expression takes more than ${itemSteps} steps on it`)
    if (this.#run < 0) this.stop('the steps of this run are used up')
  }

  stop(reason: string): never {
    this.#stopped = reason
    throw new Exhausted(reason)
  }

  /** Pays for a value by its size, and refuses one that has grown out of bounds. */
  weigh(value: unknown): void {
    if (typeof value === 'string') {
      if (value.length > longestText) this.stop(`a text in it is longer than ${longestText} characters`)
      this.spend(value.length >> 6)
    } else if (Array.isArray(value)) {
      if (value.length > longestList) this.stop(`a list in it has more than ${longestList} entries`)
      this.spend(value.length)
    }
  }
}
