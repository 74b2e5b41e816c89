import { type DateRange, type SourcedRecord, splitWords, type TypedRecord } from '@evidentia/core'
import { sql, type Transaction } from 'kysely'
import { listPopulationBytes } from '../../platform/db/population-digests.ts'
import { listResultBytes } from '../../platform/db/result-digests.ts'
import type { Tables } from '../../platform/db/tables.ts'
import type { Reader } from '../../platform/db/transactions.ts'
import { type EvidenceRow, readSealed, selectSealed } from '../../platform/log/sealed-evidence.ts'

/** What a list of evidence can be narrowed by. */
export interface EvidenceFilter {
  readonly q?: string | undefined
  /** Whether `q` is looked for in the content of artifacts too: only for who may open them. */
  readonly inContent: boolean
  readonly control?: string | undefined
  readonly system?: string | undefined
  readonly vendor?: string | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
  /** Only what holds records of this type. */
  readonly records?: TypedRecord['type'] | undefined
}

const termLimit = 12

export async function findEvidence(reader: Reader, id: string): Promise<EvidenceRow | undefined> {
  const row = await selectSealed(reader).where('evidence.id', '=', id).executeTakeFirst()
  return row === undefined ? undefined : readSealed(row)
}

export async function listEvidenceByIds(reader: Reader, ids: readonly string[]): Promise<EvidenceRow[]> {
  return (
    await selectSealed(reader)
      .where('evidence.id', 'in', [...ids])
      .execute()
  ).map(readSealed)
}

/** Which of `ids` are recorded. */
export async function findKnownIds({ db, organization }: Reader, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('evidence')
    .select('id')
    .where('organization', '=', organization)
    .where('id', 'in', [...ids])
    .execute()
  return new Set(rows.map(({ id }) => id))
}

export async function listAllEvidence(reader: Reader): Promise<EvidenceRow[]> {
  return (await selectSealed(reader).orderBy('evidence.entry').execute()).map(readSealed)
}

/** Evidence that gave records of a type and speaks of a day of the period, in log order. */
export async function listWithRecords(
  reader: Reader,
  type: TypedRecord['type'],
  { from, to }: DateRange,
): Promise<EvidenceRow[]> {
  const rows = await selectSealed(reader)
    .where('evidence.derived_sha256', 'is not', null)
    .where('evidence.effective_from', '<=', to)
    .where('evidence.effective_to', '>=', from)
    .where(sql<boolean>`${type} = any(evidence.record_types)`)
    .orderBy('evidence.entry')
    .execute()
  return rows.map(readSealed)
}

/** Where records of one type came from, with the days they speak of. */
export interface RecordSource {
  readonly type: TypedRecord['type']
  readonly source: string
  readonly exports: number
  readonly from: string
  readonly to: string
}

export async function listRecordSources({ db, organization }: Reader): Promise<RecordSource[]> {
  return db
    .selectFrom('evidence')
    .innerJoin(sql<{ type: TypedRecord['type'] }>`unnest(record_types)`.as<'t'>(sql`t(type)`), (on) => on.onTrue())
    .select(['t.type', 'source'])
    .select((s) => [
      s.fn.countAll<number>().as('exports'),
      s.fn.min<string>('effective_from').as('from'),
      s.fn.max<string>('effective_to').as('to'),
    ])
    .where('organization', '=', organization)
    .where('derived_sha256', 'is not', null)
    .groupBy(['t.type', 'source'])
    .orderBy('t.type')
    .orderBy('source')
    .execute()
}

/** Newest first, from below entry `before`, and how many there are in all. What is looked for is looked for once. */
export async function listEvidence(
  reader: Reader,
  filter: EvidenceFilter,
  before: number | null,
  limit: number,
): Promise<{ rows: EvidenceRow[]; total: number }> {
  // Asked for twice, so PostgreSQL keeps what it found.
  const found = await reader.db
    .with('found', () => filtered(reader, filter).select('entry'))
    .selectFrom('found')
    .select('entry')
    .select((s) => s.selectFrom('found').select(s.fn.countAll<number>().as('count')).as('total'))
    .where((is) => (before === null ? is.lit(true) : is('entry', '<', before)))
    .orderBy('entry', 'desc')
    .limit(limit)
    .execute()
  const total = found[0]?.total ?? (before === null ? 0 : await countEvidence(reader, filter))
  const entries = found.map(({ entry }) => entry)
  if (entries.length === 0) return { rows: [], total }
  const rows = await selectSealed(reader)
    .where('evidence.entry', 'in', entries)
    .orderBy('evidence.entry', 'desc')
    .execute()
  return { rows: rows.map(readSealed), total }
}

export async function countAll({ db, organization }: Reader): Promise<number> {
  const { count } = await db
    .selectFrom('evidence')
    .select((s) => s.fn.countAll<number>().as('count'))
    .where('organization', '=', organization)
    .executeTakeFirstOrThrow()
  return count
}

