// `npm run chaos -- --kills N | --faults | --power-cuts N`: breaks a server on purpose and looks whether anything was lost.
import { randomInt } from 'node:crypto'
import { parseArgs } from 'node:util'
import { explainMissingCeph } from '../testing/ceph.ts'
import { reportFaults } from './faults/report.ts'
import { prepareGround } from './ground.ts'
import { killDatabase, killServers, type Series, type Tally } from './kills.ts'
import { SeededRandom } from './random.ts'
import { settleForGood } from './settle.ts'
import { killTwoServers } from './two-servers.ts'

/** So many kills an organization takes before the next one's turn comes, so that each stays quick to check. */
const killsPerOrganization = 10

/** What a kind of chaos came to; `notRun` says why it could not be. */
type Result = { readonly kind: string } & (Tally | { readonly notRun: string })

await main()

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      kills: { type: 'string' },
      faults: { type: 'boolean' },
      'power-cuts': { type: 'string' },
      seed: { type: 'string' },
      json: { type: 'boolean' },
    },
  })
  const kills = Number(values.kills ?? 0)
  const powerCuts = Number(values['power-cuts'] ?? 0)
  const faults = values.faults === true
  if (!isCount(kills) || !isCount(powerCuts) || (kills === 0 && powerCuts === 0 && !faults)) {
    console.error('Say what to break: npm run chaos -- --kills 1000 | --faults | --power-cuts 5 [--seed N] [--json]')
    process.exitCode = 2
    return
  }
  const json = values.json === true
  const seed = values.seed === undefined ? randomInt(2 ** 31) : Number(values.seed)
  console.error(`Seed ${seed}`)
  const isKillProof = kills === 0 || (await reportKills(kills, seed, json))
  const isFaultProof = (!faults && powerCuts === 0) || (await reportFaults({ faults, powerCuts, seed, json }))
  if (!isKillProof || !isFaultProof) process.exitCode = 1
}

function isCount(number: number): boolean {
  return Number.isInteger(number) && number >= 0
}

async function reportKills(kills: number, seed: number, json: boolean): Promise<boolean> {
  const results = await runKills(kills, seed)
  console.log(json ? JSON.stringify({ seed, results }, null, 2) : results.map(describe).join('\n'))
  return results.every((result) => 'notRun' in result || result.problems.length === 0)
}

/** Six of ten kills hit the server, three PostgreSQL under it, one a server of two on one database and one S3. */
async function runKills(kills: number, seed: number): Promise<Result[]> {
  const ofDatabase = Math.floor(kills * 0.3)
  const inTurns = Math.floor(kills * 0.1)
  const results: Result[] = []
  for (const [kind, count, run] of [
    ['server', kills - ofDatabase - inTurns, onOwnGround(killServers)],
    ['PostgreSQL', ofDatabase, onOwnGround(killDatabase)],
    ['two servers in turns', inTurns, killTwoServers],
  ] as const) {
    if (count < 1) continue
    const missing = run === killTwoServers ? explainMissingCeph() : null
    if (missing !== null) {
      results.push({ kind, notRun: missing })
      continue
    }
    const onKill = ({ kills, problems }: Tally): void => {
      if (kills % 10 === 0) console.error(`${kind}: ${kills} of ${count} kills, ${problems.length} problems`)
    }
    const series = { random: new SeededRandom(seed), kills: count, onKill }
    results.push({ kind, ...(await run(series, Math.ceil(count / killsPerOrganization))) })
  }
  return results
}

function onOwnGround(run: (series: Series) => Promise<Tally>): typeof killTwoServers {
  return async (series, organizations) => {
    const ground = await prepareGround({ organizations })
    const tally = await run({ ...series, ground })
    tally.problems.push(...(await settleForGood(ground)))
    // What went wrong is in the folders; whoever looks into it needs them.
    if (tally.problems.length === 0) await ground.remove()
    else console.error(`Kept for inspection: ${ground.dataFolder}, ${ground.ledgerFile}, ${ground.logFile}`)
    return tally
  }
}

function describe(result: Result): string {
  if ('notRun' in result) return `${result.kind}: did not run: ${result.notRun}`
  const { kind, kills, inFlight, acknowledged, lost, refused, whole, absent, fscks, problems } = result
  return [
    `${kind}: ${kills} kills, ${inFlight} with requests in flight; ${acknowledged} acknowledged, ${lost} without an answer, ${refused} refused;`,
    `  of those never answered ${whole} are there as a whole and ${absent} not at all; fsck ${fscks} times; ${problems.length} problems`,
    ...problems.map((problem) => `  ${problem}`),
  ].join('\n')
}
