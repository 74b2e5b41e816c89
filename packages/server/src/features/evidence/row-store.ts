import type { RowIdentity } from '@evidentia/core'
import { type RawBuilder, sql } from 'kysely'
import type { Reader } from '../../platform/db/transactions.ts'
import { type EvidenceRow, readSealed, selectSealed } from '../../platform/log/sealed-evidence.ts'

/** The evidence that says it proves some of `rows`, corrections of it left out, in no order. */
export async function listEvidenceOfRows(reader: Reader, rows: readonly RowIdentity[]): Promise<EvidenceRow[]> {
  const { organization } = reader
  const named = { system: [], vendor: [], organization: [] } as Record<RowIdentity['subject']['kind'], RowIdentity[]>
  for (const row of rows) named[row.subject.kind].push(row)
  const wanted = (some: readonly RowIdentity[]) => sql`unnest(
    ${some.map(({ control }) => control)}::text[], ${some.map(({ requirement }) => requirement)}::text[],
    ${some.map(({ subject }) => (subject.kind === 'organization' ? null : subject.id))}::text[]
  ) as w (control, requirement, subject)`
  // One branch for each kind of subject: only an equality or IS NULL is answered by the index.
  const proofs = sql`
    select p.evidence from ${wanted(named.system)} join evidence_proof p on p.organization = ${organization}::uuid
      and p.control = w.control and p.requirement = w.requirement and p.system = w.subject
    union
    select p.evidence from ${wanted(named.vendor)} join evidence_proof p on p.organization = ${organization}::uuid
      and p.control = w.control and p.requirement = w.requirement and p.system is null and p.vendor = w.subject
    union
    select p.evidence from ${wanted(named.organization)} join evidence_proof p on p.organization = ${organization}::uuid
      and p.control = w.control and p.requirement = w.requirement and p.system is null and p.vendor is null`
  return readCurrent(reader, sql`evidence.id in (${proofs})`)
}

/** The evidence for any row of one control. */
export async function listEvidenceOfControl(reader: Reader, control: string): Promise<EvidenceRow[]> {
  const { organization } = reader
  const proofs = sql`select p.evidence from evidence_proof p where p.organization = ${organization}::uuid and p.control = ${control}`
  return readCurrent(reader, sql`evidence.id in (${proofs})`)
}

/** The evidence that carries records of some of `types`. */
export async function listEvidenceCarrying(reader: Reader, types: readonly string[]): Promise<EvidenceRow[]> {
  if (types.length === 0) return []
  return readCurrent(
    reader,
    sql`evidence.derived_sha256 is not null and evidence.record_types && ${[...types]}::text[]`,
  )
}

async function readCurrent(reader: Reader, condition: RawBuilder<boolean>): Promise<EvidenceRow[]> {
  const rows = await selectSealed(reader)
    .where(condition)
    .where(
      sql<boolean>`not exists (select from evidence s where s.organization = evidence.organization and s.supersedes = evidence.id)`,
    )
    .execute()
  return rows.map(readSealed)
}
