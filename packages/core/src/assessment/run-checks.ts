import type { CheckInput } from '../checks/check.ts'
import type { Evidence } from '../evidence/evidence.ts'
import type { RecordType } from '../records/record.ts'
import { earlier } from '../time/date.ts'
import type { Judgement, RowView } from './judgement.ts'
import { newestSource, recordsOf } from './known-facts.ts'
import type { CheckOutcome } from './row.ts'

/** Runs every check of the row on `evidence` (null: the programme alone), as things stood on `day`. */
export function runChecks(view: RowView, evidence: Evidence | null, day: string, judgement: Judgement): CheckOutcome[] {
  return (view.obligation.requirement.checks ?? []).flatMap((id) => {
    const outcome = runCheck(id, view, evidence, day, judgement)
    return outcome === null ? [] : [outcome]
  })
}

function runCheck(
  id: string,
  view: RowView,
  evidence: Evidence | null,
  day: string,
  judgement: Judgement,
): CheckOutcome | null {
  const check = judgement.checks.get(id)
  if (check === undefined) {
    const summary = `The check ${id} is not installed.`
    return { check: id, asserts: id, verdict: 'unknown', summary, items: [], itemTotal: 0 }
  }
  if (evidence === null && check.population.length > 0) return null
  const on = evidence === null || check.population.length === 0 ? day : earlier(evidence.effective.to, day)
  const before = evidence === null ? [] : view.evidence.slice(0, view.evidence.indexOf(evidence)).toReversed()
  const sources = check.joins.map((type) => newestSource(judgement.facts, type, on, judgement.asOf)?.id ?? '')
  const key = [
    id,
    view.row.key,
    evidence?.id ?? '',
    on,
    judgement.history.changeBefore(on),
    ...sources,
    ...before.map((e) => e.id),
  ].join(' ')
  const known = judgement.results.get(key)
  if (known !== undefined) return known
  const { verdict, summary, items } = check.evaluate(inputOf(view, evidence, before, on, judgement))
  const outcome = {
    check: id,
    asserts: check.asserts,
    verdict,
    summary,
    items: items.filter((item) => item.verdict !== 'met' && item.verdict !== 'not-applicable'),
    itemTotal: items.length,
  }
  judgement.results.set(key, outcome)
  return outcome
}

function inputOf(
  view: RowView,
  evidence: Evidence | null,
  before: readonly Evidence[],
  day: string,
  { facts, history, asOf }: Judgement,
): CheckInput {
  return {
    subject: view.row.subject,
    program: history.on(day),
    asOf: day,
    population: (type) => (evidence === null ? null : recordsOf(facts, evidence, type)),
    newest: (type) => {
      const source = newestSource(facts, type, day, asOf)
      return source === undefined ? null : recordsOf(facts, source, type)
    },
    history: <T extends RecordType>(type: T) => before.flatMap((e) => [recordsOf(facts, e, type) ?? []]),
  }
}

/** The results in a sentence. */
export function summarizeResults(results: readonly CheckOutcome[]): string {
  return results.map((r) => `${r.check}: ${r.summary}`).join(' ')
}
