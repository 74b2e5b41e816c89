import type { Transaction } from 'kysely'
import { sql } from 'kysely'
import { type FactKind, predicateTypeOf } from '@evidentia/core'
import { KeyDestroyed } from '../../keys/key-destroyed.ts'
import { decodeFact, type Entry } from '../../log/sealed-fact.ts'
import type { Tables } from '../tables.ts'
import type { ReadDerived } from './records.ts'

/**
 * How a replay reads what was derived. What was disposed of later has no bytes to read any more, and what a destroyed key sealed
 * cannot be read; both had their rows deleted when that was sealed, so there are none. Looks ahead in the
 * log, because disposal and destruction come after. A key that is gone although no entry says so stops the replay.
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
    .where((is) => is.or([speaksOf('disposal-approved'), speaksOf('artifact-key-changed')]))
    .execute()
  const disposed = new Set<string>()
  const destroyed = new Set<string>()
  for (const { index, body } of rows) {
    const entry = decodeFact(index, new Uint8Array(body))
    // The words can also stand in somebody's note.
    if (entry.kind === 'disposal-approved') disposed.add(entry.fact.evidence)
    if (entry.kind === 'artifact-key-changed' && entry.fact.change === 'destroyed') destroyed.add(entry.fact.key)
  }
  /** Nothing of what a destroyed key sealed; thrown before the first line, since the key stands in the header. */
  async function* unlessDestroyed<T>(lines: AsyncIterable<T>): AsyncGenerator<T> {
    try {
      yield* lines
    } catch (error) {
      if (!(error instanceof KeyDestroyed && destroyed.has(error.key))) throw error
    }
  }
  const readReadable: ReadDerived = {
    records: (of, sha256) => unlessDestroyed(readDerived.records(of, sha256)),
    rows: (of, sha256) => unlessDestroyed(readDerived.rows(of, sha256)),
  }
  const withoutRecords: ReadDerived = { ...readReadable, records: readNothing }
  return (entry) => (entry.kind === 'evidence-recorded' && disposed.has(entry.fact.id) ? withoutRecords : readReadable)
}

function speaksOf(kind: FactKind) {
  return sql<boolean>`position(convert_to(${predicateTypeOf(kind)}, 'UTF8') in body) > 0`
}

async function* readNothing(): AsyncGenerator<never> {}
