import type { Actor, FindingAct } from '@evidentia/core'
import { sql } from 'kysely'
import type { Reader } from '../../platform/db/transactions.ts'

/** What was learned in and after an entry, as far as a finding can depend on it beyond its row. */
export interface News {
  readonly documents: readonly { readonly kind: string; readonly id: string }[]
  /** The findings about which something was done. */
  readonly touched: readonly string[]
}

export async function readNews({ db, organization }: Reader, entry: number): Promise<News> {
  const documents = await db
    .selectFrom('document')
    .select(['kind', 'id'])
    .distinct()
    .where('organization', '=', organization)
    .where('entry', '>=', entry)
    .execute()
  const acts = await db
    .selectFrom('finding_act')
    .select('finding')
    .distinct()
    .where('organization', '=', organization)
    .where('entry', '>=', entry)
    .execute()
  return { documents, touched: acts.map(({ finding }) => finding) }
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
    .where(sql<boolean>`finding = any(${[...findings]}::text[])`)
    .orderBy('entry')
    .execute()
  return rows.map(toAct)
}

/** Every finding about which something was ever done. */
export async function listActed({ db, organization }: Reader): Promise<string[]> {
  const rows = await db
    .selectFrom('finding_act')
    .select('finding')
    .distinct()
    .where('organization', '=', organization)
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
