import type { Check } from '../checks/check.ts'
import { findCheck } from '../checks/find-check.ts'
import type { CheckSources } from '../checks/input.ts'
import { makeCheckInput } from '../checks/input.ts'
import { runCheck } from '../checks/run-check.ts'
import { countSkippedRows, type Evidence } from '../evidence/evidence.ts'
import { earlier } from '../time/date.ts'
import type { Judgement, RowView } from './judgement.ts'
import { newestSource, readingsOn, sourceBefore } from './known-facts.ts'
import type { CheckOutcome } from './row.ts'

/** Runs every check of the row on `evidence` (null: the programme alone), as things stood on `day`. */
export function runChecks(view: RowView, evidence: Evidence | null, day: string, judgement: Judgement): CheckOutcome[] {
  return (view.obligation.requirement.checks ?? []).flatMap((id) => {
    const outcome = judgeBy(id, view, evidence, day, judgement)
    return outcome === null ? [] : [outcome]
  })
}

function judgeBy(
  id: string,
  view: RowView,
  evidence: Evidence | null,
  day: string,
  judgement: Judgement,
): CheckOutcome | null {
  const check = findCheck(judgement.checks, id, judgement.history.on(day))
  if (check === undefined) {
    const summary = `The check ${id} is not installed.`
    return { check: id, version: 0, asserts: id, verdict: 'unknown', summary, items: [], itemTotal: 0 }
  }
  if (evidence === null && check.population.length > 0) return null
  const on = evidence === null || check.population.length === 0 ? day : earlier(evidence.effective.to, day)
  const before = evidence === null ? [] : view.evidence.slice(0, view.evidence.indexOf(evidence)).toReversed()
  const joined = check.joins.flatMap((type) => {
    const source = newestSource(judgement.facts, type, on, judgement.asOf)
    if (source === undefined) return ['']
    return [source.id, sourceBefore(judgement.facts, source, type, judgement.asOf)?.id ?? '']
  })
  const parameters = view.obligation.requirement.parameters?.[id] ?? {}
  const key = [
    id,
    // Which check is in force, and under which values, is a question of `day`; what it sees is one of `on`.
    check.version,
    JSON.stringify(parameters),
    view.row.key,
    evidence?.id ?? '',
    on,
    judgement.history.changeBefore(on),
    ...joined,
    ...before.map((e) => e.id),
  ].join(' ')
  const known = judgement.results.get(key)
  if (known !== undefined) return known
  const { version, asserts, verdict, summary, items } = runCheck(
    check,
    makeCheckInput(check, sourcesOf(check, view, evidence, before, on, judgement)),
  )
  const outcome = {
    check: id,
    version,
    asserts,
    verdict,
    summary,
    items: items.filter((item) => item.verdict !== 'met' && item.verdict !== 'not-applicable'),
    itemTotal: items.length,
  }
  judgement.results.set(key, outcome)
  return outcome
}

/** Why evidence proves nothing though no check reads it: whoever collected it could read nothing at the source. Null where it does. */
export function explainUnread({ artifact, derived }: Evidence): string | null {
  if (derived === null || countSkippedRows(derived) === 0) return null
  if (Object.values(derived.counts).some((count) => count > 0)) return null
  return `Nothing in ${artifact.name} could be read: ${derived.skipped[0]?.reason ?? 'no reason is given'}`
}

/** Where what `check` sees of a row comes from, as things stood on `day`; `before` is the row's earlier evidence, newest first. */
export function sourcesOf(
  check: Check,
  view: RowView,
  evidence: Evidence | null,
  before: readonly Evidence[],
  day: string,
  { facts, history, asOf }: Judgement,
): CheckSources {
  return {
    subject: view.row.subject,
    program: history.on(day),
    asOf: day,
    parameters: view.obligation.requirement.parameters?.[check.id] ?? {},
    evidence,
    earlier: before,
    ...readingsOn(facts, day, asOf),
  }
}

/** The results in a sentence. */
export function summarizeResults(results: readonly CheckOutcome[]): string {
  return results.map((r) => `${r.check}: ${r.summary}`).join(' ')
}
