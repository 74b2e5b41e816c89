import pg from 'pg'
import { ConfigurationError } from '../../configuration-error.ts'
import type { RootKey } from '../auth/root-key.ts'

/** The server's own role: it owns nothing and row-level security binds it. */
const appRole = 'evidentia_app'
const jobsRole = 'evidentia_jobs'

/** Addresses of the roles the server works as. */
export interface RoleAddresses {
  readonly owner: string
  readonly app: string
  readonly jobs: string
}

/**
 * Makes the roles exist, with passwords derived from the root key so that none is stored. Where the owner may not create
 * roles, the operator must have, and says so with `appUrl`; jobs then run as the owner, in a schema of their own.
 */
export async function ensureRoles(ownerUrl: string, appUrl: string | null, rootKey: RootKey): Promise<RoleAddresses> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    await requireVersion(client)
    if (appUrl !== null) {
      if (new URL(appUrl).username !== appRole)
        throw new ConfigurationError(`DATABASE_APP_URL must connect as ${appRole}; create that role and use it.`)
      return { owner: ownerUrl, app: appUrl, jobs: ownerUrl }
    }
    const { rows } = await client.query<{ allowed: boolean }>(
      'select rolcreaterole or rolsuper as allowed from pg_roles where rolname = current_user',
    )
    if (rows[0]?.allowed !== true) {
      throw new ConfigurationError(
        `The role of DATABASE_URL may not create roles; run CREATE ROLE ${appRole} LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD '…' and set DATABASE_APP_URL.`,
      )
    }
    const addresses = {
      owner: ownerUrl,
      app: addressFor(ownerUrl, appRole, rootKey),
      jobs: addressFor(ownerUrl, jobsRole, rootKey),
    }
    // Two servers starting at once would both create; the lock makes the second wait and find.
    await client.query('select pg_advisory_lock(7331001)')
    for (const address of [addresses.app, addresses.jobs]) await ensureRole(client, new URL(address))
    const name = new URL(ownerUrl).pathname.slice(1)
    await client.query(`grant create on database ${client.escapeIdentifier(name)} to ${jobsRole}`)
    return addresses
  } finally {
    await client.end()
  }
}

/** Refuses a role that row-level security would not bind. */
export async function refusePowerfulRole(appUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: appUrl })
  await client.connect().catch((cause: unknown) => {
    throw new ConfigurationError(`The server's role could not connect to PostgreSQL; check DATABASE_APP_URL.`, {
      cause,
    })
  })
  try {
    const { rows } = await client.query<{ superuser: boolean; bypasses: boolean; owns: boolean }>(`
      with recursive mine as (
        select oid from pg_roles where rolname = current_user
        union select m.roleid from pg_auth_members m join mine on m.member = mine.oid
      )
      select bool_or(r.rolsuper) as superuser, bool_or(r.rolbypassrls) as bypasses,
        exists (select from pg_class c join mine on c.relowner = mine.oid where c.relkind in ('r', 'p', 'v', 'm')) as owns
      from pg_roles r join mine on r.oid = mine.oid`)
    const found = rows[0]
    const trouble =
      found?.superuser === true
        ? 'is a superuser'
        : found?.bypasses === true
          ? 'has BYPASSRLS'
          : found?.owns === true
            ? 'owns a table'
            : null
    if (trouble !== null) {
      throw new ConfigurationError(
        `The database role ${new URL(appUrl).username} ${trouble}, so row-level security would not bind it; use a role without that.`,
      )
    }
  } finally {
    await client.end()
  }
}

async function requireVersion(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ version: number }>(
    "select current_setting('server_version_num')::int as version",
  )
  if ((rows[0]?.version ?? 0) < 150_000)
    throw new ConfigurationError('DATABASE_URL leads to a PostgreSQL older than 15; use 15 or newer.')
}

async function ensureRole(client: pg.Client, address: URL): Promise<void> {
  const role = client.escapeIdentifier(address.username)
  const password = client.escapeLiteral(decodeURIComponent(address.password))
  const { rows } = await client.query('select from pg_roles where rolname = $1', [address.username])
  if (rows.length === 0)
    await client.query(`create role ${role} login nosuperuser nobypassrls nocreatedb nocreaterole password ${password}`)
  else await client.query(`alter role ${role} password ${password}`)
}

function addressFor(ownerUrl: string, role: string, rootKey: RootKey): string {
  const address = new URL(ownerUrl)
  address.username = role
  address.password = rootKey.derive(`evidentia/database-role/v1/${role}`).toString('hex')
  return address.toString()
}
