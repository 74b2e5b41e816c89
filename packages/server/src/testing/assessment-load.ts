import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Client } from 'pg'
import type { TestOrganization, TestServer } from './test-server.ts'

const example = fileURLToPath(
  new URL('../../../../examples/own-catalog/controls/access/portal-session-limit.yaml', import.meta.url),
)

/** How large an organization is made: every control applies to every system, and evidence is spread over a year. */
export interface Load {
  readonly controls: number
  readonly systems: number
  readonly evidence: number
}

/** Writes `count` controls for databases, due every month, into the folder of a catalog. */
export async function writeControls(folder: string, count: number): Promise<void> {
  const text = (await readFile(example, 'utf8'))
    .replace('kind: [patient-portal]', 'kind: [database]')
    .replace('cadence: quarterly', 'cadence: monthly')
    .replace('each quarter', 'each month')
  for (let n = 0; n < count; n += 1) {
    const id = `bench-${n}`
    await writeFile(join(folder, `controls/access/${id}.yaml`), text.replace('id: portal-session-limit', `id: ${id}`))
  }
}

/** Records the systems and adopts the controls, as facts like any others. */
export async function recordProgram(server: TestServer, own: TestOrganization, load: Load): Promise<void> {
  const { documents, transactions } = server.services
  const { organization } = own
  const effective = '2026-01-01'
  const scope = { organization, actor: { type: 'system', id: 'bench', name: 'Bench' } as const, request: null }
  const facts = { environment: 'production', sensitivity: 'phi', criticality: 'high', internetFacing: false }
  await transactions.write(scope, async (writer) => {
    for (let n = 0; n < load.systems; n += 1) {
      const body = { id: `s-${n}`, name: `Database ${n}`, kind: 'database', ...facts }
      await documents.recordIn(writer, 'system', body.id, effective, body)
    }
    for (let n = 0; n < load.controls; n += 1) {
      const body = { id: `bench-${n}`, version: 1, adopted: effective, owner: `person-${own.slug}` }
      await documents.recordIn(writer, 'control', body.id, effective, body)
    }
  })
}

/**
 * Fills the tables an assessment reads, and nothing else of the log: sealing has its own bench. Evidence goes round the rows, one
 * month further each time, so that some rows are complete and some have gaps.
 */
export async function fillEvidence(client: Client, organization: string, load: Load): Promise<void> {
  const { controls, systems, evidence } = load
  await within(client, organization, async () => {
    await client.query(
      `insert into log_entry (organization, index, leaf_hash, body, recorded_at)
       select $1, s.size + g, decode(repeat('00', 32), 'hex'), '\\x00', '2026-12-01' from log_state s, generate_series(0, $2::integer - 1) g
       where s.organization = $1`,
      [organization, evidence],
    )
    await client.query(
      `insert into evidence (organization, id, entry, recorded_at, actor, artifact_sha256, artifact_name, effective_from, effective_to, source, body)
       select $1, id, s.size + g, '2026-12-01', '{}', repeat('0', 64), 'report.csv', day, day, 'Bench', jsonb_build_object(
         'id', id, 'artifact', jsonb_build_object('sha256', repeat('0', 64), 'size', 1, 'name', 'report.csv', 'mediaType', 'text/csv'),
         'derived', null, 'proves', jsonb_build_array(jsonb_build_object('requirement', 'bench-' || (g % $2::integer) || '/session-settings', 'system', 's-' || ((g / $2::integer) % $3::integer))),
         'effective', jsonb_build_object('from', day, 'to', day), 'collectedAt', day || 'T12:00:00Z', 'source', 'Bench',
         'collector', jsonb_build_object('type', 'folder', 'id', 'bench'))
       from log_state s, generate_series(0, $4::integer - 1) g,
         lateral (select 'ev_' || lpad(to_hex(g), 20, '0') as id, date '2026-01-15' + 30 * (g / ($2::integer * $3::integer)) as day) as made
       where s.organization = $1`,
      [organization, controls, systems, evidence],
    )
    await client.query(
      `insert into evidence_proof (organization, evidence, ordinal, control, requirement, system)
       select $1, 'ev_' || lpad(to_hex(g), 20, '0'), 0, 'bench-' || (g % $2::integer), 'session-settings', 's-' || ((g / $2::integer) % $3::integer)
       from generate_series(0, $4::integer - 1) g`,
      [organization, controls, systems, evidence],
    )
    await client.query('update log_state set size = size + $2 where organization = $1', [organization, evidence])
  })
  await client.query('vacuum analyze evidence, evidence_proof, matrix_row')
}

