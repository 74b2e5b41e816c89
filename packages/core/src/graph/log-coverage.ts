import type { Exploration } from './explore.ts'
import { explore, isReached, stop } from './explore.ts'
import type { WorkloadGraph } from './graph.ts'
import { edgesInto, kindNumber } from './graph.ts'
import type { Path } from './path.ts'
import { FoundPath, pathAlong } from './path.ts'

/**
 * Whether a log source covers a system, by what the facts say: its logs come to a log store or a vendor; it is one itself; only the logs
 * of its host do; its logs go somewhere that keeps none; it is said to keep none, or to have none; or nothing says.
 */
export interface LogCoverage {
  readonly state: 'covered' | 'keeps-logs' | 'host-only' | 'leads-nowhere' | 'none' | 'not-applicable' | 'unknown'
  readonly path: Path | null
}

const ownLogs = 0
const hostLogs = 1

/** Searches from every log store, and every vendor that is sent logs, back to where the logs come from. */
export function searchLogs(graph: WorkloadGraph): Exploration {
  const { carriesLogs, edgeKind, nodes, systems } = graph
  const stores = nodes.flatMap(({ kind }, node) =>
    systems[node]?.kind === 'log-store' ||
    (kind === 'vendor' && edgesInto(graph, node).some((at) => carriesLogs[at] === 1))
      ? [node]
      : [],
  )
  const hostedBy = kindNumber('hosted-by')
  return explore(graph, graph.in, stores, 2, (edge, _neighbor, layer) => {
    if (layer === ownLogs && carriesLogs[edge] === 1) return ownLogs
    return edgeKind[edge] === hostedBy ? hostLogs : stop
  })
}

/** The coverage of the system at `node`; null where there is no system. */
export function judgeLogs(graph: WorkloadGraph, exploration: Exploration, node: number): LogCoverage | null {
  const size = graph.nodes.length
  const system = graph.systems[node]
  if (system === undefined) return null
  if (system.kind === 'log-store') return { state: 'keeps-logs', path: null }
  if (isReached(exploration, ownLogs * size + node))
    return { state: 'covered', path: new FoundPath(exploration, ownLogs * size + node, true) }
  const { offsets, edges } = graph.out
  for (let row = offsets[node] ?? 0; row < (offsets[node + 1] ?? 0); row += 1) {
    const edge = edges[row] ?? 0
    if (graph.carriesLogs[edge] === 1) return { state: 'leads-nowhere', path: pathAlong(graph, edge) }
  }
  if (system.logging !== undefined) return { state: system.logging, path: null }
  if (isReached(exploration, hostLogs * size + node))
    return { state: 'host-only', path: new FoundPath(exploration, hostLogs * size + node, true) }
  return { state: 'unknown', path: null }
}

/** Why a system's logs are not known to be kept, to follow its name; null where they are, or where there are none to keep. */
export function sayUncovered({ state }: LogCoverage): string | null {
  switch (state) {
    case 'covered':
    case 'keeps-logs':
    case 'not-applicable':
      return null
    case 'host-only':
      return 'is covered only by the logs of its host; nothing says where its own logs go'
    case 'leads-nowhere':
      return 'sends its logs to something that is no log store and passes none on'
    case 'none':
      return 'is said to keep no logs'
    case 'unknown':
      return 'is named by no log source; nothing says where its logs go'
  }
}
