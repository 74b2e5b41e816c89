import { open, rename, rm } from 'node:fs/promises'
import type { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { openCheckpoint } from '../checkpoint/checkpoint.ts'
import { signCheckpoint } from '../checkpoint/sign-checkpoint.ts'
import { ChunkJoiner } from '../container/chunk-joiner.ts'
import { encodeContainer, type SourceFile } from '../container/write-container.ts'
import { foldFileName } from '../container/file-name.ts'
import { compareUtf8, encodeUtf8, equalBytes } from '../encoding/bytes.ts'
import { sha256Hex } from '../encoding/digest.ts'
import { LedgerError } from '../ledger-error.ts'
import { type Signer, signNote } from '../note/signer.ts'
import { parseVerifierKeys } from '../note/verifier-key.ts'
import { readAuditorScript } from './auditor-script.ts'
import {
  ARTIFACT_FOLDER,
  CHECKPOINT_FILE,
  LOG_FOLDER,
  MANIFEST_FILE,
  rotationFile,
  SEAL_FILE,
  TIME_STAMP_FILE,
  VKEY_FILE,
} from './layout.ts'
import { layOutLog, type LogFiles } from './log-files.ts'
import { encodeManifest, PACKAGE_FORMAT, type WithheldArtifact } from './manifest.ts'
import { Overlap } from './overlap.ts'
import { fileFromBytes, type PackageFile } from './package-file.ts'
import { encodeSeal } from './seal.ts'
import { namesDigest } from './time-stamp.ts'

export interface PackageContent {
  /** The log's origin; the signer bears the same name. */
  readonly origin: string
  readonly signer: Signer
  /** UTC instant, `2026-10-31T12:00:00Z`. */
  readonly createdAt: string
  /** Every log entry from the first on, canonical statements. */
  readonly entries: Iterable<Uint8Array> | AsyncIterable<Uint8Array>
  /** Artifacts (under `artifacts/<sha256>`, role "artifact") and any other files but those under `log/`. */
  readonly files: Iterable<PackageFile>
  readonly withheld?: Iterable<WithheldArtifact>
  /** The log's own signed checkpoint of just these entries, when there is one (it may carry cosignatures). */
  readonly checkpoint?: Uint8Array
  /** The RFC 3161 answer (TimeStampResp, DER) of an authority that stamped just the bytes of `checkpoint`. */
  readonly timeStamp?: Uint8Array
  /** For each entry that changes the log's key, in order, its receipt under the checkpoint that both keys signed. */
  readonly rotations?: readonly Uint8Array[]
}

/** What was sealed; `manifestSha256` in lowercase hexadecimal. */
export interface WrittenPackage {
  readonly entries: number
  readonly root: Uint8Array
  readonly files: number
  readonly manifestSha256: string
}

/**
 * Seals a package to a stream or a path. A path is written beside its place and renamed when complete, so there is
 * never half a package. Throws `package-input-invalid` when the content does not hold together: an artifact that the
 * log names is neither there nor withheld, or one is there that the log does not name.
 */
export async function writePackage(target: Writable | string, content: PackageContent): Promise<WrittenPackage> {
  const log = await layOutLog(content.entries)
  const given = [...content.files]
  const files = [...given, readAuditorScript(), ...log.files, ...(await authenticateLog(log, content))]
  const withheld = [...(content.withheld ?? [])].toSorted(({ sha256: left }, { sha256: right }) =>
    left < right ? -1 : 1,
  )
  checkFiles(given, files)
  checkArtifacts(log, files, withheld)
  const { origin, createdAt, signer } = content
  const manifest = encodeManifest({ format: PACKAGE_FORMAT, origin, createdAt, files: sortByName(files), withheld })
  const manifestSha256 = sha256Hex(manifest)
  const seal = signNote(encodeSeal({ origin, size: log.size, root: log.root, manifestSha256 }), [signer])
  const own = [fileFromBytes(MANIFEST_FILE, 'manifest', manifest), fileFromBytes(SEAL_FILE, 'seal', seal)]
  await store(target, sortByName([...files, ...own]))
  return { entries: log.size, root: log.root, files: files.length + own.length, manifestSha256 }
}

async function authenticateLog(log: LogFiles, content: PackageContent): Promise<PackageFile[]> {
  const { origin, signer } = content
  const head = { origin, size: log.size, root: log.root, extensions: [] }
  const checkpoint = content.checkpoint ?? signCheckpoint(head, [signer])
  const opened = await openCheckpoint(checkpoint, await parseVerifierKeys([signer.vkey]))
  if (opened.origin !== origin || opened.size !== log.size || !equalBytes(opened.root, log.root)) {
    throw refuse(`The checkpoint of ${opened.size} entries of ${opened.origin} is not of these ${log.size} entries.`)
  }
  const { timeStamp } = content
  if (timeStamp !== undefined && !namesDigest(timeStamp, checkpoint))
    throw refuse('The time stamp is of other bytes than the checkpoint.')
  return [
    ...(timeStamp === undefined ? [] : [fileFromBytes(TIME_STAMP_FILE, 'log', timeStamp)]),
    ...(content.rotations ?? []).map((receipt, position) => fileFromBytes(rotationFile(position), 'log', receipt)),
    fileFromBytes(CHECKPOINT_FILE, 'log', checkpoint),
    fileFromBytes(VKEY_FILE, 'log', encodeUtf8(`${signer.vkey}\n`)),
  ]
}

function checkFiles(given: readonly PackageFile[], files: readonly PackageFile[]): void {
  for (const { name } of given) {
    if (name.startsWith(LOG_FOLDER))
      throw refuse(`"${name}" cannot be given: the log's files are made from its entries.`)
  }
  const folded = new Set<string>()
  for (const { name, sha256 } of files) {
    if (folded.has(foldFileName(name))) throw refuse(`"${name}" is given twice, or differs only in case from another.`)
    folded.add(foldFileName(name))
    if (name.startsWith(ARTIFACT_FOLDER) && name !== ARTIFACT_FOLDER + sha256) {
      throw refuse(`"${name}" must be named by its hash ${sha256}.`)
    }
  }
}

function checkArtifacts(log: LogFiles, files: readonly PackageFile[], withheld: readonly WithheldArtifact[]): void {
  const given = new Set(files.filter(({ name }) => name.startsWith(ARTIFACT_FOLDER)).map(({ sha256 }) => sha256))
  const left = new Set(withheld.map(({ sha256 }) => sha256))
  for (const sha256 of log.artifacts) {
    if (given.has(sha256) === left.has(sha256)) {
      throw refuse(`The artifact ${sha256} must be either in the package or withheld with a reason.`)
    }
  }
  for (const sha256 of [...given, ...left]) {
    if (!log.artifacts.has(sha256)) throw refuse(`No log entry names the artifact ${sha256}; record it first.`)
  }
}

function sortByName<File extends { readonly name: string }>(files: readonly File[]): File[] {
  return files.toSorted((left, right) => compareUtf8(left.name, right.name))
}

async function store(target: Writable | string, files: readonly SourceFile[]): Promise<void> {
  if (typeof target !== 'string') return pipeline(encodeContainer(files), target)
  const partial = `${target}.partial`
  try {
    await writeDurably(partial, files)
    await rename(partial, target)
  } catch (error) {
    await rm(partial, { force: true })
    throw error
  }
}

/** So much is handed to the disk while more is made, so that little is left to wait for at the end. */
const SYNC_BYTES = 64 << 20

/** Writes one chunk while the next is made, and returns when all of it is on the disk. */
async function writeDurably(path: string, files: readonly SourceFile[]): Promise<void> {
  const file = await open(path, 'w')
  try {
    const joiner = new ChunkJoiner()
    const work = new Overlap<'write' | 'sync'>()
    let unsynced = 0
    for await (const chunk of encodeContainer(files, joiner)) {
      await work.finish('write')
      work.start('write', async () => {
        await file.writeFile(chunk)
        joiner.giveBack(chunk)
      })
      unsynced += chunk.length
      if (unsynced < SYNC_BYTES) continue
      await work.finish('sync')
      work.start('sync', async () => file.datasync())
      unsynced = 0
    }
    await work.finish('write')
    await work.finish('sync')
    await file.sync()
  } finally {
    await file.close()
  }
}

function refuse(problem: string): LedgerError {
  return new LedgerError('package-input-invalid', problem)
}
