import { EvidentiaError } from '@evidentia/core'
import { followRotations, LedgerError, parseVerifierKeys } from '@evidentia/ledger'
import type { Reader } from '../../platform/db/transactions.ts'
import type { Discrepancy } from '../../platform/log/inspect-log.ts'
import type { KeyChange, LogKeys } from '../../platform/log/log-keys.ts'
import { proveRotations } from '../../platform/log/rotate-log-key.ts'

/**
 * Holds the log's changes of key against the root key that derives them, and then follows their proofs from the first key on as
 * a verifier does who knows nothing else.
 */
export async function checkKeyChanges(
  reader: Reader,
  keys: LogKeys,
  changes: readonly KeyChange[],
  size: number,
): Promise<Discrepancy[]> {
  const where = 'changes of the log key'
  const fault = keys.explainForeignChange(reader.organization, changes)
  if (fault !== null) return [{ where, problem: fault }]
  try {
    const first = await parseVerifierKeys([keys.signerOf(reader.organization).vkey])
    await followRotations(first, await proveRotations(reader, keys, size))
    return []
  } catch (error) {
    if (!(error instanceof LedgerError || error instanceof EvidentiaError)) throw error
    return [{ where, problem: error.message }]
  }
}
