import { retentionEndsAt } from '@evidentia/core'
import { sql } from 'kysely'
import type { Reader } from './transactions.ts'

/** The items of a check result, where they are too many for its log entry. */
export interface ResultBytes {
  readonly result: string
  readonly entry: number
  /** The evidence judged; null for a check over the programme. */
  readonly evidence: string | null
  readonly sha256: string
  readonly size: number
  /** Until when they have to be kept. */
  readonly retainedUntil: (timeZone: string) => Date
}

/** The artifacts of every check result, in the order of their entries. */
export async function listResultBytes({ db, organization }: Reader): Promise<ResultBytes[]> {
  const rows = await db
    .selectFrom('check_result')
    .select(['id', 'entry', 'evidence', 'content_sha256', 'content_size', 'recorded_at'])
    .select(sql<string>`head ->> 'asOf'`.as('judged'))
    .where('organization', '=', organization)
    .where('content_sha256', 'is not', null)
    .orderBy('entry')
    .execute()
  return rows.flatMap(({ id, entry, evidence, content_sha256: sha256, content_size, recorded_at, judged }) =>
    sha256 === null
      ? []
      : {
          result: id,
          entry,
          evidence,
          sha256,
          size: content_size ?? 0,
          retainedUntil: (timeZone: string) => resultRetentionEndsAt(judged, recorded_at, timeZone),
        },
  )
}

/** What a check answered is documentation of the day it judged (45 CFR 164.316(b)(2)(i)). */
export function resultRetentionEndsAt(asOf: string, sealedAt: Date, timeZone: string): Date {
  return retentionEndsAt({ effective: { to: asOf }, collectedAt: sealedAt.toISOString() }, timeZone)
}
