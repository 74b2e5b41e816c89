import type { Writable } from 'node:stream'
import { type Catalog, EvidentiaError, type PackageSelection } from '@evidentia/core'
import { fileFromBytes, type PackageFile, signCheckpoint, writePackage } from '@evidentia/ledger'
import type { BlobStore } from '../../platform/blobs/blob-store.ts'
import type { Reader, Transactions } from '../../platform/db/transactions.ts'
import { findPublished } from '../../platform/log/find-published.ts'
import { listKeyChanges, type LogKeys, originOf } from '../../platform/log/log-keys.ts'
import { proveRotations } from '../../platform/log/rotate-log-key.ts'
import { readFrontier } from '../../platform/log/rollback-guard.ts'
import { readBodies } from '../../platform/log/tiles.ts'
import { renderReadme } from './readme.ts'
import { selectArtifacts, withheldReasons } from './select-artifacts.ts'
import * as store from './store.ts'

interface Parts {
  readonly transactions: Transactions
  readonly keys: LogKeys
  readonly blobs: BlobStore
  readonly catalog: Catalog
}

/** Told how far it is, between chunks of bytes; throws to stop it. */
export type Report = (progress: { readonly done: number; readonly total: number }) => Promise<void>

const batch = 1000

/**
 * Writes the package of the published log to a stream: every entry, the proofs of its changes of key, cosignatures and time
 * stamp as they were published, and the files that were asked for. Reads in many short transactions; the log only grows.
 */
export async function packLog(
  parts: Parts,
  organization: string,
  selection: PackageSelection,
  target: Writable,
  report: Report,
): Promise<{ entries: number; artifacts: number; withheld: number }> {
  const { transactions, keys } = parts
  const { name, log, chosen } = await transactions.read({ organization }, async (reader) => {
    const log = await readLog(reader, keys)
    const results = await store.listResultArtifacts(reader, log.size)
    const chosen = selectArtifacts(await store.listPackable(reader, log.size), results, selection, parts.catalog)
    return { name: await readName(reader), log, chosen }
  })
  const withheld: { sha256: string; reason: string }[] = []
  const carried: { sha256: string; size: number }[] = []
  for (const { sha256, size, withheld: reason } of chosen) {
    const why = reason ?? (await explainUnreadable(parts.blobs, organization, sha256))
    if (why === null) carried.push({ sha256, size })
    else withheld.push({ sha256, reason: why })
  }
  const packed = new Set<string>()
  const files = carried.map(({ sha256, size }): PackageFile => ({
    name: `artifacts/${sha256}`,
    role: 'artifact',
    sha256,
    size,
    open: async function* () {
      for await (const chunk of parts.blobs.open(organization, sha256)) {
        await report({ done: packed.size, total: carried.length })
        yield chunk
      }
      packed.add(sha256)
    },
  }))
  const createdAt = new Date().toISOString()
  const facts = { name, createdAt, selection, vkey: log.signer.vkey, entries: log.size, withheld: withheld.length }
  const { timeStamp, ...head } = log
  const written = await writePackage(target, {
    origin: originOf(organization),
    signer: head.signer,
    createdAt,
    entries: readEntries(transactions, organization, log.size),
    files: [...files, fileFromBytes('README.txt', 'readme', Buffer.from(renderReadme(facts)))],
    withheld,
    checkpoint: head.checkpoint,
    rotations: head.rotations,
    ...(timeStamp === null ? {} : { timeStamp }),
  })
  return { entries: written.entries, artifacts: carried.length, withheld: withheld.length }
}

/** The newest published checkpoint, or one for what there is where none was published yet. */
async function readLog(reader: Reader, keys: LogKeys) {
  const { organization } = reader
  const published = await findPublished(reader)
  const size = published?.size ?? (await readSize(reader))
  const signers = keys.signersAt(organization, await listKeyChanges(reader), size)
  const signer = signers.at(-1)
  const tree = await readFrontier(reader, size)
  if (signer === undefined || tree === undefined)
    throw new EvidentiaError('unavailable', 'The stored tree of the log is not whole.', {
      remedy: 'Ask the operator to run evidentia-server fsck.',
    })
  const head = { origin: originOf(organization), size, root: tree.root(), extensions: [] }
  const proven = await proveRotations(reader, keys, size)
  return {
    size,
    signer,
    checkpoint: published === undefined ? signCheckpoint(head, signers) : new Uint8Array(published.note),
    timeStamp: published?.time_stamp == null ? null : new Uint8Array(published.time_stamp),
    rotations: proven.map(({ receipt }) => receipt),
  }
}

async function* readEntries(
  transactions: Transactions,
  organization: string,
  size: number,
): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < size; from += batch)
    yield* await transactions.read({ organization }, async (reader) =>
      readBodies(reader, from, Math.min(size, from + batch)),
    )
}

async function explainUnreadable(blobs: BlobStore, organization: string, sha256: string): Promise<string | null> {
  try {
    await blobs.refuseUnreadable(organization, sha256)
    return null
  } catch (error) {
    if (error instanceof EvidentiaError && error.code === 'gone') return withheldReasons.keyDestroyed
    throw error
  }
}

async function readSize({ db, organization }: Reader): Promise<number> {
  const { size } = await db
    .selectFrom('log_state')
    .select('size')
    .where('organization', '=', organization)
    .executeTakeFirstOrThrow()
  return size
}

async function readName({ db, organization }: Reader): Promise<string> {
  const { name } = await db
    .selectFrom('organization')
    .select('name')
    .where('organization', '=', organization)
    .executeTakeFirstOrThrow()
  return name
}
