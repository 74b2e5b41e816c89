import { type FileHandle, open } from 'node:fs/promises'
import { FileWindow } from '../container/file-window.ts'
import { encodeBase64 } from '../encoding/base64.ts'
import { describeLedgerError, LedgerError } from '../ledger-error.ts'
import type { FollowedRotations } from '../rotation/follow-rotations.ts'
import { meetsPolicy, type WitnessPolicy } from '../witness/policy.ts'
import type { FileHashes } from './file-hashes.ts'
import { HashThread } from './hash-thread.ts'
import { CHECKPOINT_FILE, MANIFEST_FILE, ROTATION_FOLDER } from './layout.ts'
import { PackageReader } from './package-reader.ts'
import { type Problem, ProblemList } from './problem.ts'
import { ArtifactLedger } from './verify-artifacts.ts'
import { verifyLog } from './verify-log.ts'
import { type FoundManifest, readManifest, verifyFiles } from './verify-manifest.ts'
import { type PackageSignature, verifySeal } from './verify-seal.ts'
import { SeenCheckpoints } from './verify-seen.ts'
import { type JudgeTimeStamp, type TimeStampVerdict, verifyTimeStamp } from './time-stamp.ts'

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
  /** What the time stamp on the checkpoint says; null when nobody judged it; absent when the package has none. */
  readonly timeStamp?: TimeStampVerdict | null
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
  /** Judges a time stamp on the log's checkpoint; the ledger itself knows no certificates. */
  readonly judgeTimeStamp?: JudgeTimeStamp
  /** A package without a time stamp is refused. */
  readonly requireTimeStamp?: boolean
}

/**
 * Verifies a sealed package offline, from the container's bytes up to every log entry. A package that is wrong in any
 * way gives `ok: false` and problems that say where; it never throws for what is in the file. Takes a path, or the
 * package's bytes. Throws `package-unreadable` when the file cannot be read at all, `key-invalid` or
 * `policy-invalid` for a malformed pinned key or policy.
 */
export async function verifyPackage(source: string | Uint8Array, options: VerifyOptions = {}): Promise<PackageReport> {
  if (typeof source !== 'string') return judge(FileWindow.ofBytes(source), undefined, options)
  const file = await openFile(source)
  let thread: HashThread | undefined
  try {
    const { size } = await file.stat()
    thread = await HashThread.start(file, size)
    return await judge(new FileWindow(file, size), thread, options)
  } finally {
    await thread?.stop()
    await file.close()
  }
}

async function judge(
  window: FileWindow,
  thread: HashThread | undefined,
  options: VerifyOptions,
): Promise<PackageReport> {
  const problems = new ProblemList()
  const reader = await openContainer(window, problems)
  const checked = reader === undefined ? NOTHING_CHECKED : await verifyContent(reader, thread, options, problems)
  const found = problems.list()
  return { ok: found.length === 0, checked, problems: found }
}

/** The files first and then what they say, in the report; in time, the thread hashes while this one reads the log. */
async function verifyContent(
  reader: PackageReader,
  thread: HashThread | undefined,
  options: VerifyOptions,
  problems: ProblemList,
): Promise<PackageChecks> {
  const hashes = thread === undefined ? await reader.hashAll() : undefined
  const found = await readManifest(reader)
  const isFound = typeof found !== 'string'
  const later = new ProblemList()
  const checked = isFound ? await verifyStatements(reader, found, options, later) : NOTHING_CHECKED
  const files = hashes ?? (await finishHashing(reader, thread))
  verifyFiles(reader, files, isFound ? found.manifest : undefined, problems)
  if (!isFound) problems.add(MANIFEST_FILE, found)
  problems.append(later)
  return { ...checked, files: reader.fileCount }
}

/** A thread that failed is no verdict: what it could not do is done here, or shown to be impossible. */
async function finishHashing(reader: PackageReader, thread: HashThread | undefined): Promise<FileHashes> {
  try {
    return (await thread?.finish()) ?? (await reader.hashAll())
  } catch {
    return reader.hashAll()
  }
}

async function verifyStatements(
  reader: PackageReader,
  found: FoundManifest,
  { vkeys, seen, policy, judgeTimeStamp, requireTimeStamp = false }: VerifyOptions,
  problems: ProblemList,
): Promise<PackageChecks> {
  const { origin, createdAt } = found.manifest
  const { followed, checkpoint, signedBy } = await verifySeal(reader, found, vkeys, problems)
  const artifacts = new ArtifactLedger(found.manifest, problems)
  const checked = {
    ...NOTHING_CHECKED,
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
  const timeStamp = await verifyTimeStamp(reader, { judge: judgeTimeStamp, isRequired: requireTimeStamp }, problems)
  const { size, root } = checkpoint
  const seenCheckpoints = seen === undefined ? {} : { seenCheckpoints: seen.length }
  return {
    ...checked,
    entries,
    checkpointSize: size,
    root: encodeBase64(root),
    signedBy,
    ...seenCheckpoints,
    ...(timeStamp === undefined ? {} : { timeStamp }),
  }
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
