import type { Exploration } from './explore.ts'
import { explore, isReached, stop } from './explore.ts'
import type { WorkloadGraph } from './graph.ts'
import { kindNumber } from './graph.ts'
import type { Path } from './path.ts'
import { FoundPath, pathAlong } from './path.ts'

/**
 * Whether a log source covers a system, by what the facts say: its logs come to a log store or a vendor; it is one itself; only the logs
 * of its host do; its logs go somewhere that keeps none; it is said to keep none, or to have none; or nothing says.
 */
export type LogCoverage =
  | 'covered'
  | 'keeps-logs'
  | 'host-only'
  | 'leads-nowhere'
  | 'none'
  | 'not-applicable'
  | 'unknown'

const ownLogs = 0
const hostLogs = 1

/** Searches from every log store, and every vendor that is sent logs, back to where the logs come from. */
export function searchLogs(graph: WorkloadGraph): Exploration {
  const { carriesLogs, edgeKind, edgeTo, nodes, systems } = graph
  const receives = new Uint8Array(nodes.length)
  for (let edge = 0; edge < carriesLogs.length; edge += 1) if (carriesLogs[edge] === 1) receives[edgeTo[edge] ?? 0] = 1
  const stores: number[] = []
  for (let node = 0; node < nodes.length; node += 1) {
    const isVendor = nodes[node]?.kind === 'vendor'
    if (systems[node]?.kind === 'log-store' || (isVendor && receives[node] === 1)) stores.push(node)
  }
  const hostedBy = kindNumber('hosted-by')
  return explore(graph, graph.in, stores, 2, (edge, _neighbor, layer) => {
    if (layer === ownLogs && carriesLogs[edge] === 1) return ownLogs
    return edgeKind[edge] === hostedBy ? hostLogs : stop
  })
}

/** The coverage of the system at `node`; null where there is no system. */
export function judgeLogs(graph: WorkloadGraph, search: Exploration, node: number): LogCoverage | null {
  const system = graph.systems[node]
  if (system === undefined) return null
  if (system.kind === 'log-store') return 'keeps-logs'
  if (isReached(search, stateOf(graph, node, ownLogs))) return 'covered'
  if (logEdge(graph, node) !== undefined) return 'leads-nowhere'
  if (system.logging !== undefined) return system.logging
  return isReached(search, stateOf(graph, node, hostLogs)) ? 'host-only' : 'unknown'
}

/** The proof of a coverage that has one: the way to the log store, of the system or of its host, or the edge that leads to none. */
export function logPath(graph: WorkloadGraph, search: Exploration, node: number, coverage: LogCoverage): Path | null {
  if (coverage === 'covered') return new FoundPath(search, stateOf(graph, node, ownLogs), true)
  if (coverage === 'host-only') return new FoundPath(search, stateOf(graph, node, hostLogs), true)
  const edge = coverage === 'leads-nowhere' ? logEdge(graph, node) : undefined
  return edge === undefined ? null : pathAlong(graph, edge)
}

function stateOf({ nodes }: WorkloadGraph, node: number, layer: number): number {
  return layer * nodes.length + node
}

function logEdge({ carriesLogs, out: { offsets, edges } }: WorkloadGraph, node: number): number | undefined {
  for (let row = offsets[node] ?? 0; row < (offsets[node + 1] ?? 0); row += 1)
    if (carriesLogs[edges[row] ?? 0] === 1) return edges[row]
  return undefined
}

/** Why a system's logs are not known to be kept, to follow its name; null where they are, or where there are none to keep. */
export function sayUncovered(coverage: LogCoverage): string | null {
  switch (coverage) {
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
