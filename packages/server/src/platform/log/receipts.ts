import { EvidentiaError } from '@evidentia/core'
import { encodeReceipt, inclusionProof, MerkleFrontier, signCheckpoint } from '@evidentia/ledger'
import type { Reader } from '../db/transactions.ts'
import { splitHashes } from './appender.ts'
import { listKeyChanges, type LogKeys, originOf } from './log-keys.ts'

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
  const nodes = new NodeReader(reader)
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

/** Reads the nodes that are asked for in one turn by one statement. */
class NodeReader {
  readonly #reader: Reader
  #asked = new Map<string, { readonly level: number; readonly index: number }>()
  #found: Promise<ReadonlyMap<string, Uint8Array>> | null = null

  constructor(reader: Reader) {
    this.#reader = reader
  }

  async read(level: number, index: number): Promise<Uint8Array> {
    const name = `${level}/${index}`
    this.#asked.set(name, { level, index })
    this.#found ??= Promise.resolve().then(async () => this.#readAsked())
    const hash = (await this.#found).get(name)
    if (hash === undefined) throw new EvidentiaError('internal', `The log lacks node ${name}.`)
    return hash
  }

  async #readAsked(): Promise<ReadonlyMap<string, Uint8Array>> {
    const asked = [...this.#asked.values()]
    this.#asked = new Map()
    this.#found = null
    const rows = await this.#reader.db
      .selectFrom('log_node')
      .select(['level', 'index', 'hash'])
      .where('organization', '=', this.#reader.organization)
      .where((is) =>
        is(
          is.refTuple('level', 'index'),
          'in',
          asked.map(({ level, index }) => is.tuple(level, index)),
        ),
      )
      .execute()
    return new Map(rows.map(({ level, index, hash }) => [`${level}/${index}`, new Uint8Array(hash)]))
  }
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
