import { EvidentiaError, type EvidenceBody } from '@evidentia/core'
import type { Reader } from '../../platform/db/transactions.ts'
import { findCorrections } from './lifecycle-store.ts'
import { findEvidence } from './store.ts'

/**
 * Refuses a correction of nothing, of itself, or of what was corrected before: corrections make one chain, so that there is
 * always exactly one newest word. To be asked while the log is locked.
 */
export async function refuseBadCorrection(reader: Reader, { supersedes }: EvidenceBody): Promise<void> {
  if (supersedes === undefined) return
  const place = { field: 'supersedes' }
  if ((await findEvidence(reader, supersedes)) === undefined)
    throw new EvidentiaError('invalid-input', `There is no evidence ${supersedes} to supersede.`, { place })
  const correction = (await findCorrections(reader, [supersedes])).get(supersedes)
  if (correction !== undefined)
    throw new EvidentiaError('conflict', `${supersedes} was superseded by ${correction} before.`, {
      place,
      remedy: `Supersede ${correction} instead.`,
    })
}
