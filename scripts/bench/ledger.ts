import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { coldStartFigure } from './cold-start.ts'
import { type Figure, type Sample, time } from './measure.ts'
import { appendEntries, auditLog, hashAsOften, makeLog, makeTree } from './ledger/log-work.ts'
import { packArtifacts, verifyPacked, writeArtifacts } from './ledger/package-work.ts'
import { serverFigures } from './server/figures.ts'

const ARTIFACTS = 100_000
const ENTRIES = 1_000_000
const bench = fileURLToPath(new URL('../bench.ts', import.meta.url))

/** The ledger's figures. Package figures run in a process of their own each time, so that memory can be told. */
export async function ledgerFigures(): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'evidentia-bench-'))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  const artifacts = join(folder, 'artifacts')
  const [packed, zipped] = [join(folder, 'package.zip'), join(folder, 'plain.zip')]
  const prepare = (): void => {
    if (existsSync(zipped)) return
    writeArtifacts(artifacts, ARTIFACTS)
    run('zip', ['-0qr', zipped, artifacts])
    askProcess('pack', packed, artifacts)
  }
  return [
    {
      name: `write a package of ${ARTIFACTS} artifacts of 4 KiB`,
      reference: 'zip -0, then sync',
      goal: 1,
      goalMegabytes: 400,
      prepare,
      runOurs: async () => askProcess('pack', packed, artifacts),
      runReference: async () => {
        rmSync(zipped, { force: true })
        return time(() => {
          run('zip', ['-0qr', zipped, artifacts])
          run('sync', [zipped])
        })
      },
    },
    {
      name: `verify a package of ${ARTIFACTS} artifacts of 4 KiB`,
      reference: 'unzip -tq of the same artifacts',
      goal: 1,
      goalMegabytes: 400,
      prepare,
      runOurs: async () => askProcess('verify', packed),
      runReference: async () => time(() => run('unzip', ['-tqq', zipped])),
    },
    auditFigure(),
    appendFigure(),
    coldStartFigure(folder),
    ...serverFigures(folder),
  ]
}

/** A measurement in this process, for the bench that started it. */
export async function runLedgerWork(work: string, given: readonly string[]): Promise<Sample> {
  const [path = '', artifacts = ''] = given
  const seconds = work === 'pack' ? await packArtifacts(path, artifacts) : await verifyPacked(path)
  return { seconds, megabytes: process.resourceUsage().maxRSS / 1024 }
}

function auditFigure(): Figure {
  let log: ReturnType<typeof makeLog> | undefined
  const made = (): ReturnType<typeof makeLog> => (log ??= makeLog(ENTRIES))
  return {
    name: `derive all tiles and the root of a log of ${ENTRIES} entries again`,
    reference: `its ${2 * ENTRIES} calls of SHA-256 alone`,
    goal: 2,
    prepare: () => void made(),
    runOurs: async () => time(() => auditLog(made())),
    runReference: async () => time(() => hashAsOften(made())),
    finish: () => {
      log = undefined
    },
  }
}

function appendFigure(): Figure {
  const [large, small] = [makeTree(1_000_000), makeTree(10_000)]
  return {
    name: 'append 5,000 entries to a log of 1,000,000',
    reference: 'the same to a log of 10,000',
    goal: 1.2,
    runOurs: async () => time(() => appendEntries(large)),
    runReference: async () => time(() => appendEntries(small)),
  }
}

function askProcess(work: string, ...given: string[]): Sample {
  const { status, stdout, stderr } = spawnSync('node', [bench, '--work', work, ...given], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${work} failed: ${stderr}`)
  const sample: Sample = JSON.parse(stdout)
  return sample
}

function run(program: string, given: readonly string[]): void {
  const { status, stderr } = spawnSync(program, given, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${program} failed (install it to run this bench): ${stderr}`)
}
