import type { Trail } from '../ground.ts'
import { FaultSite } from './site.ts'
import { type Effect, explainMissingStrace } from './strace.ts'
import { listOrdinals, type Place, runTrial, sendRest, type Shape, type Trial, type TrialResult } from './trial.ts'

const effects: readonly Effect[] = ['EIO', 'ENOSPC', 'SIGKILL']
/** PostgreSQL's checkpoint writes as many pages as there are changed; so many of each call show all there is to see. */
const checkpointLimit = 3
const firstFiles = 90

/** Every call that a request of these shapes makes at this place. */
export interface Round {
  readonly place: Place
  readonly shape: Shape
  readonly effects: readonly Effect[]
  /** Whether one call is to be broken in one way; all are in all, unless told. */
  readonly picks?: (trial: Trial) => boolean
}

/** What came of all rounds. `problems` must be empty. */
export interface FaultSummary {
  readonly trials: number
  /** Trials in which a call was broken; in the others the request made fewer calls than before. */
  readonly hit: number
  readonly restarts: number
  readonly acknowledged: number
  readonly refused: number
  readonly lost: number
  readonly problems: readonly string[]
}

/** Every ordinal of every call, at every place, with every effect. */
export const allRounds: readonly Round[] = [
  ...(['file', 'large', 'derived', 'files', 'first'] as const).map((shape) => ({
    place: 'server' as const,
    shape,
    effects,
  })),
  { place: 'backend', shape: 'small', effects },
  { place: 'backend', shape: 'smalls', effects },
  { place: 'backend', shape: 'file', effects },
  { place: 'checkpoint', shape: 'small', effects, picks: ({ ordinal }) => ordinal <= checkpointLimit },
]

/** Breaks what the rounds name, one call at a time, and at the end sends again whatever was never acknowledged. */
export async function runFaults(rounds: readonly Round[], say: (line: string) => void): Promise<FaultSummary> {
  const missing = explainMissingStrace()
  if (missing !== null) throw new Error(missing)
  const needsFirst = rounds.some(({ shape }) => shape === 'first')
  const site = await FaultSite.open(needsFirst ? firstFiles : rounds.length)
  const results: TrialResult[] = []
  const problems: string[] = []
  try {
    const unused = [...site.ground.trails]
    const used = new Set<Trail>()
    const take = (): Trail => {
      const trail = unused.shift()
      if (trail === undefined) throw new Error('More first files than organizations.')
      used.add(trail)
      return trail
    }
    for (const round of rounds) {
      const trail = take()
      const found = await listOrdinals(site, round.place, round.shape, trail)
      const trials = found.flatMap((call) => round.effects.map((effect) => ({ ...call, effect })))
      for (const trial of trials.filter(round.picks ?? (() => true))) {
        const result = await runTrial(site, trial, round.shape === 'first' ? take() : trail)
        results.push(result)
        say(describeTrial(result))
      }
    }
    for (const trail of used) problems.push(...(await sendRest(site, trail)))
  } finally {
    await site.close()
  }
  return summarize(results, problems)
}

function describeTrial({ trial, hits, outcomes, problems, wasRestarted }: TrialResult): string {
  const { place, shape, syscall, ordinal, effect } = trial
  const where = /"([^"]+)"|<(\/[^>]+)>/.exec((hits[0] ?? '').replace(/AT_FDCWD<[^>]*>/, ''))
  const call = `${place} ${shape} ${syscall} ${ordinal} ${effect}`
  const counts = [...Map.groupBy(outcomes, (outcome) => outcome)].map(([outcome, all]) => `${all.length} ${outcome}`)
  const what = hits.length === 0 ? 'not reached' : (where?.[1] ?? where?.[2] ?? 'ended')
  const rest = [...(wasRestarted ? ['restarted'] : []), ...problems.map((problem) => `PROBLEM: ${problem}`)]
  return [`${call}: ${counts.join(', ')} (${what})`, ...rest].join('; ')
}

function summarize(results: readonly TrialResult[], atTheEnd: readonly string[]): FaultSummary {
  const outcomes = results.flatMap((result) => result.outcomes)
  const count = (wanted: string): number => outcomes.filter((outcome) => outcome === wanted).length
  const inTrials = results.flatMap(({ trial, problems }) =>
    problems.map((problem) => `${Object.values(trial).join(' ')}: ${problem}`),
  )
  return {
    trials: results.length,
    hit: results.filter(({ hits }) => hits.length > 0).length,
    restarts: results.filter(({ wasRestarted }) => wasRestarted).length,
    acknowledged: count('acknowledged'),
    refused: count('refused'),
    lost: count('lost'),
    problems: [...inTrials, ...atTheEnd],
  }
}
