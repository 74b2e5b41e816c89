import type { Check, CheckInput, CheckResult } from '../checks/check.ts'
import { findCheck } from '../checks/find-check.ts'
import { listGiven, makeCheckInput } from '../checks/input.ts'
import { runCheck } from '../checks/run-check.ts'
import type { GivenRecords } from '../checks/sealed-result.ts'
import type { Evidence } from '../evidence/evidence.ts'
import { intervalAt, intervalsBetween } from '../time/cadence.ts'
import type { DateRange } from '../time/date.ts'
import type { AssessmentInput } from './assess.ts'
import type { Obligation } from './obligations.ts'
import { listObligations } from './obligations.ts'
import type { Judgement } from './occurrences.ts'
import { rememberPrograms, sourcesOf } from './occurrences.ts'
import type { Subject } from './subject.ts'
import { arrangeFacts } from './visible-facts.ts'

/** One check on one evidence item, or on the programme in one interval, ready to be run. */
export interface CheckRun {
  readonly row: string
  /** `<control>/<evidence requirement>` */
  readonly requirement: string
  readonly subject: Subject
  readonly check: Check
  readonly input: CheckInput
  readonly evidence: string | null
  readonly interval: DateRange | null
  /** The evidence whose records the check is given. */
  readonly given: readonly GivenRecords[]
  readonly run: () => CheckResult
}

/**
 * Every run of every check that the assessment of `asOf` rests on: population checks on each evidence item of each row, checks over
 * the programme at the end of each interval begun. Nothing is run until `run` is called, so that what is known can be passed over.
 */
export function* listCheckRuns(input: AssessmentInput): Generator<CheckRun> {
  const { asOf, catalog } = input
  const programOn = rememberPrograms(input.documents, input.knownAt)
  const [organization] = programOn(asOf).organization.values()
  if (organization === undefined) return
  const { timeZone } = organization
  const facts = arrangeFacts({
    evidence: input.evidence,
    events: input.events ?? [],
    readRecords: input.records,
    asOf,
    knownAt: input.knownAt,
    timeZone,
  })
  const checks = { installed: new Map(input.checks.map((check) => [check.id, check])), compile: input.compileCheck }
  const judgement: Judgement = { asOf, timeZone, facts, checks, programOn }
  for (const obligation of listObligations(catalog, programOn(asOf), asOf)) {
    if (obligation.notApplicable !== null) continue
    yield* listRunsOn(obligation, judgement)
    yield* listRunsOverProgram(obligation, judgement)
  }
}

function* listRunsOn(obligation: Obligation, judgement: Judgement): Generator<CheckRun> {
  for (const evidence of judgement.facts.byRow.get(obligation.key) ?? []) {
    const end = earlier(evidence.effective.to, judgement.asOf)
    const day = earlier(intervalAt(obligation.cadence, end).to, judgement.asOf)
    for (const check of listChecks(obligation, day, judgement))
      if (check.population.length > 0) yield prepare(obligation, check, evidence, end, null, judgement)
  }
}

function* listRunsOverProgram(obligation: Obligation, judgement: Judgement): Generator<CheckRun> {
  const { from } = obligation.owed
  const to = earlier(obligation.owed.to ?? judgement.asOf, judgement.asOf)
  if (from > to) return
  for (const interval of intervalsBetween(obligation.cadence, from, to)) {
    const day = earlier(interval.to, judgement.asOf)
    for (const check of listChecks(obligation, day, judgement)) {
      const { from: begun, to: ended } = interval
      if (check.population.length === 0)
        yield prepare(obligation, check, null, day, { from: begun, to: ended }, judgement)
    }
  }
}

function listChecks({ requirement }: Obligation, day: string, { checks, programOn }: Judgement): Check[] {
  return (requirement.checks ?? []).flatMap((id) => findCheck(checks, id, programOn(day)) ?? [])
}

function prepare(
  obligation: Obligation,
  check: Check,
  evidence: Evidence | null,
  day: string,
  interval: DateRange | null,
  judgement: Judgement,
): CheckRun {
  const sources = sourcesOf(check, obligation, evidence, day, judgement)
  const input = makeCheckInput(check, sources)
  return {
    row: obligation.key,
    requirement: `${obligation.control.id}/${obligation.requirement.id}`,
    subject: obligation.subject,
    check,
    input,
    evidence: evidence?.id ?? null,
    interval,
    given: listGiven(check, sources),
    run: () => runCheck(check, input),
  }
}

function earlier(a: string, b: string): string {
  return a < b ? a : b
}
