import { retentionEndsAt } from '@evidentia/core'
import { sql } from 'kysely'
import type { Reader } from './transactions.ts'

/** A file of a population in the blob store. */
export interface PopulationBytes {
  readonly population: string
  readonly entry: number
  readonly file: 'rows' | 'appendix'
  readonly sha256: string
  /** Until when it has to be kept. */
  readonly retainedUntil: (timeZone: string) => Date
}

/** The files of every population, in the order of their entries. There are few: two for each that was ever frozen. */
export async function listPopulationBytes({ db, organization }: Reader): Promise<PopulationBytes[]> {
  const rows = await db
    .selectFrom('population')
    .select(['id', 'entry', 'rows_sha256', 'appendix_sha256'])
    .select(sql<string>`body ->> 'startedAt'`.as('started'))
    .select(sql<string>`body #>> '{definition,period,to}'`.as('last_day'))
    .where('organization', '=', organization)
    .orderBy('entry')
    .execute()
  return rows.flatMap(({ id, entry, rows_sha256, appendix_sha256, started, last_day }) =>
    (['rows', 'appendix'] as const).map((file) => ({
      population: id,
      entry,
      file,
      sha256: file === 'rows' ? rows_sha256 : appendix_sha256,
      retainedUntil: (timeZone: string) => populationRetentionEndsAt(started, last_day, timeZone),
    })),
  )
}

/** What an audit stands on is kept as audit evidence, from the later of the day it was drawn and the last it speaks of. */
export function populationRetentionEndsAt(startedAt: string, lastDay: string, timeZone: string): Date {
  return retentionEndsAt({ retention: 'audit-evidence', effective: { to: lastDay }, collectedAt: startedAt }, timeZone)
}
