import { createHash } from 'node:crypto'
import { parseCheckpoint, parseReceipt, verifyReceipt } from '@evidentia/ledger/verify'
import { parseNote } from '@evidentia/ledger'
import pg from 'pg'
import { checkOrganization } from '../commands/fsck/fsck.ts'
import { createServices } from '../context.ts'
import type { Installation } from '../installation.ts'
import { openDatabase } from '../platform/db/pool.ts'
import { rebuildProjection } from '../platform/db/projection/rebuild.ts'
import { dumpOrganization } from '../testing/snapshot.ts'
import { type Acknowledged, type Ground, type Trail, withInstallation } from './ground.ts'

/** What was found after something was broken. `problems` must be empty. */
export interface Settlement {
  readonly problems: readonly string[]
  readonly entries: number
  /** Acknowledged items that were looked up, and those of them that were also read back and proven through the API. */
  readonly checked: number
  readonly proven: number
  /** Of the items nobody heard about: those recorded as a whole, and those of which there is no trace in log and tables. */
  readonly whole: number
  readonly absent: number
  /** Bytes that no entry names; a crash may leave them, and housekeeping removes them. */
  readonly unreferenced: number
}

/** How many of those acknowledged since the last time are read back through the API, and how many of all at the end. */
const sample = 3
const largeSample = 100

/**
 * Holds one organization against what its callers remember: every acknowledged item is there exactly once and where it was
 * said to be, its bytes have their hash, its receipt verifies against a checkpoint no older than its own; what was never
 * answered is there as a whole or not at all; and fsck finds nothing, also when held against checkpoints that callers keep.
 * `everything` reads a hundred of all acknowledged items back through the API, not only a few of the new ones; fsck reads
 * the bytes of all of them in any case.
 */
export async function settle(
  installation: Installation,
  trail: Trail,
  address: string,
  everything = false,
): Promise<Settlement> {
  const problems: string[] = []
  const found = await readTables(installation, trail.organization)
  for (const [at, { index }] of found.entries.entries())
    if (Number(index) !== at) problems.push(`the log of ${trail.slug} has entry ${index} at place ${at}`)
  for (const item of trail.acknowledged) problems.push(...judgeAcknowledged(item, found))
  let whole = 0
  for (const { sha256, name } of trail.unanswered.values()) {
    const rows = found.evidence.get(sha256) ?? []
    if (rows.length > 1) problems.push(`${name}, never acknowledged, is there ${rows.length} times`)
    whole += rows.length
  }
  const fresh = trail.acknowledged.slice(trail.settled)
  const read = everything ? pickSome(trail.acknowledged, largeSample) : pickSome(fresh, sample)
  for (let at = 0; at < read.length; at += 8) {
    const group = read.slice(at, at + 8).map(async (item) => proveThroughApi(address, trail, item))
    problems.push(...(await Promise.all(group)).flat())
  }
  const pinned = pickSome(everything ? trail.acknowledged : fresh, sample).map(({ name, proof }) => ({
    where: `checkpoint in the receipt of ${name}`,
    note: parseReceipt(Buffer.from(proof)).checkpoint,
  }))
  const verdict = await checkOrganization(installation, trail.organization, { published: true, pinned })
  problems.push(...verdict.problems.map(({ where, problem }) => `fsck: ${where}: ${problem}`))
  trail.settled = trail.acknowledged.length
  return {
    problems,
    entries: verdict.entries,
    checked: trail.acknowledged.length,
    proven: read.length,
    whole,
    absent: trail.unanswered.size - whole,
    unreferenced: verdict.unreferenced,
  }
}

/**
 * For the end, with no server running: housekeeping removes what crashes left behind and nothing else, and a rebuild from log
 * and artifacts gives the very same tables. Returns the problems found.
 */