async function countEvidence(reader: Reader, filter: EvidenceFilter): Promise<number> {
  const { count } = await filtered(reader, filter)
    .select((s) => s.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return count
}

/** Every digest that evidence, a population or a check result stands on, of evidence those of `among`, while the log is locked so that no upload is between its bytes and its entry. */
export async function lockAndListDigests(
  db: Transaction<Tables>,
  organization: string,
  among: readonly string[] | null,
): Promise<Set<string>> {
  await db.selectFrom('log_state').select('size').where('organization', '=', organization).forUpdate().execute()
  const query = db
    .selectFrom('evidence')
    .select(['artifact_sha256', 'derived_sha256'])
    .where('organization', '=', organization)
    // What was disposed of stands on nothing any more; its bytes may go.
    .where('id', 'not in', (of) =>
      of
        .selectFrom('evidence_event')
        .select('evidence')
        .where('organization', '=', organization)
        .where('kind', '=', 'disposal-approved'),
    )
  const rows = await (
    among === null
      ? query
      : query.where((one) => one.or([one('artifact_sha256', 'in', among), one('derived_sha256', 'in', among)]))
  ).execute()
  const ofPopulations = await listPopulationBytes({ db, organization })
  const ofResults = await listResultBytes({ db, organization })
  return new Set([
    ...rows.flatMap(({ artifact_sha256, derived_sha256 }) =>
      derived_sha256 === null ? [artifact_sha256] : [artifact_sha256, derived_sha256],
    ),
    ...ofPopulations.map(({ sha256 }) => sha256),
    ...ofResults.map(({ sha256 }) => sha256),
  ])
}

export async function listRecords(
  { db, organization }: Reader,
  evidence: string,
  from: number,
  limit: number,
): Promise<TypedRecord[]> {
  const rows = await db
    .selectFrom('record')
    .select(['type', 'key', 'line', 'body'])
    .where('organization', '=', organization)
    .where('evidence', '=', evidence)
    .where('ordinal', '>=', from)
    .orderBy('ordinal')
    .limit(limit)
    .execute()
  return rows.map(toRecord)
}

/** The records of several evidence items, by item. */
export async function readRecordsOf(
  { db, organization }: Reader,
  evidence: readonly string[],
): Promise<Map<string, SourcedRecord[]>> {
  const found = new Map<string, SourcedRecord[]>(evidence.map((id) => [id, []]))
  if (evidence.length === 0) return found
  const rows = await db
    .selectFrom('record')
    .select(['evidence', 'type', 'key', 'line', 'body'])
    .where('organization', '=', organization)
    .where('evidence', 'in', [...evidence])
    .orderBy('evidence')
    .orderBy('ordinal')
    .execute()
  let [id, records]: [string, SourcedRecord[]] = ['', []]
  for (const row of rows) {
    // One string for all records of an item, where each row brings its own.
    if (row.evidence !== id) [id, records] = [row.evidence, found.get(row.evidence) ?? []]
    records.push(toSourced(row, id))
  }
  return found
}

function filtered(reader: Reader, { q, inContent, control, system, vendor, from, to, records }: EvidenceFilter) {
  const { db, organization } = reader
  let query = db.selectFrom('evidence').where('organization', '=', organization)
  if (from !== undefined) query = query.where('effective_to', '>=', from)
  if (to !== undefined) query = query.where('effective_from', '<=', to)
  if (records !== undefined) query = query.where(sql<boolean>`evidence.record_types && ${[records]}::text[]`)
  for (const term of (q ?? '').split(/\s+/).slice(0, termLimit))
    if (term !== '') query = query.where(speaksOf(organization, term, inContent))
  if (control !== undefined || system !== undefined || vendor !== undefined) {
    query = query.where((is) => {
      let proofs = is
        .selectFrom('evidence_proof')
        .select(sql`1`.as('one'))
        .where('evidence_proof.organization', '=', organization)
        .whereRef('evidence_proof.evidence', '=', 'evidence.id')
      if (control !== undefined) proofs = proofs.where('evidence_proof.control', '=', control)
      if (system !== undefined) proofs = proofs.where('evidence_proof.system', '=', system)
      if (vendor !== undefined) proofs = proofs.where('evidence_proof.vendor', '=', vendor)
      return is.exists(proofs)
    })
  }
  return query
}

/**
 * Whether evidence speaks of one term: in its name, source, note, query, requirement or identifiers, or in its content. A union of
 * what each way finds, because a condition that joins them with OR keeps the index of words from being used.
 */
function speaksOf(organization: string, term: string, inContent: boolean) {
  const like = `%${term.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
  const words = inContent ? [...splitWords(term)] : []
  const byContent =
    words.length === 0
      ? sql``
      : sql`union all (${sql.join(
          words.map((word) => withWord(organization, word)),
          sql` intersect `,
        )})`
  return sql<boolean>`evidence.id in (
    select e.id from evidence e where e.organization = ${organization}::uuid
    and (e.said like lower(${like}) or e.id = ${term} or e.artifact_sha256 = ${term})
    union all
    select p.evidence from evidence_proof p where p.organization = ${organization}::uuid
    and p.said like lower(${like})
    ${byContent})`
}

/** The evidence whose content has a word that begins with `word`. A long text is kept in parts, so each word is asked for by itself. */
function withWord(organization: string, word: string) {
  return sql`select t.evidence from evidence_text t
    where t.organization = ${organization}::uuid and t.words @@ ${`'${word}':*`}::tsquery`
}

interface RecordRow {
  readonly type: TypedRecord['type']
  readonly key: string
  readonly line: number | null
  readonly body: Record<string, unknown>
}

// Each row was checked by its type's schema before it was derived.
function toRecord({ type, key, line, body }: RecordRow): TypedRecord {
  return (line === null ? { type, key, body } : { type, key, line, body }) as TypedRecord
}

/** Written out, not spread over `toRecord`: a million at a time are read. */
function toSourced({ type, key, line, body }: RecordRow, evidence: string): SourcedRecord {
  return (line === null ? { type, key, body, evidence } : { type, key, line, body, evidence }) as SourcedRecord
}
