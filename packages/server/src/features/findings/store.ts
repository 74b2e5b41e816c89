import type { Actor, FindingAct } from '@evidentia/core'
import type { Reader } from '../../platform/db/transactions.ts'

/** How far the log has come with what findings follow from. */
export interface Position {
  readonly logSize: number
  /** The newest entry that can change what is computed; -1 where there is none. */
  readonly newestFact: number
  readonly newestAct: number
}

export async function readPosition(reader: Reader): Promise<Position> {
  const { db, organization } = reader
  const { size } = await db
    .selectFrom('log_state')
    .select('size')
    .where('organization', '=', organization)
    .executeTakeFirstOrThrow()
  const facts = [
    await readNewest(reader, 'document'),
    await readNewest(reader, 'evidence'),
    await readNewest(reader, 'evidence_event'),
  ]
  return { logSize: size, newestFact: Math.max(...facts), newestAct: await readNewest(reader, 'finding_act') }
}

async function readNewest(
  { db, organization }: Reader,
  table: 'document' | 'evidence' | 'evidence_event' | 'finding_act',
): Promise<number> {
  const row = await db
    .selectFrom(table)
    .select((s) => s.fn.max<number | null>('entry').as('newest'))
    .where('organization', '=', organization)
    .executeTakeFirstOrThrow()
  return row.newest ?? -1
}

const columns = ['entry', 'finding', 'kind', 'recorded_at', 'actor', 'body'] as const

/** What was done about all findings, in log order. */
export async function listActs({ db, organization }: Reader): Promise<FindingAct[]> {
  const rows = await db
    .selectFrom('finding_act')
    .select(columns)
    .where('organization', '=', organization)
    .orderBy('entry')
    .execute()
  return rows.map(toAct)
}

/** What was done about the findings named, in log order. */
export async function listActsOf({ db, organization }: Reader, findings: readonly string[]): Promise<FindingAct[]> {
  if (findings.length === 0) return []
  const rows = await db
    .selectFrom('finding_act')
    .select(columns)
    .where('organization', '=', organization)
    .where('finding', 'in', [...findings])
    .orderBy('entry')
    .execute()
  return rows.map(toAct)
}

/** The findings about which something was done in or after the entry `from`. */
export async function listTouchedSince({ db, organization }: Reader, from: number): Promise<string[]> {
  const rows = await db
    .selectFrom('finding_act')
    .select('finding')
    .distinct()
    .where('organization', '=', organization)
    .where('entry', '>=', from)
    .execute()
  return rows.map(({ finding }) => finding)
}

/** The e-mail address of a member; null for who is none. */
export async function findEmail({ db, organization }: Reader, account: string): Promise<string | null> {
  const member = await db
    .selectFrom('member')
    .select('email')
    .where('organization', '=', organization)
    .where('account', '=', account)
    .executeTakeFirst()
  return member?.email ?? null
}

interface ActRow {
  readonly entry: number
  readonly finding: string
  readonly kind: FindingAct['kind']
  readonly recorded_at: Date
  readonly actor: Actor
  readonly body: FindingAct['body']
}

// Each body was checked by its kind's schema before it was sealed.
function toAct({ entry, kind, recorded_at, actor, body }: ActRow): FindingAct {
  const by = { id: actor.id, name: actor.name }
  return { kind, entry, recordedAt: recorded_at.toISOString(), by, body } as FindingAct
}
