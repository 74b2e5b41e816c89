import type { Knowledge } from '../assessment/judge-row.ts'
import { followRow } from '../assessment/timeline.ts'
import type { Finding } from '../assessment/row.ts'
import { computeFinding } from './compute-finding.ts'
import { rowKeyOf } from './finding-id.ts'
import type { FindingTrace } from './finding-trace.ts'
import { traceProgram } from './trace-program.ts'
import { traceRow } from './trace-row.ts'

/** Every computed finding through time up to `until`, and the first later day on which one can turn though nothing new is learned. */
export function traceFindings(
  knowledge: Knowledge,
  until: string,
): { readonly traces: FindingTrace[]; readonly expires: string | null } {
  const program = traceProgram(knowledge, until)
  const traces: FindingTrace[] = []
  let { expires } = program
  for (const row of knowledge.obligations.listRows()) {
    const stretches = knowledge.obligations.trace(row)
    const timeline = followRow(knowledge, row, until, stretches)
    expires = earliestOf(expires, timeline.expires)
    const trace = traceRow(knowledge, row, timeline, stretches)
    if (trace !== null) traces.push(trace)
  }
  return { traces: [...traces, ...program.traces].toSorted((a, b) => (a.id < b.id ? -1 : 1)), expires }
}

/** The findings of one day, each with where it stands by what is computed alone; only what they are about is looked at. */
export function stateFindings(findings: readonly Finding[], knowledge: Knowledge, asOf: string): Finding[] {
  const { history, facts, obligations } = knowledge
  const rows = new Map(obligations.listRows().map((row) => [row.key, row]))
  const program = new Map(traceProgram(knowledge, asOf).traces.map((trace) => [trace.id, trace]))
  const question = { asOf, timeZone: facts.timeZone, program: history.on(asOf) }
  return findings.map((finding) => {
    const row = rows.get(rowKeyOf(finding.id) ?? '')
    const trace =
      row === undefined ? program.get(finding.id) : traceRow(knowledge, row, followRow(knowledge, row, asOf))
    const item = trace === undefined || trace === null ? null : computeFinding(trace, [], question)
    if (item === null) return finding
    const { state, recurrences, since, due } = item
    return { ...finding, state, recurrences, since, due }
  })
}

function earliestOf(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b
  return a < b ? a : b
}
