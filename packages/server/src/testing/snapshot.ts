import { projectionTables } from '../platform/db/projection/rebuild.ts'
import type { TestServer } from './test-server.ts'

/** Every row of every projected table and of the log, as text in a fixed order. */
export async function dumpOrganization(
  server: Pick<TestServer, 'asOwner'>,
  organization: string,
): Promise<Record<string, string[]>> {
  return server.asOwner(async (client) => {
    await client.query('begin')
    await client.query("select set_config('app.organization', $1, true)", [organization])
    const dump: Record<string, string[]> = {}
    for (const table of [...projectionTables, 'log_state', 'log_entry', 'log_node']) {
      const { rows } = await client.query<{ row: string }>(`select to_jsonb(t)::text as row from ${table} t order by 1`)
      dump[table] = rows.map(({ row }) => row)
    }
    await client.query('rollback')
    return dump
  })
}

/** How much an organization holds: rows by table, and artifacts on disk, including temporary ones. */
export async function measure(server: TestServer, organization: string): Promise<Record<string, number>> {
  const dump = await dumpOrganization(server, organization)
  const blobs = await server.installation.blobs.list(organization)
  const staged = await server.installation.blobs.countStaged()
  return {
    ...Object.fromEntries(Object.entries(dump).map(([table, rows]) => [table, rows.length])),
    blobs: blobs.length,
    staged,
  }
}
