import { decodeBase64, encodeBase64 } from '../encoding/base64.ts'
import { parseDecimal } from '../encoding/bytes.ts'
import { LedgerError } from '../ledger-error.ts'
import { checkHash, HASH_BYTES } from '../merkle/hash-steps.ts'
import { checkTreeSize } from '../merkle/tree-size.ts'
import { openNote, type VerifiedNote } from '../note/open-note.ts'
import type { VerifierKey } from '../note/verifier-key.ts'

/** What a log commits to: at `size` entries its root is `root` (C2SP tlog-checkpoint). */
export interface Checkpoint {
  readonly origin: string
  readonly size: number
  readonly root: Uint8Array
  /** Opaque lines; leave empty, nobody audits them. */
  readonly extensions: readonly string[]
}

export interface VerifiedCheckpoint extends Checkpoint {
  readonly signedBy: VerifiedNote['signedBy']
}

/** The note text of a checkpoint. Throws `checkpoint-malformed` or `tree-invalid`. */
export function encodeCheckpoint({ origin, size, root, extensions }: Checkpoint): string {
  checkTreeSize(size, 'The tree size')
  checkHash(root, 'The root')
  const lines = [origin, String(size), encodeBase64(root), ...extensions]
  if (lines.some((line) => line === '' || line.includes('\n'))) throw malformed('needs non-empty single lines')
  return `${lines.join('\n')}\n`
}

/** Reads a checkpoint's note text. Throws `checkpoint-malformed`. */
export function parseCheckpoint(text: string): Checkpoint {
  if (!text.endsWith('\n')) throw malformed('does not end in a newline')
  const lines = text.slice(0, -1).split('\n')
  const [origin, sizeLine, rootLine, ...extensions] = lines
  if (origin === undefined || sizeLine === undefined || rootLine === undefined) throw malformed('has too few lines')
  if (lines.includes('')) throw malformed('has an empty line')
  const size = parseDecimal(sizeLine)
  if (size === undefined) throw malformed('has a tree size that is not a plain decimal number')
  return { origin, size, root: parseRoot(rootLine), extensions }
}

/**
 * Verifies a signed checkpoint. A key named as the origin must have signed: the same key signs other texts of this
 * shape under other origins (a package's seal), and those must not pass for this log's checkpoint.
 * Throws `note-malformed`, `note-unverified` or `checkpoint-malformed`.
 */
export async function openCheckpoint(
  bytes: Uint8Array,
  verifiers: readonly VerifierKey[],
): Promise<VerifiedCheckpoint> {
  const { text, signedBy } = await openNote(bytes, verifiers)
  const checkpoint = parseCheckpoint(text)
  if (!signedBy.some(({ name }) => name === checkpoint.origin)) {
    throw new LedgerError(
      'note-unverified',
      `The checkpoint is of "${checkpoint.origin}" but is signed by ${signedBy.map(({ name }) => name).join(', ')}.`,
    )
  }
  return { ...checkpoint, signedBy }
}

function parseRoot(line: string): Uint8Array {
  try {
    const root = decodeBase64(line)
    if (root.length === HASH_BYTES) return root
  } catch (cause) {
    throw malformed('has a root that is not canonical Base64', cause)
  }
  throw malformed(`has a root that is not ${HASH_BYTES} bytes`)
}

function malformed(reason: string, cause?: unknown): LedgerError {
  return new LedgerError('checkpoint-malformed', `The checkpoint ${reason}; get the original file again.`, { cause })
}
