import { SeededRandom } from '../random.ts'
import { cutPower, explainNoPowerCut, type PowerCut } from './power-cut.ts'
import { allRounds, type FaultSummary, runFaults } from './run-faults.ts'
import { explainMissingStrace } from './strace.ts'

/** What `npm run chaos` was asked for besides kills. */
export interface AskedFaults {
  readonly faults: boolean
  /** How often the power is to be cut. */
  readonly powerCuts: number
  readonly seed: number
  readonly json: boolean
}

type Part<T> = T | { readonly notRun: string }

/** Breaks system calls and cuts the power as asked, prints what came of it, and says whether all was well. What cannot run says why. */
export async function reportFaults({ faults, powerCuts, seed, json }: AskedFaults): Promise<boolean> {
  const progress = (line: string): void => console.error(line)
  const calls = faults ? await runOrSay(explainMissingStrace(), async () => runFaults(allRounds, progress)) : null
  const cuts =
    powerCuts > 0
      ? await runOrSay(explainNoPowerCut(), async () => cutPower(powerCuts, new SeededRandom(seed), progress))
      : null
  if (json) console.log(JSON.stringify({ seed, calls, cuts }, null, 2))
  else {
    if (calls !== null) console.log(`system calls: ${'notRun' in calls ? sayNotRun(calls) : describeCalls(calls)}`)
    if (cuts !== null) console.log(`power cuts: ${'notRun' in cuts ? sayNotRun(cuts) : describeCuts(cuts)}`)
  }
  const problems = [
    ...(calls !== null && 'problems' in calls ? calls.problems : []),
    ...(cuts !== null && !('notRun' in cuts) ? cuts.flatMap((cut) => cut.problems) : []),
  ]
  return problems.length === 0
}

async function runOrSay<T>(missing: string | null, run: () => Promise<T>): Promise<Part<T>> {
  return missing === null ? run() : { notRun: missing }
}

function sayNotRun({ notRun }: { readonly notRun: string }): string {
  return `did not run: ${notRun}`
}

function describeCalls({ trials, hit, restarts, acknowledged, refused, lost, problems }: FaultSummary): string {
  return [
    `${trials} trials, ${hit} of them broke a call, ${restarts} ended the server;`,
    `${acknowledged} acknowledged, ${refused} refused, ${lost} without an answer; ${problems.length} problems`,
    ...problems.map((problem) => `\n  ${problem}`),
  ].join(' ')
}

function describeCuts(cuts: readonly PowerCut[]): string {
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)
  const problems = cuts.flatMap((cut) => cut.problems)
  return [
    `${cuts.length} cuts, ${sum(cuts.map(({ inFlight }) => inFlight))} requests in flight at them,`,
    `${sum(cuts.map(({ acknowledged }) => acknowledged))} acknowledged before; ${problems.length} problems`,
    ...problems.map((problem) => `\n  ${problem}`),
  ].join(' ')
}
