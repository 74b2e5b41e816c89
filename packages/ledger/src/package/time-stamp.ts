import { hash } from 'node:crypto'
import { describeLedgerError } from '../ledger-error.ts'
import { CHECKPOINT_FILE, TIME_STAMP_FILE } from './layout.ts'
import type { PackageReader } from './package-reader.ts'
import type { ProblemList } from './problem.ts'

const NOTE_BYTES_LIMIT = 1_000_000
const STAMP_BYTES_LIMIT = 256 << 10

/** What a time stamp says. `isTrusted`: its authority follows from a certificate the reader named. */
export interface TimeStampVerdict {
  /** UTC instant by which the checkpoint existed, `2026-10-31T12:00:00.000Z`. */
  readonly time: string
  /** The subject of the authority's certificate. */
  readonly authority: string
  readonly isTrusted: boolean
}

/**
 * Judges an RFC 3161 answer (TimeStampResp, DER) over the bytes it should be of. Given from outside, so that this
 * package needs no certificates. Throws a LedgerError `time-stamp-invalid` saying what does not hold.
 */
export type JudgeTimeStamp = (stamp: Uint8Array, stamped: Uint8Array) => Promise<TimeStampVerdict>

/**
 * Has the time stamp of a package's checkpoint judged. Without a judge only a stamp that cannot be of this checkpoint
 * is refused, and the verdict is null. Undefined when there is no stamp, or none that holds.
 */
export async function verifyTimeStamp(
  reader: PackageReader,
  { judge, isRequired }: { judge: JudgeTimeStamp | undefined; isRequired: boolean },
  problems: ProblemList,
): Promise<TimeStampVerdict | null | undefined> {
  const stamp = await reader.read(TIME_STAMP_FILE, STAMP_BYTES_LIMIT)
  if (stamp === undefined) {
    // A stamp can be left out by whoever seals a package, so a reader who relies on one must ask for it.
    if (isRequired || reader.namesIn(TIME_STAMP_FILE).length > 0)
      problems.add(TIME_STAMP_FILE, 'is missing or too large: nobody else says when the checkpoint existed')
    return undefined
  }
  const checkpoint = (await reader.read(CHECKPOINT_FILE, NOTE_BYTES_LIMIT)) ?? new Uint8Array()
  if (!namesDigest(stamp, checkpoint)) {
    problems.add(TIME_STAMP_FILE, 'is of other bytes than the checkpoint: it does not hold its SHA-256')
    return undefined
  }
  if (judge === undefined) return null
  try {
    return await judge(stamp, checkpoint)
  } catch (error) {
    problems.add(TIME_STAMP_FILE, describeLedgerError(error))
    return undefined
  }
}

/** Whether the SHA-256 of `stamped` is anywhere in the stamp: needed for it to be of these bytes, not enough. */
export function namesDigest(stamp: Uint8Array, stamped: Uint8Array): boolean {
  return Buffer.from(stamp.buffer, stamp.byteOffset, stamp.length).includes(hash('sha256', stamped, 'buffer'))
}
