import { describeLedgerError } from '../ledger-error.ts'
import { KEY_ROTATED } from '../rotation/rotation-statement.ts'
import { ARTIFACT_SUBJECT_PREFIX, decodeStatement, type Subject } from '../statement/statement.ts'
import { ARTIFACT_FOLDER, MANIFEST_FILE } from './layout.ts'
import type { Manifest } from './manifest.ts'
import type { ProblemList } from './problem.ts'

/** Holds what the log entries name against what the package carries, both ways. */
export class ArtifactLedger {
  readonly carried: number
  readonly withheld: number
  /** The entries that announce another key of the log. */
  readonly rotations: number[] = []
  readonly #problems: ProblemList
  /** Carried first, then withheld: the number of each in the order they were given. */
  readonly #positions = new Map<string, number>()
  readonly #isNamed: Uint8Array

  constructor({ files, withheld }: Manifest, problems: ProblemList) {
    this.#problems = problems
    for (const { name, sha256 } of files) {
      if (name.startsWith(ARTIFACT_FOLDER)) this.#positions.set(sha256, this.#positions.size)
    }
    this.carried = this.#positions.size
    this.withheld = withheld.length
    for (const { sha256 } of withheld) {
      if (!this.#positions.has(sha256)) this.#positions.set(sha256, this.#positions.size)
      else problems.add(ARTIFACT_FOLDER + sha256, 'is both carried and withheld')
    }
    this.#isNamed = new Uint8Array(this.#positions.size)
  }

  /** Reads an entry as a statement and notes the artifacts it names. */
  visitEntry(entry: Uint8Array, index: number): void {
    try {
      const { subject: subjects, predicateType } = decodeStatement(entry)
      for (const subject of subjects) this.#visitSubject(subject, index)
      if (predicateType === KEY_ROTATED) this.rotations.push(index)
    } catch (error) {
      this.#problems.add(`log entry ${index}`, describeLedgerError(error))
    }
  }

  /** After the last entry: nothing may be carried or withheld that no entry names. */
  finish(): void {
    for (const [sha256, position] of this.#positions) {
      if (this.#isNamed[position] === 1) continue
      if (position < this.carried) this.#problems.add(ARTIFACT_FOLDER + sha256, 'is named by no log entry')
      else this.#problems.add(MANIFEST_FILE, `withholds ${sha256}, which no log entry names`)
    }
  }

  #visitSubject({ name, digest: { sha256 } }: Subject, index: number): void {
    if (!name.startsWith(ARTIFACT_SUBJECT_PREFIX)) return
    const position = this.#positions.get(sha256)
    if (position !== undefined) {
      this.#isNamed[position] = 1
      return
    }
    this.#problems.add(
      `log entry ${index}`,
      `names "${name}" (${sha256}), which is neither in the package nor listed as withheld`,
    )
  }
}
