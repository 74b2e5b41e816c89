import { parseCheckpoint } from '../checkpoint/checkpoint.ts'
import { describeLedgerError } from '../ledger-error.ts'
import { parseNote } from '../note/note-text.ts'
import type { VerifierKey } from '../note/verifier-key.ts'
import { parseReceipt } from '../receipt/receipt-text.ts'
import { type FollowedRotations, followRotations, type ProvenRotation } from '../rotation/follow-rotations.ts'
import { BUNDLE_BYTES_LIMIT, decodeEntryBundle } from '../tiles/entry-bundle.ts'
import { encodeTilePath, TILE_WIDTH } from '../tiles/tile-path.ts'
import { CHECKPOINT_FILE, LOG_FOLDER, ROTATION_FOLDER, rotationFile } from './layout.ts'
import type { PackageReader } from './package-reader.ts'
import type { ProblemList } from './problem.ts'

const RECEIPT_BYTES_LIMIT = 2_000_000
const ROTATIONS_LIMIT = 100

/**
 * Follows the log's changes of key that the package proves, so that a reader with an older key can judge it. The
 * entries read here are not yet proven to be the log's: `verifyLog` does that, and holds each handover against it.
 */
export async function verifyRotations(
  reader: PackageReader,
  trusted: readonly VerifierKey[],
  problems: ProblemList,
): Promise<FollowedRotations> {
  const names = reader.namesIn(ROTATION_FOLDER)
  const wrong = names.find((name, position) => position >= ROTATIONS_LIMIT || name !== rotationFile(position))
  if (wrong !== undefined) problems.add(wrong, 'is not one of the log\u2019s changes of key, numbered without a gap')
  if (names.length === 0 || wrong !== undefined) return followRotations(trusted, [])
  try {
    const rotations: ProvenRotation[] = []
    for (const name of names) rotations.push(await readRotation(reader, name))
    return await followRotations(trusted, rotations)
  } catch (error) {
    problems.add(ROTATION_FOLDER, describeLedgerError(error))
    return followRotations(trusted, [])
  }
}

async function readRotation(reader: PackageReader, name: string): Promise<ProvenRotation> {
  const receipt = (await reader.read(name, RECEIPT_BYTES_LIMIT)) ?? new Uint8Array()
  const { index } = parseReceipt(receipt)
  const note = (await reader.read(CHECKPOINT_FILE, RECEIPT_BYTES_LIMIT)) ?? new Uint8Array()
  const { size } = parseCheckpoint(parseNote(note).text)
  const bundle = Math.floor(index / TILE_WIDTH)
  const width = Math.max(1, Math.min(TILE_WIDTH, size - bundle * TILE_WIDTH))
  const path = `${LOG_FOLDER}${encodeTilePath({ level: 'entries', index: bundle, width })}`
  const entries = (await reader.read(path, BUNDLE_BYTES_LIMIT)) ?? new Uint8Array()
  return { receipt, entry: decodeEntryBundle(entries, width)[index % TILE_WIDTH] ?? new Uint8Array() }
}
