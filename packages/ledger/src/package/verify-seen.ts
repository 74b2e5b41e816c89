import { type Checkpoint, openCheckpoint, parseCheckpoint } from '../checkpoint/checkpoint.ts'
import { compareCheckpoints } from '../checkpoint/compare-checkpoints.ts'
import { describeLedgerError } from '../ledger-error.ts'
import { EMPTY_ROOT } from '../merkle/hash.ts'
import { parseNote } from '../note/note-text.ts'
import type { FollowedRotations } from '../rotation/follow-rotations.ts'
import { rotationFile } from './layout.ts'
import type { ProblemList } from './problem.ts'

/** Checkpoints that the reader saw elsewhere, and the roots this package's log had at their sizes. */
export class SeenCheckpoints {
  readonly #seen: readonly { readonly where: string; readonly checkpoint: Checkpoint }[]
  readonly #roots = new Map<number, Uint8Array | undefined>()

  /**
   * Opens them with the keys the package is judged by: one by another key says nothing of this log, or that it is
   * another. The checkpoints at which the log changed its key are held against it in the same way.
   */
  static async open(
    notes: readonly Uint8Array[],
    { keysAt, handovers }: FollowedRotations,
    problems: ProblemList,
  ): Promise<SeenCheckpoints> {
    const opened = handovers.map(({ checkpoint }, position) => ({ where: rotationFile(position), checkpoint }))
    for (const [index, note] of notes.entries()) {
      const where = `seen checkpoint ${index + 1}`
      try {
        const { size } = parseCheckpoint(parseNote(note).text)
        opened.push({ where, checkpoint: await openCheckpoint(note, keysAt(size)) })
      } catch (error) {
        problems.add(where, `it cannot be compared with this log: ${describeLedgerError(error)}`)
      }
    }
    return new SeenCheckpoints(opened)
  }

  private constructor(seen: readonly { readonly where: string; readonly checkpoint: Checkpoint }[]) {
    this.#seen = seen
    for (const { checkpoint } of seen) this.#roots.set(checkpoint.size, checkpoint.size === 0 ? EMPTY_ROOT : undefined)
  }

  /** Told of the log as it grows, entry by entry. */
  visitSize(size: number, root: () => Uint8Array): void {
    if (this.#roots.has(size)) this.#roots.set(size, root())
  }

  compare(current: Checkpoint, problems: ProblemList): void {
    for (const { where, checkpoint } of this.#seen) {
      const found = compareCheckpoints({ seen: checkpoint, current, prefixRoot: this.#roots.get(checkpoint.size) })
      if (found !== undefined) problems.add(where, found.problem)
    }
  }
}
