/** One thing that is wrong: `where` is a file name, "log entry <index>" or "container". */
export interface Problem {
  readonly where: string
  readonly problem: string
}

/** More than this tells a reader nothing new. */
const SHOWN_PROBLEMS = 200

/** Collects problems in the order they are met, up to a limit, counting the rest. */
export class ProblemList {
  readonly #problems: Problem[] = []
  #omitted = 0

  add(where: string, problem: string): void {
    if (this.#problems.length < SHOWN_PROBLEMS) this.#problems.push({ where, problem })
    else this.#omitted += 1
  }

  /** Adds what another list collected, after what is in this one. */
  append(other: ProblemList): void {
    for (const { where, problem } of other.#problems) this.add(where, problem)
    this.#omitted += other.#omitted
  }

  list(): Problem[] {
    if (this.#omitted === 0) return [...this.#problems]
    return [...this.#problems, { where: 'package', problem: `${this.#omitted} more problems are not shown.` }]
  }
}
