import { type Checkpoint, describeLedgerError, openCheckpoint, parseVerifierKeys } from '@evidentia/ledger'
import type { Reader } from '../db/transactions.ts'
import { type LogKeys, originOf } from './log-keys.ts'
import type { Discrepancy } from './inspect-log.ts'

/** A checkpoint that somebody kept, with the words that name it to a person. */
export interface SeenCheckpoint {
  readonly where: string
  readonly note: Uint8Array
}

export interface OpenedCheckpoint {
  readonly where: string
  readonly checkpoint: Checkpoint
}

/**
 * Opens checkpoints with the organization's own key, which is not in the database: one that does not open was forged or
 * damaged, and says so instead of being passed over.
 */
export async function openSeen(
  organization: string,
  keys: LogKeys,
  seen: readonly SeenCheckpoint[],
): Promise<{ opened: OpenedCheckpoint[]; forged: Discrepancy[] }> {
  const verifiers = await parseVerifierKeys([keys.signerOf(organization).vkey])
  const opened: OpenedCheckpoint[] = []
  const forged: Discrepancy[] = []
  for (const { where, note } of seen) {
    try {
      const checkpoint = await openCheckpoint(note, verifiers)
      if (checkpoint.origin === originOf(organization)) opened.push({ where, checkpoint })
      else forged.push({ where, problem: `it is of the log "${checkpoint.origin}"` })
    } catch (error) {
      forged.push({ where, problem: `it was not signed by this log's key: ${describeLedgerError(error)}` })
    }
  }
  return { opened, forged }
}

/** The checkpoints this organization published, as its own database still has them. */
export async function listPublished({ db, organization }: Reader): Promise<SeenCheckpoint[]> {
  const rows = await db
    .selectFrom('checkpoint')
    .select(['size', 'note'])
    .where('organization', '=', organization)
    .orderBy('size')
    .execute()
  return rows.map(({ size, note }) => ({
    where: `published checkpoint of ${size} entries`,
    note: new Uint8Array(note),
  }))
}
