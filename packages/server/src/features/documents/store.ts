import type { DocumentKind, ProgramDocument } from '@evidentia/core'
import type { Reader } from '../../platform/db/transactions.ts'

export interface DocumentRow {
  readonly entry: number
  readonly kind: DocumentKind
  readonly id: string
  readonly effective: string
  readonly recorded_at: Date
  readonly body: Record<string, unknown> | null
}

const columns = ['entry', 'kind', 'id', 'effective', 'recorded_at', 'body'] as const

/** Every version of every program object, oldest first. */
export async function listVersions({ db, organization }: Reader): Promise<DocumentRow[]> {
  return db.selectFrom('document').select(columns).where('organization', '=', organization).orderBy('entry').execute()
}

export async function listVersionsOfKinds(
  { db, organization }: Reader,
  kinds: readonly DocumentKind[],
): Promise<DocumentRow[]> {
  return db
    .selectFrom('document')
    .select(columns)
    .where('organization', '=', organization)
    .where('kind', 'in', [...kinds])
    .orderBy('entry')
    .execute()
}

export async function listVersionsOf(
  { db, organization }: Reader,
  kind: DocumentKind,
  id: string,
): Promise<DocumentRow[]> {
  return db
    .selectFrom('document')
    .select(columns)
    .where('organization', '=', organization)
    .where('kind', '=', kind)
    .where('id', '=', id)
    .orderBy('entry', 'desc')
    .execute()
}

/** Every version of every object of one kind, oldest first. */
export async function listVersionsOfKind({ db, organization }: Reader, kind: DocumentKind): Promise<DocumentRow[]> {
  return db
    .selectFrom('document')
    .select(columns)
    .where('organization', '=', organization)
    .where('kind', '=', kind)
    .orderBy('entry')
    .execute()
}

export async function exists({ db, organization }: Reader, kind: DocumentKind, id: string): Promise<boolean> {
  const found = await db
    .selectFrom('document')
    .select('entry')
    .where('organization', '=', organization)
    .where('kind', '=', kind)
    .where('id', '=', id)
    .limit(1)
    .executeTakeFirst()
  return found !== undefined
}

/** Which of the objects named were ever recorded, as `kind/id`. */
export async function findExisting(
  { db, organization }: Reader,
  named: readonly { readonly kind: DocumentKind; readonly id: string }[],
): Promise<ReadonlySet<string>> {
  if (named.length === 0) return new Set()
  const distinct = new Map(named.map(({ kind, id }) => [`${kind}/${id}`, { kind, id }]))
  const rows = await db
    .selectFrom('document')
    .select(['kind', 'id'])
    .distinct()
    .where('organization', '=', organization)
    .where((is) =>
      is(
        is.refTuple('kind', 'id'),
        'in',
        [...distinct.values()].map(({ kind, id }) => is.tuple(kind, id)),
      ),
    )
    .execute()
  return new Set(rows.map(({ kind, id }) => `${kind}/${id}`))
}

/** The organization's own document, in its newest version. */
export async function findOrganizationBody({ db, organization }: Reader): Promise<Record<string, unknown> | null> {
  const row = await db
    .selectFrom('document')
    .select('body')
    .where('organization', '=', organization)
    .where('kind', '=', 'organization')
    .orderBy('effective', 'desc')
    .orderBy('entry', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.body ?? null
}

/** A row as the domain knows it. Its body was checked by its kind's schema before it was sealed. */
export function toDocument({ kind, id, effective, recorded_at, body }: DocumentRow): ProgramDocument {
  return { kind, id, effective, recordedAt: recorded_at.toISOString(), body: body as ProgramDocument['body'] }
}
