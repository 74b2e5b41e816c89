import { EvidentiaError } from '@evidentia/core'
import { encodeReceipt, inclusionProof, type ProvenRotation, signCheckpoint, type Signer } from '@evidentia/ledger'
import type { Reader, Scope, Transactions } from '../db/transactions.ts'
import { listKeyChanges, type LogKeys, originOf, rotationsLimit } from './log-keys.ts'
import { readFrontier } from './rollback-guard.ts'
import { StoredNodes } from './stored-nodes.ts'

/**
 * Signs the log with its next key from the next entry on. The sealed entry is the whole change: the keys are derived, so there
 * is nothing else that a crash could leave half done, and every server sees it in the transaction in which it signs.
 */
export async function rotateLogKey(
  { transactions, keys }: { readonly transactions: Transactions; readonly keys: LogKeys },
  scope: Scope,
  reason: string,
): Promise<Signer> {
  return transactions.write(scope, async (writer) => {
    const changes = await listKeyChanges(writer)
    const fault = keys.explainForeignChange(scope.organization, changes)
    if (fault !== null) throw new EvidentiaError('conflict', fault, { remedy: 'Run evidentia-server fsck.' })
    if (changes.length === rotationsLimit)
      throw new EvidentiaError(
        'conflict',
        `This log changed its key ${rotationsLimit} times, and verifiers follow no more.`,
      )
    const from = keys.signerOf(scope.organization, changes.length + 1)
    const to = keys.signerOf(scope.organization, changes.length + 2)
    await writer.seal('log-key-rotated', { from: from.vkey, to: to.vkey, reason })
    return to
  })
}

/**
 * The proof of each change of key among the first `size` entries, oldest first: its entry, and its receipt under the handover,
 * the checkpoint that ends with that entry and is signed by both keys (ledger format, 11).
 */
export async function proveRotations(reader: Reader, keys: LogKeys, size: number): Promise<ProvenRotation[]> {
  const changes = await listKeyChanges(reader)
  const proven: ProvenRotation[] = []
  for (const { entry } of changes.filter((change) => change.entry < size))
    proven.push(await proveRotation(reader, keys.signersAt(reader.organization, changes, entry + 1), entry))
  return proven
}

async function proveRotation(reader: Reader, both: readonly Signer[], entry: number): Promise<ProvenRotation> {
  const found = await reader.db
    .selectFrom('log_entry')
    .select('body')
    .where('organization', '=', reader.organization)
    .where('index', '=', entry)
    .executeTakeFirst()
  const tree = await readFrontier(reader, entry + 1)
  if (found === undefined || tree === undefined)
    throw new EvidentiaError('unavailable', `The log lacks what proves its change of key in entry ${entry}.`, {
      remedy: 'Ask the operator to run evidentia-server fsck.',
    })
  const handover = { origin: originOf(reader.organization), size: entry + 1, root: tree.root(), extensions: [] }
  const nodes = new StoredNodes(reader)
  const proof = await inclusionProof(entry, entry + 1, async (level, index) => nodes.read(level, index))
  const receipt = encodeReceipt({ index: entry, proof, checkpoint: signCheckpoint(handover, both) })
  return { entry: new Uint8Array(found.body), receipt }
}
