import { EvidentiaError, type PopulationRow, type TypedRecord } from '@evidentia/core'
import { sql, type Transaction } from 'kysely'
import type { Tables } from '../tables.ts'

/** Reads what was derived and kept as NDJSON back from the blob store. */
export interface ReadDerived {
  /** The records of one evidence item. */
  records(organization: string, sha256: string): AsyncIterable<TypedRecord>
  /** The rows of one population. */
  rows(organization: string, sha256: string): AsyncIterable<PopulationRow>
}

const batch = 1000

/** Inserts the records of one evidence item in their order, in constant memory. */
export async function insertRecords(
  tx: Transaction<Tables>,
  organization: string,
  evidence: string,
  records: AsyncIterable<TypedRecord>,
): Promise<void> {
  let ordinal = 0
  let pending: object[] = []
  for await (const record of records) {
    pending.push({ ordinal, type: record.type, key: record.key, line: record.line ?? null, body: record.body })
    ordinal += 1
    if (pending.length === batch) {
      await insertBatch(tx, organization, evidence, pending)
      pending = []
    }
  }
  if (pending.length > 0) await insertBatch(tx, organization, evidence, pending)
}

async function insertBatch(
  tx: Transaction<Tables>,
  organization: string,
  evidence: string,
  rows: readonly object[],
): Promise<void> {
  const text = JSON.stringify(rows)
  if (text.includes(String.raw`\u0000`)) {
    throw new EvidentiaError(
      'malformed-file',
      'The file holds a NUL character inside a value; remove it and send the file again.',
    )
  }
  await sql`
    insert into record (organization, evidence, ordinal, type, key, line, body)
    select ${organization}::uuid, ${evidence}, r.ordinal, r.type, r.key, r.line, r.body
    from jsonb_to_recordset(${text}::jsonb) as r(ordinal int, type text, key text, line int, body jsonb)`.execute(tx)
}
