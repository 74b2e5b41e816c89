import type { Check, CheckInput, CheckResult } from '../checks/check.ts'
import { findCheck, makeShelf } from '../checks/find-check.ts'
import { listGiven, makeCheckInput } from '../checks/input.ts'
import { runCheck } from '../checks/run-check.ts'
import type { GivenRecords } from '../checks/sealed-result.ts'
import type { Evidence } from '../evidence/evidence.ts'
import { intervalAt, intervalsBetween, ruleOf } from '../time/cadence.ts'
import type { DateRange } from '../time/date.ts'
import { earlier } from '../time/date.ts'
import type { AssessmentInput } from './assess.ts'
import type { Knowledge } from './judge-row.ts'
import { gatherKnowledge, organizationOn } from './judge-row.ts'
import type { Judgement, RowView } from './judgement.ts'
import { owedSince, viewRow } from './judgement.ts'
import { arrangeFacts } from './known-facts.ts'
import type { RowIdentity } from './obligations.ts'
import { ProgramHistory } from './program-history.ts'
import { sourcesOf } from './run-checks.ts'
import type { Subject } from './subject.ts'

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
  const history = new ProgramHistory(input.documents, input.knownAt)
  const organization = organizationOn(history, asOf)
  if (organization === undefined) return
  const facts = arrangeFacts({
    evidence: input.evidence,
    events: input.events ?? [],
    readRecords: input.records,
    knownAt: input.knownAt,
    timeZone: organization.timeZone,
  })
  const knowledge = gatherKnowledge(catalog, history, facts, makeShelf(input.checks, input.compileCheck))
  for (const row of knowledge.obligations.listRows()) yield* listRunsOfRow(knowledge, row, asOf)
}

/** The runs of one row; none where it owes nothing on `asOf`. */
export function* listRunsOfRow(
  { obligations, ...knowledge }: Knowledge,
  row: RowIdentity,
  asOf: string,
): Generator<CheckRun> {
  const judgement: Judgement = { ...knowledge, asOf }
  const view = viewRow(row, obligations.trace(row), judgement)
  if (view === null || view.obligation.notApplicable !== null) return
  yield* listRunsOn(view, judgement)
  yield* listRunsOverProgram(view, judgement)
}

function* listRunsOn(view: RowView, judgement: Judgement): Generator<CheckRun> {
  const { asOf } = judgement
  for (const evidence of view.evidence) {
    const end = earlier(evidence.effective.to, asOf)
    const day = earlier(lastDayAround(view, end), asOf)
    // The interval is judged by the checks of its last day, where the row stands today by those of today.
    const days = evidence === view.evidence.at(-1) && day < asOf ? [day, asOf] : [day]
    const checks = new Map(
      days.flatMap((on) => listChecks(view, on, judgement)).map((check) => [`${check.id}@${check.version}`, check]),
    )
    for (const check of checks.values())
      if (check.population.length > 0) yield prepare(view, check, evidence, end, null, judgement)
  }
}

function* listRunsOverProgram(view: RowView, judgement: Judgement): Generator<CheckRun> {
  for (const { day, interval } of listProgramDays(view, judgement.asOf)) {
    for (const check of listChecks(view, day, judgement))
      if (check.population.length === 0) yield prepare(view, check, null, day, interval, judgement)
  }
}

/** The end of each interval begun; where there are none, because events are followed, the day asked about. */
function* listProgramDays(view: RowView, asOf: string): Generator<{ day: string; interval: DateRange | null }> {
  const { cadence, ends } = view.obligation
  if (ruleOf(cadence).kind === 'event') {
    yield { day: asOf, interval: null }
    return
  }
  const from = owedSince(view)
  for (const { from: begun, to: ended } of intervalsBetween(cadence, from, earlier(ends ?? asOf, asOf), from))
    yield { day: earlier(ended, asOf), interval: { from: begun, to: ended } }
}

/** The last day of the interval that `day` falls in; what follows events has no intervals. */
function lastDayAround(view: RowView, day: string): string {
  const { cadence } = view.obligation
  return ruleOf(cadence).kind === 'event' ? day : intervalAt(cadence, day, owedSince(view)).to
}

function listChecks({ obligation }: RowView, day: string, { checks, history }: Judgement): Check[] {
  return (obligation.requirement.checks ?? []).flatMap((id) => findCheck(checks, id, history.on(day)) ?? [])
}

function prepare(
  view: RowView,
  check: Check,
  evidence: Evidence | null,
  day: string,
  interval: DateRange | null,
  judgement: Judgement,
): CheckRun {
  const before = evidence === null ? [] : view.evidence.slice(0, view.evidence.indexOf(evidence)).toReversed()
  const sources = sourcesOf(check, view, evidence, before, day, judgement)
  const input = makeCheckInput(check, sources)
  return {
    row: view.row.key,
    requirement: `${view.row.control}/${view.row.requirement}`,
    subject: view.row.subject,
    check,
    input,
    evidence: evidence?.id ?? null,
    interval,
    given: listGiven(check, sources),
    run: () => runCheck(check, input),
  }
}
