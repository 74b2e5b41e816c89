import { openCheckpoint, type VerifiedCheckpoint } from '../checkpoint/checkpoint.ts'
import { decodeUtf8 } from '../encoding/bytes.ts'
import { describeLedgerError } from '../ledger-error.ts'
import { openNote } from '../note/open-note.ts'
import { parseVerifierKeys, type VerifierKey } from '../note/verifier-key.ts'
import type { FollowedRotations } from '../rotation/follow-rotations.ts'
import { CHECKPOINT_FILE, SEAL_FILE, VKEY_FILE } from './layout.ts'
import type { PackageReader } from './package-reader.ts'
import type { ProblemList } from './problem.ts'
import { encodeSeal } from './seal.ts'
import type { FoundManifest } from './verify-manifest.ts'
import { verifyRotations } from './verify-rotations.ts'

const NOTE_BYTES_LIMIT = 1_000_000

/** A key that signed; `pinned` when the reader brought it, not the package. */
export interface PackageSignature {
  readonly name: string
  readonly keyId: string
  readonly pinned: boolean
  /** The reader brought an older key of the log, which handed over to this one; absent otherwise. */
  readonly handedOver?: true
}

/** What the signatures vouch for. */
export interface VerifiedSeal {
  /** The keys that count: pinned ones, or without any the package's own; and what they handed over to. */
  readonly followed: FollowedRotations
  readonly checkpoint: VerifiedCheckpoint | undefined
  readonly signedBy: readonly PackageSignature[]
}

/**
 * Verifies the two signed notes of a package: the log's checkpoint and the seal over log and manifest. With pinned
 * keys only those count. Without, the package's own key does, which shows that the package is whole but not whose it is.
 */
export async function verifySeal(
  reader: PackageReader,
  found: FoundManifest,
  vkeys: readonly string[] | undefined,
  problems: ProblemList,
): Promise<VerifiedSeal> {
  const own = await readOwnKeys(reader, problems)
  const trusted = vkeys === undefined ? own : await parseVerifierKeys(vkeys)
  const followed = await verifyRotations(reader, trusted, problems)
  const checkpoint = await verifyCheckpoint(reader, followed.keys, found.manifest.origin, problems)
  const signers =
    checkpoint === undefined ? [] : await verifySealNote(reader, followed.keys, found, checkpoint, problems)
  const newest = followed.handovers.at(-1)?.to
  for (const { name, keyId } of signers) {
    if (!own.some((key) => key.name === name && key.keyId === keyId))
      problems.add(VKEY_FILE, 'is not the key that signed')
    if (newest !== undefined && keyId !== newest.keyId)
      problems.add(SEAL_FILE, 'is signed by a key that the log no longer uses')
  }
  const signedBy = signers.map(({ name, keyId }) => {
    const isTrusted = trusted.some((key) => key.name === name && key.keyId === keyId)
    const signature = { name, keyId, pinned: vkeys !== undefined }
    return isTrusted ? signature : { ...signature, handedOver: true as const }
  })
  return { followed, checkpoint, signedBy }
}

async function readOwnKeys(reader: PackageReader, problems: ProblemList): Promise<VerifierKey[]> {
  const bytes = await readNote(reader, VKEY_FILE, problems)
  if (bytes === undefined) return []
  try {
    const text = decodeUtf8(bytes, 'The key file')
    const keys = await parseVerifierKeys(text.replace(/\n$/, '').split('\n').slice(0, 16))
    return keys
  } catch (error) {
    problems.add(VKEY_FILE, describeLedgerError(error))
    return []
  }
}

async function verifyCheckpoint(
  reader: PackageReader,
  keys: readonly VerifierKey[],
  origin: string,
  problems: ProblemList,
): Promise<VerifiedCheckpoint | undefined> {
  const bytes = await readNote(reader, CHECKPOINT_FILE, problems)
  if (bytes === undefined) return undefined
  try {
    const checkpoint = await openCheckpoint(bytes, keys)
    if (checkpoint.origin === origin) return checkpoint
    problems.add(CHECKPOINT_FILE, `is of the log "${checkpoint.origin}", the manifest is of "${origin}"`)
  } catch (error) {
    problems.add(CHECKPOINT_FILE, describeLedgerError(error))
  }
  return undefined
}

async function verifySealNote(
  reader: PackageReader,
  keys: readonly VerifierKey[],
  { manifest, sha256 }: FoundManifest,
  checkpoint: VerifiedCheckpoint,
  problems: ProblemList,
): Promise<readonly VerifierKey[]> {
  const bytes = await readNote(reader, SEAL_FILE, problems)
  if (bytes === undefined) return []
  try {
    const note = await openNote(bytes, keys)
    // The seal is the one file no hash covers, so a line that nobody verifies may not hide in it.
    if (note.signatures.length !== 1) problems.add(SEAL_FILE, 'must carry exactly one signature')
    const { size, root } = checkpoint
    const expected = encodeSeal({ origin: manifest.origin, size, root, manifestSha256: sha256 })
    if (note.text !== expected) problems.add(SEAL_FILE, explainOtherText(note.text, expected))
    const signers = note.signedBy.filter(({ name }) => name === manifest.origin)
    if (signers.length === 0) problems.add(SEAL_FILE, `is not signed by a key of "${manifest.origin}"`)
    return signers
  } catch (error) {
    problems.add(SEAL_FILE, describeLedgerError(error))
    return []
  }
}

function explainOtherText(text: string, expected: string): string {
  const found = text.split('\n')
  const at = expected.split('\n').findIndex((line, index) => line !== found[index])
  const subjects = ['another log', 'another number of log entries', 'another log root', 'another manifest']
  return `seals ${subjects[at] ?? 'more than this package'}: line ${at + 1} should be "${expected.split('\n')[at] ?? ''}"`
}

async function readNote(reader: PackageReader, name: string, problems: ProblemList): Promise<Uint8Array | undefined> {
  const bytes = await reader.read(name, NOTE_BYTES_LIMIT)
  if (bytes === undefined) problems.add(name, 'is missing or too large')
  return bytes
}