/** One more evidence item for the row of the first control and one system, as recorded. */
export async function addEvidence(client: Client, organization: string, id: string, system: string): Promise<void> {
  await within(client, organization, async () => {
    await client.query(
      `insert into log_entry select $1, size, decode(repeat('00', 32), 'hex'), '\\x00', now() from log_state where organization = $1`,
      [organization],
    )
    await client.query(
      `insert into evidence (organization, id, entry, recorded_at, actor, artifact_sha256, artifact_name, effective_from, effective_to, source, body)
       select $1, $2, s.size, now(), '{}', repeat('0', 64), 'report.csv', '2026-11-15', '2026-11-15', 'Bench', e.body || jsonb_build_object(
         'id', $2::text, 'effective', jsonb_build_object('from', '2026-11-15', 'to', '2026-11-15'), 'collectedAt', '2026-11-15T12:00:00Z',
         'proves', jsonb_build_array(jsonb_build_object('requirement', 'bench-0/session-settings', 'system', $3::text)))
       from log_state s join evidence e on e.organization = s.organization and e.id = 'ev_' || lpad('0', 20, '0') where s.organization = $1`,
      [organization, id, system],
    )
    await client.query(`insert into evidence_proof values ($1, $2, 0, 'bench-0', 'session-settings', $3)`, [
      organization,
      id,
      system,
    ])
    await client.query('update log_state set size = size + 1 where organization = $1', [organization])
  })
}

/** Accounts and people, as records of two exports: one person in ten left, and every tenth account is nobody's. */
export async function fillRecords(
  client: Client,
  organization: string,
  accounts: number,
  people: number,
): Promise<void> {
  await within(client, organization, async () => {
    await client.query(
      `insert into record (organization, evidence, ordinal, type, key, line, body)
       select $1, 'ev_' || lpad('0', 20, '0'), g, 'account', 'user' || g, g + 2, jsonb_build_object(
         'username', 'user' || (g % ($3::integer * 11 / 10)) || '@bench.example', 'identifier', 'arn:' || g, 'kind', 'person', 'enabled', g % 20 <> 0,
         'passwordEnabled', true, 'passwordLastUsed', null, 'passwordLastChanged', null, 'mfa', true, 'created', null, 'keys', '[]'::jsonb)
       from generate_series(0, $2::integer - 1) g`,
      [organization, accounts, people],
    )
    await client.query(
      `insert into record (organization, evidence, ordinal, type, key, line, body)
       select $1, 'ev_' || lpad('1', 20, '0'), g, 'person', 'E' || g, g + 2, jsonb_build_object(
         'employeeId', 'E' || g, 'name', 'Person ' || g, 'email', 'user' || g || '@bench.example', 'title', null, 'department', null, 'managerId', null,
         'status', case when g % 10 = 0 then 'terminated' else 'active' end, 'hired', '2020-01-01',
         'terminated', case when g % 10 = 0 then '2026-06-01' end)
       from generate_series(0, $2::integer - 1) g`,
      [organization, people],
    )
  })
  await client.query('vacuum analyze record')
}

async function within(client: Client, organization: string, work: () => Promise<void>): Promise<void> {
  await client.query('begin')
  await client.query("select set_config('app.organization', $1, true)", [organization])
  await work()
  await client.query('commit')
}
