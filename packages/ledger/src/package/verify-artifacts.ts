import { describeLedgerError } from '../ledger-error.ts'
import { ARTIFACT_SUBJECT_PREFIX, decodeStatement, type Subject } from '../statement/statement.ts'
import { ARTIFACT_FOLDER, MANIFEST_FILE } from './layout.ts'
import type { Manifest } from './manifest.ts'
import type { ProblemList } from './problem.ts'

/** Holds what the log entries name against what the package carries, both ways. */
export class ArtifactLedger {
  readonly #problems: ProblemList
  readonly #carried: ReadonlySet<string>
  readonly #withheld: ReadonlySet<string>
  readonly #named = new Set<string>()

  constructor(manifest: Manifest, problems: ProblemList) {
    const { files, withheld } = manifest
    this.#problems = problems
    this.#carried = new Set(files.filter(({ name }) => name.startsWith(ARTIFACT_FOLDER)).map(({ sha256 }) => sha256))
    this.#withheld = new Set(withheld.map(({ sha256 }) => sha256))
  }

  get carried(): number {
    return this.#carried.size
  }

  get withheld(): number {
    return this.#withheld.size
  }

  /** Reads an entry as a statement and notes the artifacts it names. */
  visitEntry(entry: Uint8Array, index: number): void {
    const where = `log entry ${index}`
    try {
      for (const subject of decodeStatement(entry).subject) this.#visitSubject(subject, where)
    } catch (error) {
      this.#problems.add(where, describeLedgerError(error))
    }
  }

  /** After the last entry: nothing may be carried or withheld that no entry names. */
  finish(): void {
    for (const sha256 of this.#carried) {
      if (!this.#named.has(sha256)) this.#problems.add(ARTIFACT_FOLDER + sha256, 'is named by no log entry')
      if (this.#withheld.has(sha256)) this.#problems.add(ARTIFACT_FOLDER + sha256, 'is both carried and withheld')
    }
    for (const sha256 of this.#withheld) {
      if (!this.#named.has(sha256)) this.#problems.add(MANIFEST_FILE, `withholds ${sha256}, which no log entry names`)
    }
  }

  #visitSubject({ name, digest: { sha256 } }: Subject, where: string): void {
    if (!name.startsWith(ARTIFACT_SUBJECT_PREFIX)) return
    this.#named.add(sha256)
    if (this.#carried.has(sha256) || this.#withheld.has(sha256)) return
    this.#problems.add(where, `names "${name}" (${sha256}), which is neither in the package nor listed as withheld`)
  }
}
