import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  createTestOrganization,
  startTestServer,
  type TestOrganization,
  type TestServer,
} from '../../testing/test-server.ts'

/** Tables of the installation: they hold no organization's content, so no policy could say whose a row is. */
const withoutPolicy = new Map([
  ['migration', 'which SQL files ran'],
  ['account', 'people who sign in; what they may do is a membership'],
  ['password', 'a credential of a person'],
  ['totp', 'a credential of a person, sealed'],
  ['passkey', 'a credential of a person'],
  ['passkey_challenge', 'an open sign-in ceremony'],
  ['session', 'an open session of a person'],
  ['one_time_link', 'an open invitation of a person'],
  ['sign_in_attempt', 'failed sign-ins by account and address'],
  ['organization_slug', 'which organization an address names, before one is entered'],
  ['api_key_secret', 'which organization a key belongs to, before one is entered; hashes only'],
  ['first_start', 'whether the first start has finished'],
])
const definerFunctions = [
  'drop_destroyed_content',
  'drop_destroyed_populations',
  'drop_disposed_content',
  'remove_sample',
]
const equality = "(organization = (NULLIF(current_setting('app.organization'::text, true), ''::text))::uuid)"

let server: TestServer
let a: TestOrganization
let b: TestOrganization

beforeAll(async () => {
  server = await startTestServer()
  a = await createTestOrganization(server, 'a')
  b = await createTestOrganization(server, 'b')
})
afterAll(async () => server.stop())

describe('the catalog of the database', () => {
  it('has a forced policy, an equality with USING and WITH CHECK, on every table that is not listed here', async () => {
    const tables = await owner<{ name: string; enabled: boolean; forced: boolean }>(
      "select relname as name, relrowsecurity as enabled, relforcerowsecurity as forced from pg_class where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace",
    )
    const policies = await owner<{
      tablename: string
      policyname: string
      qual: string
      with_check: string
      permissive: string
      cmd: string
      roles: string
    }>(
      "select tablename, policyname, qual, with_check, permissive, cmd, roles::text from pg_policies where schemaname = 'public'",
    )
    const unguarded = tables.filter(({ name, enabled, forced }) => {
      const policy = policies.find((one) => one.tablename === name && one.policyname === 'organization')
      return !(enabled && forced && policy?.qual === equality && policy.with_check === equality && policy.cmd === 'ALL')
    })
    expect(unguarded.map(({ name }) => name).toSorted()).toEqual([...withoutPolicy.keys()].toSorted())
    const further = policies
      .filter(({ policyname }) => policyname !== 'organization')
      .map(({ tablename, policyname, cmd }) => `${tablename}.${policyname} ${cmd}`)
    expect(further).toEqual(['member.own_membership SELECT'])
  })

  it('begins every key and unique index of an organization table with the organization', async () => {
    const indexes = await owner<{ tablename: string; first: string }>(`
      select t.relname as tablename, a.attname as first from pg_index i join pg_class t on t.oid = i.indrelid
      join pg_attribute a on a.attrelid = t.oid and a.attnum = i.indkey[0]
      where i.indisunique and t.relnamespace = 'public'::regnamespace`)
    const wrong = indexes.filter(({ tablename, first }) => !withoutPolicy.has(tablename) && first !== 'organization')
    expect(wrong).toEqual([])
    expect(indexes.length).toBeGreaterThan(20)
  })

  it('references across organization tables by organization as well', async () => {
    const keys = await owner<{ name: string; columns: string[]; target: string }>(`
      select c.conname as name, c.confrelid::regclass::text as target,
        array(select attname::text from unnest(c.conkey) with ordinality k(n, o) join pg_attribute on attrelid = c.conrelid and attnum = k.n order by k.o) as columns
      from pg_constraint c where c.contype = 'f' and c.connamespace = 'public'::regnamespace`)
    const wrong = keys.filter(({ target, columns }) => !withoutPolicy.has(target) && columns[0] !== 'organization')
    expect(wrong).toEqual([])
  })

  it('has no view without security_invoker, no materialized view, and no definer function but those listed', async () => {
    const views = await owner<{ name: string }>(
      "select relname as name from pg_class where relnamespace = 'public'::regnamespace and (relkind = 'm' or (relkind = 'v' and not coalesce(reloptions::text like '%security_invoker=true%', false)))",
    )
    expect(views).toEqual([])
    const functions = await owner<{ name: string; config: string }>(
      "select proname as name, proconfig::text as config from pg_proc where pronamespace = 'public'::regnamespace and prosecdef order by 1",
    )
    expect(functions.map(({ name }) => name)).toEqual(definerFunctions)
    expect(functions.every(({ config }) => config.includes('search_path=pg_catalog, pg_temp'))).toBe(true)
  })

  it('grants the server neither TRUNCATE nor REFERENCES, and no change of what was sealed', async () => {
    const grants = await owner<{ table_name: string; privilege_type: string }>(
      "select table_name, privilege_type from information_schema.role_table_grants where grantee in ('evidentia_app', 'PUBLIC') and table_schema = 'public'",
    )
    expect(
      grants.filter(({ privilege_type }) => ['TRUNCATE', 'REFERENCES', 'TRIGGER'].includes(privilege_type)),
    ).toEqual([])
    const sealed = [
      'log_entry',
      'log_node',
      'document',
      'evidence',
      'evidence_proof',
      'evidence_event',
      'log_key_rotation',
      'policy_acknowledgment',
      'population',
      'population_part',
      'population_event',
      'finding_act',
      'incident_act',
      'check_result',
      'record',
      'organization',
    ]
    const changes = grants.filter(
      ({ table_name, privilege_type }) => sealed.includes(table_name) && ['UPDATE', 'DELETE'].includes(privilege_type),
    )
    expect(changes).toEqual([])
  })
})

