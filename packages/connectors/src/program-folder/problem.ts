import { EvidentiaError } from '@evidentia/core'

/** Something wrong in a program folder, with where it stands. */
export interface Problem {
  readonly file: string
  readonly line?: number | undefined
  readonly field?: string | undefined
  readonly sentence: string
  readonly remedy: string
}

/** Above this many the exact number helps nobody. */
const countedProblems = 20

/** Collects problems so that a person mends a file once, not line by line. */
export class Problems {
  readonly #found: Problem[] = []

  add(problem: Problem): void {
    this.#found.push(problem)
  }

  /** Whether looking for more is wasted work: a hostile file can hold a hundred thousand. */
  get full(): boolean {
    return this.#found.length > countedProblems
  }

  get any(): boolean {
    return this.#found.length > 0
  }

  /** Throws the first problem and says how many follow; does nothing where there is none. */
  refuse(): void {
    const [first] = this.#found
    if (first === undefined) return
    const others = this.#found.length - 1
    const more = others === 0 ? '' : ` (and ${this.full ? `at least ${others}` : others} more)`
    const { file, line, field, remedy } = first
    const where = [file, ...(line === undefined ? [] : [`line ${line}`]), ...(field === undefined ? [] : [field])].join(
      ', ',
    )
    throw new EvidentiaError('malformed-file', `${where}: ${first.sentence}.${more}`, {
      place: { file, line, field },
      remedy,
    })
  }
}
