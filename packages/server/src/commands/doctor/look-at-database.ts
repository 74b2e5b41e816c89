import { type Kysely, sql } from 'kysely'
import type { Tables } from '../../platform/db/tables.ts'
import { refusePowerfulRole } from '../../platform/db/roles.ts'
import { look, type Look } from './look.ts'

const clockToleranceMs = 2000

/** What PostgreSQL must be set to, and what is lost where it is not. */
const demands = [
  ['fsync', ['on'], 'a power cut can destroy the database'],
  ['full_page_writes', ['on'], 'a power cut can leave half-written pages'],
  ['synchronous_commit', ['on', 'remote_write', 'remote_apply'], 'a crash can lose what was acknowledged'],
  ['data_checksums', ['on'], 'a decaying disk goes unnoticed until fsck; see pg_checksums'],
] as const

/** Version, durability settings, the server's role and the clock of the database. */
export async function lookAtDatabase(db: Kysely<Tables>, appAddress: string): Promise<Look[]> {
  const { rows } = await sql<{ name: string; setting: string }>`
    select name, setting from pg_settings
    where name in ('server_version', 'fsync', 'full_page_writes', 'synchronous_commit', 'data_checksums')`.execute(db)
  const settings = new Map(rows.map(({ name, setting }) => [name, setting]))
  const looks = [look('PostgreSQL', 'good', `version ${settings.get('server_version') ?? 'unknown'}`)]
  for (const [name, accepted, consequence] of demands) {
    const found = settings.get(name) ?? 'unknown'
    const isGood = accepted.some((one) => one === found)
    looks.push(look(name, isGood ? 'good' : 'bad', isGood ? found : `is ${found}, so ${consequence}`))
  }
  looks.push(await lookAtRole(appAddress), await lookAtClock(db))
  return looks
}

async function lookAtRole(appAddress: string): Promise<Look> {
  try {
    await refusePowerfulRole(appAddress)
    return look('database role', 'good', 'row-level security binds it')
  } catch (error) {
    return look('database role', 'bad', error instanceof Error ? error.message : String(error))
  }
}

async function lookAtClock(db: Kysely<Tables>): Promise<Look> {
  const before = Date.now()
  const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(db)
  const after = Date.now()
  const theirs = rows[0]?.now.getTime() ?? 0
  const apart = theirs < before ? before - theirs : Math.max(0, theirs - after)
  return apart <= clockToleranceMs
    ? look('clock', 'good', 'this machine and the database agree')
    : look('clock', 'bad', `this machine and the database are ${Math.round(apart / 1000)} s apart; set both by NTP`)
}
