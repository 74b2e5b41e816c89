import type { Actor, IncidentAct } from '@evidentia/core'
import { sql } from 'kysely'
import type { Reader } from '../../platform/db/transactions.ts'

const columns = ['entry', 'incident', 'kind', 'recorded_at', 'actor', 'body'] as const

/** What was recorded of all incidents, in log order. */
export async function listActs({ db, organization }: Reader): Promise<IncidentAct[]> {
  const rows = await db
    .selectFrom('incident_act')
    .select(columns)
    .where('organization', '=', organization)
    .orderBy('entry')
    .execute()
  return rows.map(toAct)
}

/** What was recorded of one incident, in log order. */
export async function listActsOf({ db, organization }: Reader, incident: string): Promise<IncidentAct[]> {
  const rows = await db
    .selectFrom('incident_act')
    .select(columns)
    .where('organization', '=', organization)
    .where('incident', '=', incident)
    .orderBy('entry')
    .execute()
  return rows.map(toAct)
}

/** The e-mail address of a member in lower case; null for who is none. */
export async function findEmail({ db, organization }: Reader, account: string): Promise<string | null> {
  const member = await db
    .selectFrom('member')
    .select('email')
    .where('organization', '=', organization)
    .where('account', '=', account)
    .executeTakeFirst()
  return member?.email.toLowerCase() ?? null
}

/** Which of `named` are no evidence of the organization: ids, or digests of artifacts. */
export async function findUnknownEvidence(
  { db, organization }: Reader,
  column: 'id' | 'artifact_sha256',
  named: readonly string[],
): Promise<string[]> {
  if (named.length === 0) return []
  const rows = await db
    .selectFrom('evidence')
    .select(column)
    .where('organization', '=', organization)
    .where(sql<boolean>`${sql.ref(column)} = any(${[...named]}::text[])`)
    .execute()
  const known = new Set(rows.map((row) => Object.values(row)[0]))
  return named.filter((one) => !known.has(one))
}

interface ActRow {
  readonly entry: number
  readonly kind: IncidentAct['kind']
  readonly recorded_at: Date
  readonly actor: Actor
  readonly body: IncidentAct['body']
}

// Each body was checked by its kind's schema before it was sealed.
function toAct({ entry, kind, recorded_at, actor, body }: ActRow): IncidentAct {
  const by = { id: actor.id, name: actor.name }
  return { kind, entry, recordedAt: recorded_at.toISOString(), by, body } as IncidentAct
}
