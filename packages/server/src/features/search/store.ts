import { sql, type Transaction } from 'kysely'
import type { Tables } from '../../platform/db/tables.ts'
import type { Reader } from '../../platform/db/transactions.ts'

/** An artifact whose words are not known yet. */
export interface Unread {
  readonly entry: number
  readonly evidence: string
  readonly name: string
  readonly sha256: string
  readonly size: number
}

/** A tsvector holds at most a megabyte of words; so many of the longest we keep stay well below. */
const wordsPerPart = 4000

/** Evidence that this reader has not read, recorded after entry `after`, oldest first. Not what was disposed of. */
export async function listUnread(
  { db, organization }: Reader,
  reader: number,
  after: number,
  limit: number,
): Promise<Unread[]> {
  const rows = await db
    .selectFrom('evidence')
    .select(['entry', 'id', 'artifact_name', 'artifact_sha256', 'artifact_size'])
    .where('organization', '=', organization)
    .where('entry', '>', after)
    .where((is) =>
      is.not(
        is.exists(
          is
            .selectFrom('evidence_text')
            .select('part')
            .where('evidence_text.organization', '=', organization)
            .whereRef('evidence_text.evidence', '=', 'evidence.id')
            .where('reader', '=', reader),
        ),
      ),
    )
    .where('id', 'not in', (of) =>
      of
        .selectFrom('evidence_event')
        .select('evidence')
        .where('organization', '=', organization)
        .where('kind', '=', 'disposal-approved'),
    )
    .orderBy('entry')
    .limit(limit)
    .execute()
  return rows.map(({ entry, id, artifact_name, artifact_sha256, artifact_size }) => ({
    entry,
    evidence: id,
    name: artifact_name,
    sha256: artifact_sha256,
    size: artifact_size,
  }))
}

/** Puts `words` in the place of whatever was known of the evidence; no words still say that it was read. */
export async function replaceWords(
  db: Transaction<Tables>,
  organization: string,
  evidence: string,
  reader: number,
  words: readonly string[],
): Promise<void> {
  await db
    .deleteFrom('evidence_text')
    .where('organization', '=', organization)
    .where('evidence', '=', evidence)
    .execute()
  for (let part = 0; part === 0 || part * wordsPerPart < words.length; part += 1) {
    const some = words.slice(part * wordsPerPart, (part + 1) * wordsPerPart)
    // Evidence that was disposed of meanwhile has its words no more.
    await sql`
      insert into evidence_text (organization, evidence, part, reader, words)
      select ${organization}::uuid, ${evidence}, ${part}, ${reader}, array_to_tsvector(${some}::text[])
      where not exists (
        select from evidence_event e
        where e.organization = ${organization}::uuid and e.evidence = ${evidence} and e.kind = 'disposal-approved')
      on conflict do nothing`.execute(db)
  }
}
