import type { WorkloadGraph } from './graph.ts'
import type { LogCoverage } from './log-coverage.ts'
import { judgeLogs, logPath, sayUncovered, searchLogs } from './log-coverage.ts'
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
    if (isKnown(coverage)) answers.push({ node, state: coverage, because, path: logPath(graph, search, at, coverage) })
    else unknown.push({ about: node, field: 'logs-to', sentence: `${node} ${because}.` })
  }
  return { answers, unknown }
}

function isKnown(coverage: LogCoverage): coverage is Unlogged['state'] {
  return coverage === 'host-only' || coverage === 'leads-nowhere' || coverage === 'none'
}
