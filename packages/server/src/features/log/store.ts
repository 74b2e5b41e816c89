import type { Reader } from '../../platform/db/transactions.ts'

export interface EntryRow {
  readonly index: number
  readonly leaf_hash: Buffer
  readonly body: Buffer
}

export async function listEntries(
  { db, organization }: Reader,
  before: number | null,
  q: string | undefined,
  limit: number,
): Promise<EntryRow[]> {
  let query = db.selectFrom('log_entry').select(['index', 'leaf_hash', 'body']).where('organization', '=', organization)
  if (before !== null) query = query.where('index', '<', before)
  if (q !== undefined && q !== '')
    query = query.where((is) => is(is.fn<string>('convert_from', ['body', is.val('UTF8')]), 'ilike', likeOf(q)))
  return query.orderBy('index', 'desc').limit(limit).execute()
}

export async function countEntries({ db, organization }: Reader, q: string | undefined): Promise<number> {
  let query = db
    .selectFrom('log_entry')
    .select((s) => s.fn.countAll<number>().as('count'))
    .where('organization', '=', organization)
  if (q !== undefined && q !== '')
    query = query.where((is) => is(is.fn<string>('convert_from', ['body', is.val('UTF8')]), 'ilike', likeOf(q)))
  return (await query.executeTakeFirstOrThrow()).count
}

function likeOf(q: string): string {
  return `%${q.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
}
