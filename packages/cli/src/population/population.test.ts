import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { composeEvidence } from '@evidentia/connectors'
import {
  type Evidence,
  type FactBody,
  type FrozenPopulation,
  type PopulationDefinition,
  populationIdentity,
  recordSchema,
  selectPopulation,
  type TypedRecord,
} from '@evidentia/core'
import { artifactFromBytes, canonicalize, createSigner, type PackageFile, writePackage } from '@evidentia/ledger'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { recordFile } from '../folder/record-file.ts'
import { sealFact } from '../package/workload-statements.ts'
import { repack } from '../testing/repack.ts'
import { run } from '../testing/run.ts'
import { writeFolder } from '../testing/small-workload.ts'
import { RowComparison } from './row-comparison.ts'

const tickets = join(import.meta.dirname, '../../../../examples/ehr-hosting/evidence/change')
const signer = createSigner(new Uint8Array(32).fill(7), 'northquay')
const at = (day: string): string => `${day}T12:00:00.000Z`

const definition: PopulationDefinition = {
  name: 'Changes of winter',
  period: { from: '2026-01-01', to: '2026-02-28' },
  records: {
    type: 'change',
    placedBy: ['implementedAt'],
    exports: 'activity',
    uniqueWithin: 'organization',
    query: { all: [] },
  },
  numbered: true,
  reconciliation: { with: 'count', count: 26, statedBy: 'Dashboard' },
}

let folder: Awaited<ReturnType<typeof writeFolder>>
let sealed: FrozenPopulation
let evidence: { body: Evidence; files: PackageFile[]; records: TypedRecord[] }[]

/** What a server does, with the same selection: draw, hash, name. */
async function freeze(): Promise<{ fact: FrozenPopulation; files: PackageFile[] }> {
  const [rows, remarks]: [string[], string[]] = [[], []]
  const card = await selectPopulation(
    definition,
    { evidence: evidence.map(({ body }) => body), events: [], unreadable: new Set() },
    'America/Chicago',
    {
      spool: null,
      report: async () => undefined,
      readRecords: async function* ({ id }) {
        yield* evidence.find(({ body }) => body.id === id)?.records ?? []
      },
    },
    { row: async (line) => void rows.push(line), remark: async (line) => void remarks.push(line) },
  )
  const files = [rows, remarks].map((lines) => artifactFromBytes(Buffer.from(lines.join(''))))
  const [rowsFile, appendix] = files.map(({ sha256, size }, index) => ({
    sha256,
    size,
    lines: [rows, remarks][index]!.length,
  }))
  const whole = { ...card, rows: rowsFile!, appendix: appendix! }
  return {
    fact: { id: nameOf(whole), definition, entries: 3, startedAt: at('2026-03-02'), supersedes: null, card: whole },
    files,
  }
}

function nameOf(card: FrozenPopulation['card']): string {
  const identity = JSON.parse(JSON.stringify(populationIdentity(definition, card, null)))
  return `po_${createHash('sha256').update(canonicalize(identity)).digest('hex').slice(0, 20)}`
}

/** A package of a log with the exports, the population and what was said of it. */
async function pack(
  name: string,
  fact: FrozenPopulation,
  populationFiles: readonly PackageFile[],
  withheld: readonly { sha256: string; reason: string }[] = [],
): Promise<string> {
  const envelope = (day: string) => ({
    organization: '00000000-0000-4000-8000-000000000001',
    recordedAt: at(day),
    actor: { type: 'user' as const, id: 'lena', name: 'Lena Lead' },
    request: null,
  })
  const attested: FactBody<'population-attested'> = {
    population: fact.id,
    says: 'complete',
    sentence: 'I compared it.',
  }
  const entries = [
    sealFact('organization-created', { slug: 'northquay', name: 'Northquay', sample: false }, envelope('2026-01-01')),
    ...evidence.map(({ body: { recordedAt, ...body } }) =>
      sealFact('evidence-recorded', body, envelope(recordedAt.slice(0, 10))),
    ),
    sealFact('population-frozen', fact, envelope('2026-03-02')),
    sealFact('population-attested', attested, envelope('2026-03-03')),
    // Recorded later: it had no part in the population.
    sealFact(
      'evidence-reviewed',
      { evidence: evidence[0]!.body.id, outcome: 'rejected', note: 'Late.' },
      envelope('2026-04-01'),
    ),
  ]
  const left = new Set(withheld.map(({ sha256 }) => sha256))
  const files = [...evidence.flatMap((one) => one.files), ...populationFiles].filter(({ sha256 }) => !left.has(sha256))
  const path = join(folder.path, name)
  await writePackage(path, {
    origin: 'northquay',
    signer,
    createdAt: '2026-04-02T12:00:00Z',
    entries,
    files,
    withheld: [...withheld],
  })
  return path
}

