import type { Transaction } from 'kysely'
import { sql } from 'kysely'
import { predicateTypeOf } from '@evidentia/core'
import { decodeFact, type Entry } from '../../log/sealed-fact.ts'
import type { Tables } from '../tables.ts'
import type { ReadDerived } from './records.ts'

/**
 * How a replay reads derived records. What was disposed of later has no bytes to read any more, and had its records deleted
 * when that was sealed; so for such evidence there are none. Looks ahead in the log, because the disposal comes after.
 */
export async function readExceptDisposed(
  tx: Transaction<Tables>,
  organization: string,
  readDerived: ReadDerived,
): Promise<(entry: Entry) => ReadDerived> {
  const rows = await tx
    .selectFrom('log_entry')
    .select(['index', 'body'])
    .where('organization', '=', organization)
    .where(sql<boolean>`position(convert_to(${predicateTypeOf('disposal-approved')}, 'UTF8') in body) > 0`)
    .execute()
  const disposed = new Set<string>()
  for (const { index, body } of rows) {
    const entry = decodeFact(index, new Uint8Array(body))
    // The words can also stand in somebody's note.
    if (entry.kind === 'disposal-approved') disposed.add(entry.fact.evidence)
  }
  return (entry) => (entry.kind === 'evidence-recorded' && disposed.has(entry.fact.id) ? readNothing : readDerived)
}

async function* readNothing(): ReturnType<ReadDerived> {}
