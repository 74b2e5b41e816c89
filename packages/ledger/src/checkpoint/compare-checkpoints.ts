import { encodeBase64 } from '../encoding/base64.ts'
import { equalBytes } from '../encoding/bytes.ts'
import type { Checkpoint } from './checkpoint.ts'

/** What two checkpoints of a log that contradict each other show, and the sentence that says so. */
export interface Contradiction {
  readonly kind: 'rollback' | 'split-view' | 'other-log'
  readonly problem: string
}

/** A checkpoint seen earlier or elsewhere, held against the log as it is shown now. */
export interface Comparison {
  readonly seen: Checkpoint
  readonly current: Checkpoint
  /** The root of the first `seen.size` entries of the current log; undefined when it has fewer. */
  readonly prefixRoot: Uint8Array | undefined
}

/**
 * Whether the current log still extends one that was seen: undefined when it does. Both checkpoints must be verified
 * and the root derived from the entries or a consistency proof. This finds a restored backup, cut-off entries, and two
 * histories for two readers, however valid every signature is (detection needs one checkpoint outside).
 */
export function compareCheckpoints({ seen, current, prefixRoot }: Comparison): Contradiction | undefined {
  if (seen.origin !== current.origin) {
    return { kind: 'other-log', problem: `it is of the log "${seen.origin}", not of "${current.origin}"` }
  }
  if (current.size < seen.size) {
    return {
      kind: 'rollback',
      problem: `ROLLBACK DETECTED: the log had ${seen.size} entries when it was seen and has ${current.size} now`,
    }
  }
  if (prefixRoot !== undefined && equalBytes(prefixRoot, seen.root)) return undefined
  const now = prefixRoot === undefined ? 'an unknown root' : `the root ${encodeBase64(prefixRoot)}`
  return {
    kind: 'split-view',
    problem: `SPLIT VIEW: the first ${seen.size} entries had the root ${encodeBase64(seen.root)} when they were seen and have ${now} here`,
  }
}
