import type { RowIdentity } from '@evidentia/core'
import { sql } from 'kysely'
import type { Reader } from '../../platform/db/transactions.ts'
import type { EvidenceRow } from './store.ts'

const columns = sql`e.entry, e.recorded_at, e.actor, e.body`

/** The evidence that says it proves some of `rows`, corrections of it left out, in no order. */
export async function listEvidenceOfRows(
  { db, organization }: Reader,
  rows: readonly RowIdentity[],
): Promise<EvidenceRow[]> {
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
  return readCurrent({ db, organization }, sql`e.id in (${proofs})`)
}

/** The evidence for any row of one control. */
export async function listEvidenceOfControl({ db, organization }: Reader, control: string): Promise<EvidenceRow[]> {
  const proofs = sql`select p.evidence from evidence_proof p where p.organization = ${organization}::uuid and p.control = ${control}`
  return readCurrent({ db, organization }, sql`e.id in (${proofs})`)
}

/** The evidence that carries records of some of `types`. */
export async function listEvidenceCarrying(
  { db, organization }: Reader,
  types: readonly string[],
): Promise<EvidenceRow[]> {
  if (types.length === 0) return []
  return readCurrent(
    { db, organization },
    sql`e.derived_sha256 is not null and e.body #> '{derived,counts}' ?| ${[...types]}::text[]`,
  )
}

async function readCurrent({ db, organization }: Reader, condition: ReturnType<typeof sql>): Promise<EvidenceRow[]> {
  const current = sql<EvidenceRow>`(
    select ${columns} from evidence e where e.organization = ${organization}::uuid and ${condition}
    and not exists (select from evidence s where s.organization = e.organization and s.supersedes = e.id))`
  return db.selectFrom(current.as('current')).select(['entry', 'recorded_at', 'actor', 'body']).execute()
}
