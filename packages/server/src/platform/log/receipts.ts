import { EvidentiaError } from '@evidentia/core'
import { encodeReceipt, inclusionProof, MerkleFrontier, signCheckpoint } from '@evidentia/ledger'
import type { Reader } from '../db/transactions.ts'
import { splitHashes } from './appender.ts'
import { type LogKeys, originOf } from './log-keys.ts'

/** A checkpoint of what is committed, in signed-note form. */
export interface SignedCheckpoint {
  readonly size: number
  readonly checkpoint: string
  readonly verifierKey: string
}

/**
 * Signs the log as this transaction sees it. Only committed entries are ever signed, and the log is append-only for the
 * server's role, so no two checkpoints of this server contradict each other.
 */
export async function readCheckpoint(reader: Reader, keys: LogKeys): Promise<SignedCheckpoint> {
  const { organization } = reader
  const state = await reader.db
    .selectFrom('log_state')
    .selectAll()
    .where('organization', '=', organization)
    .executeTakeFirstOrThrow()
  const root = MerkleFrontier.restore(state.size, splitHashes(state.frontier)).root()
  const signer = keys.signerOf(organization)
  const note = signCheckpoint({ origin: originOf(organization), size: state.size, root, extensions: [] }, [signer])
  return { size: state.size, checkpoint: Buffer.from(note).toString('utf8'), verifierKey: signer.vkey }
}

/** The receipt of one entry (C2SP tlog-proof) together with the entry's bytes and the log's key. */
export async function readReceipt(
  reader: Reader,
  keys: LogKeys,
  entry: number,
): Promise<{ entry: number; leaf: string; proof: string; verifierKey: string }> {
  const { size, checkpoint, verifierKey } = await readCheckpoint(reader, keys)
  const found = await reader.db
    .selectFrom('log_entry')
    .select('body')
    .where('organization', '=', reader.organization)
    .where('index', '=', entry)
    .executeTakeFirst()
  if (found === undefined) throw new EvidentiaError('not-found', `The log has no entry ${entry}.`)
  const proof = await inclusionProof(entry, size, async (level, index) => readNode(reader, level, index))
  const receipt = encodeReceipt({ index: entry, proof, checkpoint: Buffer.from(checkpoint, 'utf8') })
  return { entry, leaf: found.body.toString('base64'), proof: Buffer.from(receipt).toString('utf8'), verifierKey }
}

/** The stored root of one complete subtree. */
export async function readNode(reader: Reader, level: number, index: number): Promise<Uint8Array> {
  const node = await reader.db
    .selectFrom('log_node')
    .select('hash')
    .where('organization', '=', reader.organization)
    .where('level', '=', level)
    .where('index', '=', index)
    .executeTakeFirstOrThrow()
  return new Uint8Array(node.hash)
}
