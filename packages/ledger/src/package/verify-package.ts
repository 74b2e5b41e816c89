import { type FileHandle, open } from 'node:fs/promises'
import { FileWindow } from '../container/file-window.ts'
import { encodeBase64 } from '../encoding/base64.ts'
import { LedgerError } from '../ledger-error.ts'
import { PackageReader } from './package-reader.ts'
import { type Problem, ProblemList } from './problem.ts'
import { ArtifactLedger } from './verify-artifacts.ts'
import { verifyLog } from './verify-log.ts'
import { verifyManifest } from './verify-manifest.ts'
import { type PackageSignature, verifySeal } from './verify-seal.ts'

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

/**
 * Verifies a sealed package offline, from the container's bytes up to every log entry. A package that is wrong in any
 * way gives `ok: false` and problems that say where; it never throws for what is in the file. Throws
 * `package-unreadable` when the file cannot be read at all and `key-invalid` for a malformed pinned key.
 */
export async function verifyPackage(
  path: string,
  options: { readonly vkeys?: readonly string[] } = {},
): Promise<PackageReport> {
  const file = await openFile(path)
  try {
    const problems = new ProblemList()
    const window = new FileWindow(file, (await file.stat()).size)
    const checked = await verifyContent(window, options.vkeys, problems)
    const found = problems.list()
    return { ok: found.length === 0, checked, problems: found }
  } finally {
    await file.close()
  }
}

async function verifyContent(
  window: FileWindow,
  vkeys: readonly string[] | undefined,
  problems: ProblemList,
): Promise<PackageChecks> {
  const reader = await openContainer(window, problems)
  if (reader === undefined) return NOTHING_CHECKED
  await reader.hashAll(problems)
  const files = reader.names.length
  const found = await verifyManifest(reader, problems)
  if (found === undefined) return { ...NOTHING_CHECKED, files }
  const { origin, createdAt } = found.manifest
  const { checkpoint, signedBy } = await verifySeal(reader, found, vkeys, problems)
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
  const entries = await verifyLog(reader, checkpoint, problems, (entry, index) => artifacts.visitEntry(entry, index))
  if (entries === checkpoint.size) artifacts.finish()
  return { ...checked, entries, checkpointSize: checkpoint.size, root: encodeBase64(checkpoint.root), signedBy }
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