describe('row-level security', () => {
  it('shows nothing where no organization was named, before and after a transaction that named one', async () => {
    await server.asApp(async (client) => {
      expect(await count(client)).toBe(0)
      await client.query('begin')
      await bind(client, a.organization)
      expect(await count(client)).toBeGreaterThan(0)
      await client.query('commit')
      expect(await count(client)).toBe(0)
    })
  })

  it('binds the owner of the tables too', async () => {
    expect(await owner<{ n: string }>('select count(*) as n from document')).toEqual([{ n: '0' }])
  })

  it('shows one organization only, and refuses rows for another', async () => {
    await server.asApp(async (client) => {
      await client.query('begin')
      await bind(client, a.organization)
      const { rows } = await client.query<{ organization: string }>('select distinct organization from document')
      expect(rows).toEqual([{ organization: a.organization }])
      const foreign = client.query(
        "insert into matrix_position (organization, entry, day, rules) values ($1, 0, 0, '')",
        [b.organization],
      )
      await expect(foreign).rejects.toThrow(/row-level security/)
      await client.query('rollback')
    })
  })

  it('shows a person their own memberships and no one else’s', async () => {
    await server.asApp(async (client) => {
      await client.query('begin')
      await client.query("select set_config('app.account', $1, true)", [a.account])
      const { rows } = await client.query<{ account: string }>('select account from member')
      expect(rows).toEqual([{ account: a.account }])
      await client.query('rollback')
    })
  })

  it('lets remove_sample touch no organization that is not a sample, nor a sample other than the one entered', async () => {
    await server.asOwner(async (client) => {
      await client.query('begin')
      await bind(client, a.organization)
      expect(
        (await client.query<{ removed: boolean }>('select remove_sample($1) as removed', [a.organization])).rows[0]
          ?.removed,
      ).toBe(false)
      expect(
        (await client.query<{ removed: boolean }>('select remove_sample($1) as removed', [b.organization])).rows[0]
          ?.removed,
      ).toBe(false)
      await client.query('rollback')
    })
  })
})

async function owner<T extends pg.QueryResultRow>(query: string): Promise<T[]> {
  return server.asOwner(async (client) => (await client.query<T>(query)).rows)
}

async function bind(client: pg.Client, organization: string): Promise<void> {
  await client.query("select set_config('app.organization', $1, true)", [organization])
}

async function count(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ n: string }>('select count(*) as n from document')
  return Number(rows[0]?.n)
}
