import type { WorkloadGraph } from './graph.ts'
import type { LogCoverage } from './log-coverage.ts'
import { judgeLogs, sayUncovered, searchLogs } from './log-coverage.ts'
import type { Path } from './path.ts'
import type { UnknownFact } from './unknown-fact.ts'

/** A system whose own logs, by what the facts say, come to no log source. */
export interface Unlogged {
  readonly node: string
  readonly state: 'host-only' | 'leads-nowhere' | 'none'
  readonly because: string
  readonly path: Path | null
}

/** Systems that no log source covers, and those of which nothing says; in the order of names. */
export function unlogged(graph: WorkloadGraph): { answers: Unlogged[]; unknown: UnknownFact[] } {
  const answers: Unlogged[] = []
  const unknown: UnknownFact[] = []
  const search = searchLogs(graph)
  for (const [at, { name: node }] of graph.nodes.entries()) {
    const coverage = judgeLogs(graph, search, at)
    if (coverage === null) continue
    const because = sayUncovered(coverage)
    if (because === null) continue
    const state = uncoveredState(coverage)
    if (state === null) unknown.push({ about: node, field: 'logs-to', sentence: `${node} ${because}.` })
    else answers.push({ node, state, because, path: coverage.path })
  }
  return { answers, unknown }
}

function uncoveredState({ state }: LogCoverage): Unlogged['state'] | null {
  return state === 'host-only' || state === 'leads-nowhere' || state === 'none' ? state : null
}
