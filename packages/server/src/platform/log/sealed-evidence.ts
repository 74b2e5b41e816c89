import type { Actor, EvidenceBody } from '@evidentia/core'
import type { Reader } from '../db/transactions.ts'
import { readOwnEntry } from './sealed-fact.ts'

/** What was sealed of evidence, by whom, when and where. */
export interface EvidenceRow {
  readonly entry: number
  readonly recorded_at: Date
  readonly actor: Actor
  readonly body: EvidenceBody
}

interface SealedRow {
  readonly entry: number
  readonly recorded_at: Date
  readonly sealed: Buffer
}

/** Rows of evidence with the entries that sealed them: what was sealed stands there and is not written twice. */
export function selectSealed({ db, organization }: Reader) {
  return db
    .selectFrom('evidence')
    .innerJoin('log_entry', (on) =>
      on.onRef('log_entry.organization', '=', 'evidence.organization').onRef('log_entry.index', '=', 'evidence.entry'),
    )
    .select(['evidence.entry', 'evidence.recorded_at', 'log_entry.body as sealed'])
    .where('evidence.organization', '=', organization)
}

export function readSealed({ entry, recorded_at, sealed }: SealedRow): EvidenceRow {
  const { sealed: envelope, fact } = readOwnEntry('evidence-recorded', entry, sealed)
  return { entry, recorded_at, actor: envelope.actor, body: fact }
}