beforeAll(async () => {
  folder = await writeFolder({})
  evidence = []
  for (const [month, last] of [
    ['01', '30'],
    ['02', '28'],
  ] as const) {
    const file = join(tickets, `change-tickets-2026-${month}.csv`)
    const { artifact, derived, records } = await recordFile(file, file)
    const claim = {
      proves: [{ requirement: 'change-approval/change-tickets' }],
      effective: { from: `2026-${month}-01`, to: `2026-${month}-${last}` },
      collectedAt: at(`2026-${month}-28`),
      source: 'Ticketing system',
    }
    const body = composeEvidence({ artifact, derived, claim, broughtBy: { type: 'folder', id: 'test' } })
    const ndjson = Buffer.from(records!)
    evidence.push({
      body: { ...body, recordedAt: at(`2026-${month}-28`) },
      files: [artifactFromBytes(await readFile(file)), artifactFromBytes(ndjson)],
      records: ndjson
        .toString()
        .split('\n')
        .slice(0, -1)
        .map((line) => recordSchema.parse(JSON.parse(line))),
    })
  }
})
afterAll(async () => folder[Symbol.asyncDispose]())

describe('drawing a population again', () => {
  test('gives the same population from the sealed records, by the keys of the reader', async () => {
    const { fact, files } = await freeze()
    sealed = fact
    const path = await pack('whole.zip', fact, files)
    const listed = await run('population', path, '--key', signer.vkey)
    expect(listed).toMatchObject({
      code: 0,
      out: expect.stringContaining(`${fact.id}  ${fact.card.counts.items} items`),
    })
    const { code, out } = await run('population', path, fact.id, '--key', signer.vkey)
    expect(out).toContain(`${fact.id}: drawn again, the same ${fact.card.counts.items} items`)
    for (const line of [
      'run by      Lena Lead',
      'attested    complete, by Lena Lead',
      'to weigh    1 day of the period',
    ])
      expect(out).toContain(line)
    expect(code).toBe(0)
    const json = await run('population', path, fact.id, '--json')
    expect(JSON.parse(json.out)).toMatchObject({ ok: true, drawn: { rows: fact.card.rows }, problems: [] })
  })

  test('names the rows and the figures that are not as they were sealed', async () => {
    const { fact, files } = await freeze()
    const lines = (await bytesOf(files[0]!)).toString().split('\n').slice(0, -1)
    const forged = artifactFromBytes(Buffer.from(`${lines.slice(1).join('\n')}\n`))
    const card = {
      ...fact.card,
      counts: { ...fact.card.counts, items: lines.length - 1 },
      rows: { sha256: forged.sha256, size: forged.size, lines: lines.length - 1 },
    }
    const path = await pack('forged.zip', { ...fact, id: nameOf(card), card }, [forged, files[1]!])
    const { code, out } = await run('population', path, nameOf(card))
    expect(code).toBe(1)
    expect(out).toContain(`rows: ${JSON.parse(lines[0]!).key}: drawn again and not sealed`)
    expect(out).toMatch(/card\.counts: sealed .*drawn again/)
    expect(out).toMatch(/id: sealed po_/)
  })

  test('says which export it lacks, and what the package gives as the reason', async () => {
    const { fact, files } = await freeze()
    const sha256 = evidence[1]!.body.derived!.sha256
    const path = await pack('lacking.zip', fact, files, [{ sha256, reason: 'Outside the period.' }])
    const { code, out } = await run('population', path, fact.id)
    expect(code).toBe(1)
    expect(out).toContain('could NOT be drawn again')
    expect(out).toContain(`${evidence[1]!.body.id}: its records are not in the package: Outside the period.`)
  })

  test('draws the rows again although the package does not carry them', async () => {
    const { fact, files } = await freeze()
    const path = await pack('without-rows.zip', fact, files, [{ sha256: fact.card.rows.sha256, reason: 'Not shared.' }])
    expect((await run('population', path, fact.id)).code).toBe(0)
  })

  test('refuses a package that does not hold, and a population that is not in it', async () => {
    const { fact, files } = await freeze()
    const path = await pack('intact.zip', fact, files)
    const unknown = await run('population', path, `po_${'0'.repeat(20)}`)
    expect(unknown).toMatchObject({ code: 1, errors: expect.stringContaining('has no population') })
    const changed = join(folder.path, 'changed.zip')
    const name = `artifacts/${fact.card.rows.sha256}`
    await writeFile(
      changed,
      repack(await readFile(path), (all) => void all.set(name, Buffer.from('{}\n'))),
    )
    const refused = await run('population', changed, sealed.id)
    expect(refused).toMatchObject({ code: 1, out: expect.stringContaining('NOT verified') })
    expect(JSON.parse((await run('population', changed, '--json')).out)).toMatchObject({ ok: false })
  })
})

test('comparing rows names what is missing, too much or from another record, in one pass', async () => {
  const row = (key: string, ordinal = 0) => ({ evidence: `ev_${'0'.repeat(20)}`, key, line: 2, ordinal, within: null })
  const comparison = new RowComparison(
    (async function* () {
      yield* [row('a'), row('b'), row('d'), row('f')]
    })(),
  )
  for (const drawn of [row('b', 1), row('c'), row('d'), row('g')]) await comparison.see(`${JSON.stringify(drawn)}\n`)
  expect(await comparison.explain()).toEqual([
    'a, f: sealed and not drawn again',
    'c, g: drawn again and not sealed',
    'b: sealed from another record',
  ])
})

async function bytesOf(file: PackageFile): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of file.open()) chunks.push(chunk)
  return Buffer.concat(chunks)
}
