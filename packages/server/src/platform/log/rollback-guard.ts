import { compareCheckpoints, MerkleFrontier } from '@evidentia/ledger'
import type { Reader, Transactions } from '../db/transactions.ts'
import type { Discrepancy } from './inspect-log.ts'
import { listKeyChanges, type LogKeys, originOf } from './log-keys.ts'
import { openSeen, type SeenCheckpoint } from './seen-checkpoints.ts'
import { StoredNodes } from './stored-nodes.ts'

/**
 * Whether one organization's log still extends every checkpoint that was kept. It reads stored hashes, at most some hundreds
 * per checkpoint, so it runs on each start; `fsck` derives the same from the entries themselves.
 */
export async function findRollback(
  transactions: Transactions,
  keys: LogKeys,
  organization: string,
  seen: readonly SeenCheckpoint[],
): Promise<Discrepancy[]> {
  return transactions.read({ organization }, async (reader) => {
    const { opened, forged } = await openSeen(organization, keys, seen, await listKeyChanges(reader))
    const problems = [...forged]
    const state = await reader.db
      .selectFrom('log_state')
      .select(['size', 'frontier'])
      .where('organization', '=', organization)
      .executeTakeFirst()
    const size = state?.size ?? 0
    const tree = await readFrontier(reader, size)
    if (tree === undefined || !Buffer.concat(tree.hashes).equals(state?.frontier ?? Buffer.alloc(0)))
      return [...problems, { where: 'log state', problem: 'its frontier is not that of the stored tree' }]
    const current = { origin: originOf(organization), size, root: tree.root(), extensions: [] }
    for (const { where, checkpoint } of opened) {
      const prefixRoot = checkpoint.size > size ? undefined : (await readFrontier(reader, checkpoint.size))?.root()
      const found = compareCheckpoints({ seen: checkpoint, current, prefixRoot })
      if (found !== undefined) problems.push({ where, problem: found.problem })
    }
    return problems
  })
}

// Sizes are whole numbers below 2^53.
const largestLevel = 52

/** The tree of the first `size` entries, from what is stored of it; undefined when something is missing. */
export async function readFrontier(reader: Reader, size: number): Promise<MerkleFrontier | undefined> {
  const nodes = new StoredNodes(reader)
  const asked: Promise<Uint8Array | undefined>[] = []
  let start = 0
  for (let level = largestLevel; level >= 0; level -= 1) {
    const width = 2 ** level
    if (size - start < width) continue
    asked.push(nodes.find(level, start / width))
    start += width
  }
  const hashes = (await Promise.all(asked)).flatMap((hash) => hash ?? [])
  return hashes.length === asked.length ? MerkleFrontier.restore(size, hashes) : undefined
}