export async function settleForGood({ config, trails }: Ground): Promise<string[]> {
  return withInstallation(config, false, async (installation) => {
    const problems: string[] = []
    const { evidence } = createServices(installation)
    await installation.blobs.sweep(-1)
    const staged = await installation.blobs.countStaged()
    if (staged > 0) problems.push(`${staged} temporary files are left after housekeeping`)
    const client = new pg.Client({ connectionString: installation.addresses.owner })
    await client.connect()
    const asOwner = async <T>(work: (client: pg.Client) => Promise<T>): Promise<T> => work(client)
    const owner = openDatabase(installation.addresses.owner, 2, () => undefined)
    try {
      const before = []
      for (const { organization } of trails) {
        await evidence.sweep(organization, -1)
        before.push(await dumpOrganization({ asOwner }, organization))
      }
      await rebuildProjection(owner, installation.readDerived)
      for (const [at, { organization, slug }] of trails.entries()) {
        const after = await dumpOrganization({ asOwner }, organization)
        for (const [table, rows] of Object.entries(before[at] ?? {}))
          if (JSON.stringify(rows) !== JSON.stringify(after[table]))
            problems.push(`rebuild gives another table ${table} of ${slug}`)
        const pinned: never[] = []
        const verdict = await checkOrganization(installation, organization, { published: true, pinned })
        problems.push(...verdict.problems.map(({ where, problem }) => `fsck of ${slug}: ${where}: ${problem}`))
        // S3 keeps what is locked; a folder must be clean.
        if (verdict.unreferenced > 0 && config.blobsAddress === null)
          problems.push(`${verdict.unreferenced} artifacts of ${slug} are left that no entry names`)
      }
    } finally {
      await owner.destroy()
      await client.end()
    }
    return problems
  })
}

interface Found {
  readonly entries: readonly { readonly index: string; readonly body: Buffer }[]
  /** By the SHA-256 of the artifact. */
  readonly evidence: ReadonlyMap<string, readonly { readonly id: string; readonly entry: string }[]>
}

async function readTables({ addresses }: Installation, organization: string): Promise<Found> {
  const client = new pg.Client({ connectionString: addresses.owner })
  await client.connect()
  try {
    await client.query('begin transaction isolation level repeatable read read only')
    await client.query("select set_config('app.organization', $1, true)", [organization])
    const entries = await client.query<Found['entries'][number]>('select index, body from log_entry order by index')
    const rows = await client.query<{ id: string; entry: string; artifact_sha256: string }>(
      'select id, entry, artifact_sha256 from evidence',
    )
    return { entries: entries.rows, evidence: Map.groupBy(rows.rows, (row) => row.artifact_sha256) }
  } finally {
    await client.end()
  }
}

function judgeAcknowledged(item: Acknowledged, { entries, evidence }: Found): string[] {
  const rows = evidence.get(item.sha256) ?? []
  if (rows.length !== 1) return [`${item.name}, acknowledged as entry ${item.entry}, is there ${rows.length} times`]
  const problems: string[] = []
  const [row] = rows
  if (row?.id !== item.evidence || Number(row.entry) !== item.entry)
    problems.push(
      `${item.name} was acknowledged as ${item.evidence} at ${item.entry} and is ${row?.id} at ${row?.entry}`,
    )
  if (entries[item.entry]?.body.toString('base64') !== item.leaf)
    problems.push(`entry ${item.entry} is not the one that ${item.name} was acknowledged with`)
  return problems
}

async function proveThroughApi(address: string, trail: Trail, item: Acknowledged): Promise<string[]> {
  const headers = { authorization: `Bearer ${trail.reader}` }
  const place = `${address}/api/v1/evidence/${item.evidence}`
  const artifact = await fetch(`${place}/artifact`, { headers })
  const bytes = Buffer.from(await artifact.arrayBuffer())
  if (artifact.status !== 200) return [`the bytes of ${item.name} are answered with ${artifact.status}`]
  if (createHash('sha256').update(bytes).digest('hex') !== item.sha256) return [`${item.name} has other bytes`]
  const reply = await fetch(`${place}/receipt`, { headers })
  if (reply.status !== 200) return [`the receipt of ${item.name} is answered with ${reply.status}`]
  const again: Pick<Acknowledged, 'leaf' | 'proof'> = JSON.parse(await reply.text())
  if (again.leaf !== item.leaf) return [`the receipt of ${item.name} is of another entry`]
  const proof = new Uint8Array(Buffer.from(again.proof))
  const leaf = new Uint8Array(Buffer.from(item.leaf, 'base64'))
  // With the key that the caller kept, not with one that comes with the receipt.
  const verdict = await verifyReceipt({ receipt: proof, leaf, vkeys: [item.verifierKey] })
  if (!verdict.ok) return [`the receipt of ${item.name} does not verify: ${verdict.problem}`]
  const before = sizeIn(item.proof)
  return verdict.size < before ? [`the log had ${before} entries for ${item.name} and now has ${verdict.size}`] : []
}

function sizeIn(proof: string): number {
  return parseCheckpoint(parseNote(parseReceipt(Buffer.from(proof)).checkpoint).text).size
}

/** A few, among them the last. */
function pickSome(items: readonly Acknowledged[], count: number): readonly Acknowledged[] {
  const step = Math.max(1, Math.ceil(items.length / count))
  return items.filter((_, at) => (items.length - 1 - at) % step === 0)
}
