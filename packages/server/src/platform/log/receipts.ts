import { EvidentiaError } from '@evidentia/core'
import { encodeReceipt, inclusionProof, MerkleFrontier, signCheckpoint, type Signer } from '@evidentia/ledger'
import type { Reader } from '../db/transactions.ts'
import type { AppendedTree } from './appended-tree.ts'
import { splitHashes } from './appender.ts'
import { listKeyChanges, type LogKeys, originOf } from './log-keys.ts'
import { StoredNodes } from './stored-nodes.ts'

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
  const signers = keys.signersAt(organization, await listKeyChanges(reader), state.size)
  const note = signCheckpoint({ origin: originOf(organization), size: state.size, root, extensions: [] }, signers)
  return {
    size: state.size,
    checkpoint: Buffer.from(note).toString('utf8'),
    verifierKey: signers.at(-1)?.vkey ?? '',
  }
}

/** What shows that an entry is in the log: its bytes, its proof and the log's key. */
export interface EntryReceipt {
  readonly entry: number
  readonly leaf: string
  readonly proof: string
  readonly verifierKey: string
}

/**
 * The receipts of entries that a transaction has just committed, under a checkpoint of the log as it left it. Nothing is read: the
 * tree is at hand. To be asked after the commit only, since only what is committed is ever signed.
 */
export class FreshReceipts {
  readonly #organization: string
  readonly #findSigners: () => readonly Signer[]
  readonly #tree: AppendedTree
  #signed: { readonly checkpoint: Uint8Array; readonly verifierKey: string } | null = null

  /** `findSigners` is asked for who has to sign the tree when the first receipt is made. */
  constructor(organization: string, findSigners: () => readonly Signer[], tree: AppendedTree) {
    this.#organization = organization
    this.#findSigners = findSigners
    this.#tree = tree
  }

  of(entry: number, body: Uint8Array): EntryReceipt {
    this.#signed ??= this.#sign()
    const { checkpoint, verifierKey } = this.#signed
    const receipt = encodeReceipt({ index: entry, proof: this.#tree.prove(entry), checkpoint })
    const leaf = Buffer.from(body.buffer, body.byteOffset, body.length).toString('base64')
    return { entry, leaf, proof: Buffer.from(receipt).toString('utf8'), verifierKey }
  }

  #sign(): { checkpoint: Uint8Array; verifierKey: string } {
    const signers = this.#findSigners()
    const head = {
      origin: originOf(this.#organization),
      size: this.#tree.size,
      root: this.#tree.root(),
      extensions: [],
    }
    return { checkpoint: signCheckpoint(head, signers), verifierKey: signers.at(-1)?.vkey ?? '' }
  }
}

/** The receipt of one entry (C2SP tlog-proof) together with the entry's bytes and the log's key. */
export async function readReceipt(reader: Reader, keys: LogKeys, entry: number): Promise<EntryReceipt> {
  const receipt = (await readReceipts(reader, keys, [entry])).get(entry)
  if (receipt === undefined) throw new EvidentiaError('not-found', `The log has no entry ${entry}.`)
  return receipt
}

/** The receipts of those entries that there are, under one checkpoint and with as many statements for one as for many. */
export async function readReceipts(
  reader: Reader,
  keys: LogKeys,
  entries: readonly number[],
): Promise<ReadonlyMap<number, EntryReceipt>> {
  if (entries.length === 0) return new Map()
  const { size, checkpoint, verifierKey } = await readCheckpoint(reader, keys)
  const found = await reader.db
    .selectFrom('log_entry')
    .select(['index', 'body'])
    .where('organization', '=', reader.organization)
    .where('index', 'in', [...entries])
    .execute()
  const nodes = new StoredNodes(reader)
  const receipts = await Promise.all(
    found.map(async ({ index, body }) => {
      const proof = await inclusionProof(index, size, async (level, at) => nodes.read(level, at))
      const receipt = encodeReceipt({ index, proof, checkpoint: Buffer.from(checkpoint, 'utf8') })
      const text = Buffer.from(receipt).toString('utf8')
      return { entry: index, leaf: body.toString('base64'), proof: text, verifierKey }
    }),
  )
  return new Map(receipts.map((receipt) => [receipt.entry, receipt]))
}
