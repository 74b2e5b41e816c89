import { type FileHandle, open } from 'node:fs/promises'
import { FileWindow } from '../container/file-window.ts'
import { encodeBase64 } from '../encoding/base64.ts'
import { describeLedgerError, LedgerError } from '../ledger-error.ts'
import type { FollowedRotations } from '../rotation/follow-rotations.ts'
import { meetsPolicy, type WitnessPolicy } from '../witness/policy.ts'
import { CHECKPOINT_FILE, ROTATION_FOLDER } from './layout.ts'
import { PackageReader } from './package-reader.ts'
import { type Problem, ProblemList } from './problem.ts'
import { ArtifactLedger } from './verify-artifacts.ts'
import { verifyLog } from './verify-log.ts'
import { verifyManifest } from './verify-manifest.ts'
import { type PackageSignature, verifySeal } from './verify-seal.ts'
import { SeenCheckpoints } from './verify-seen.ts'

/** What was looked at; figures of a step that could not be taken are 0 or null. */
export interface PackageChecks {
  readonly files: number
  readonly entries: number
  readonly artifacts: number
  readonly withheld: number
  readonly origin: string | null
  readonly createdAt: string | null
  readonly checkpointSize: number | null
  /** Base64, as in the checkpoint. */
  readonly root: string | null
  readonly signedBy: readonly PackageSignature[]
  /** Checkpoints seen elsewhere that the log was held against; absent when none were given. */
  readonly seenCheckpoints?: number
}

export interface PackageReport {
  readonly ok: boolean
  readonly checked: PackageChecks
  readonly problems: readonly Problem[]
}

const NOTHING_CHECKED: PackageChecks = {
  files: 0,
  entries: 0,
  artifacts: 0,
  withheld: 0,
  origin: null,
  createdAt: null,
  checkpointSize: null,
  root: null,
  signedBy: [],
}

export interface VerifyOptions {
  /** The keys the reader trusts, got by another way than the package. */
  readonly vkeys?: readonly string[]
  /** Checkpoints of the same log seen earlier or by somebody else (signed notes): this log must extend them all. */
  readonly seen?: readonly Uint8Array[]
  /** Witnesses of whom enough must have cosigned the log's checkpoint. */
  readonly policy?: WitnessPolicy
}

/**
 * Verifies a sealed package offline, from the container's bytes up to every log entry. A package that is wrong in any
 * way gives `ok: false` and problems that say where; it never throws for what is in the file. Takes a path, or the
 * package's bytes. Throws `package-unreadable` when the file cannot be read at all, `key-invalid` or
 * `policy-invalid` for a malformed pinned key or policy.
 */
export async function verifyPackage(source: string | Uint8Array, options: VerifyOptions = {}): Promise<PackageReport> {
  if (typeof source !== 'string') return judge(FileWindow.ofBytes(source), options)
  const file = await openFile(source)
  try {
    return await judge(new FileWindow(file, (await file.stat()).size), options)
  } finally {
    await file.close()
  }
}

async function judge(window: FileWindow, options: VerifyOptions): Promise<PackageReport> {
  const problems = new ProblemList()
  const checked = await verifyContent(window, options, problems)
  const found = problems.list()
  return { ok: found.length === 0, checked, problems: found }
}

async function verifyContent(
  window: FileWindow,
  { vkeys, seen, policy }: VerifyOptions,
  problems: ProblemList,
): Promise<PackageChecks> {
  const reader = await openContainer(window, problems)
  if (reader === undefined) return NOTHING_CHECKED
  const files = reader.fileCount
  const found = await verifyManifest(reader, problems)
  if (found === undefined) return { ...NOTHING_CHECKED, files }
  const { origin, createdAt } = found.manifest
  const { followed, checkpoint, signedBy } = await verifySeal(reader, found, vkeys, problems)
  const artifacts = new ArtifactLedger(found.manifest, problems)
  const checked = {
    ...NOTHING_CHECKED,
    files,
    artifacts: artifacts.carried,
    withheld: artifacts.withheld,
    origin,
    createdAt,
  }
  if (checkpoint === undefined) return checked
  const earlier = await SeenCheckpoints.open(seen ?? [], followed, problems)
  const entries = await verifyLog(reader, checkpoint, problems, {
    visitEntry: (entry, index) => artifacts.visitEntry(entry, index),
    visitSize: (size, root) => earlier.visitSize(size, root),
  })
  if (entries === checkpoint.size) artifacts.finish()
  checkRotations(artifacts.rotations, followed, problems)
  if (policy !== undefined) await checkPolicy(reader, policy, problems)
  earlier.compare(checkpoint, problems)
  const { size, root } = checkpoint
  const seenCheckpoints = seen === undefined ? {} : { seenCheckpoints: seen.length }
  return { ...checked, entries, checkpointSize: size, root: encodeBase64(root), signedBy, ...seenCheckpoints }
}

/** Every change of key in the log is proven, and nothing else is: none can be slipped in or left out. */
function checkRotations(announced: readonly number[], { handovers }: FollowedRotations, problems: ProblemList): void {
  const proven = new Set(handovers.map(({ index }) => index))
  for (const index of announced) {
    if (!proven.has(index))
      problems.add(`log entry ${index}`, 'announces another key, and no checkpoint by both proves it')
    proven.delete(index)
  }
  for (const index of proven) problems.add(ROTATION_FOLDER, `proves a change of key that is not log entry ${index}`)
}

async function checkPolicy(reader: PackageReader, policy: WitnessPolicy, problems: ProblemList): Promise<void> {
  try {
    const checkpoint = (await reader.read(CHECKPOINT_FILE, 1_000_000)) ?? new Uint8Array()
    const { met, quorum, cosignedBy } = await meetsPolicy(checkpoint, policy)
    if (!met) problems.add(CHECKPOINT_FILE, `is cosigned by ${cosignedBy.length} of the ${quorum} witnesses needed`)
  } catch (error) {
    if (error instanceof LedgerError && error.code === 'policy-invalid') throw error
    problems.add(CHECKPOINT_FILE, describeLedgerError(error))
  }
}

async function openContainer(window: FileWindow, problems: ProblemList): Promise<PackageReader | undefined> {
  try {
    return await PackageReader.open(window)
  } catch (error) {
    if (!(error instanceof LedgerError) || error.code !== 'container-malformed') throw error
    problems.add('container', error.message)
    return undefined
  }
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r')
  } catch (cause) {
    throw new LedgerError('package-unreadable', `The package "${path}" cannot be opened; check the path.`, { cause })
  }
}
