import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { addDays } from '@evidentia/core'
import type { Client } from 'pg'
import { encodeFact } from '../platform/log/sealed-fact.ts'
import type { TestOrganization, TestServer } from './test-server.ts'

const example = fileURLToPath(
  new URL('../../../../examples/own-catalog/controls/access/portal-session-limit.yaml', import.meta.url),
)

const actor = { type: 'system', id: 'bench', name: 'Bench' } as const

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
  const scope = { organization, actor, request: null }
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

/** From this day on one night after the other takes exceptions away, and nothing else turns: the months before are long over. */
export const firstNight = '2027-01-02'
const nights = 6
/** How many rows turn in each of these nights. */
export const rowsOfNight = 400
const controlsOfNights = 240

/** Exceptions for rows of the first ten systems: so many end with each night. */
export async function recordExceptions(server: TestServer, own: TestOrganization): Promise<void> {
  const { documents, transactions } = server.services
  const approved = '2026-12-01'
  await transactions.write({ organization: own.organization, actor, request: null }, async (writer) => {
    const requester = { id: 'requester', name: 'Requester', email: 'requester@bench.example' }
    await documents.recordIn(writer, 'person', requester.id, approved, requester)
    for (let n = 0; n < nights * rowsOfNight; n += 1) {
      const body = {
        id: `night-${n}`,
        requirement: `bench-${n % controlsOfNights}/session-settings`,
        system: `s-${Math.floor(n / controlsOfNights)}`,
        reason: 'The console is being replaced.',
        compensatingControl: 'Sessions are ended by the gateway.',
        requestedBy: requester.id,
        approvedBy: `person-${own.slug}`,
        approved,
        expires: addDays(firstNight, Math.floor(n / rowsOfNight)),
      }
      await documents.recordIn(writer, 'exception', body.id, approved, body)
    }
  })
}

const sample = { id: `ev_${'a'.repeat(20)}`, control: 'bench-cc', system: 's-ss', day: '2001-01-01' } as const

/**
 * Fills the tables an assessment reads, and nothing else of the log: sealing has its own bench. Evidence goes round the rows, one
 * month further each time, so that some rows are complete and some have gaps. Each entry is a sealed one with its own words put in.
 */
export async function fillEvidence(client: Client, organization: string, load: Load): Promise<void> {
  const { controls, systems, evidence } = load
  await within(client, organization, async () => {
    await client.query(
      `create temporary table made on commit drop as
       select g, s.size + g as entry, 'ev_' || lpad(to_hex(g), 20, '0') as id, 'bench-' || (g % $2::integer) as control,
         's-' || ((g / $2::integer) % $3::integer) as system, date '2026-01-15' + 30 * (g / ($2::integer * $3::integer)) as day
       from log_state s, generate_series(0, $4::integer - 1) g where s.organization = $1`,
      [organization, controls, systems, evidence],
    )
    await client.query(
      `insert into log_entry (organization, index, leaf_hash, body, recorded_at)
       select $1, entry, decode(repeat('00', 32), 'hex'), convert_to(replace(replace(replace(replace($2, $3, id), $4, control || '/'),
         $5, '"' || system || '"'), $6, day::text), 'UTF8'), '2026-12-01' from made`,
      [
        organization,
        Buffer.from(sealEvidence(organization, sample)).toString('utf8'),
        sample.id,
        `${sample.control}/`,
        `"${sample.system}"`,
        sample.day,
      ],
    )
    await client.query(
      `insert into evidence (organization, id, entry, recorded_at, artifact_sha256, artifact_name, artifact_size, effective_from, effective_to,
         source, said)
       select $1, id, entry, '2026-12-01', repeat('0', 64), 'report.csv', 1, day, day, 'Bench', 'report.csv' from made`,
      [organization],
    )
    await client.query(
      `insert into evidence_proof (organization, evidence, ordinal, control, requirement, system)
       select $1, id, 0, control, 'session-settings', system from made`,
      [organization],
    )
    await client.query('update log_state set size = size + $2 where organization = $1', [organization, evidence])
  })
  await client.query('vacuum analyze evidence, evidence_proof, log_entry')
}

/** One more evidence item for the row of the first control and one system, as recorded. */
export async function addEvidence(client: Client, organization: string, id: string, system: string): Promise<void> {
  const day = '2026-11-15'
  await within(client, organization, async () => {
    await client.query(
      `insert into log_entry select $1, size, decode(repeat('00', 32), 'hex'), $2, now() from log_state where organization = $1`,
      [organization, Buffer.from(sealEvidence(organization, { id, control: 'bench-0', system, day }))],
    )
    await client.query(
      `insert into evidence (organization, id, entry, recorded_at, artifact_sha256, artifact_name, artifact_size, effective_from, effective_to,
         source, said)
       select $1, $2, size, now(), repeat('0', 64), 'report.csv', 1, $3, $3, 'Bench', 'report.csv' from log_state where organization = $1`,
      [organization, id, day],
    )
    await client.query(`insert into evidence_proof values ($1, $2, 0, 'bench-0', 'session-settings', $3)`, [
      organization,
      id,
      system,
    ])
    await client.query('update log_state set size = size + 1 where organization = $1', [organization])
  })
}

interface Item {
  readonly id: string
  readonly control: string
  readonly system: string
  readonly day: string
}

function sealEvidence(organization: string, { id, control, system, day }: Item): Uint8Array {
  return encodeFact(
    'evidence-recorded',
    {
      id,
      artifact: { sha256: '0'.repeat(64), size: 1, name: 'report.csv', mediaType: 'text/csv' },
      derived: null,
      proves: [{ requirement: `${control}/session-settings`, system }],
      effective: { from: day, to: day },
      collectedAt: `${day}T12:00:00Z`,
      source: 'Bench',
      collector: { type: 'folder', id: 'bench' },
    },
    { organization, actor, recordedAt: '2026-12-01T00:00:00.000Z', request: null },
  )
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
