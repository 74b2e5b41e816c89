import type { Exploration } from './explore.ts'
import { explore, stop } from './explore.ts'
import type { WorkloadGraph } from './graph.ts'
import { cargo, kindNumber, systemAt } from './graph.ts'
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

/** The coverage of every system of the graph, by node. */
export function logCoverage(graph: WorkloadGraph): ReadonlyMap<number, LogCoverage> {
  const { edges, nodes } = graph
  const carriesLogs = Uint8Array.from(edges, ({ kind, cargo: carried }) =>
    kind === 'logs-to' || carried === cargo.logs ? 1 : 0,
  )
  const isStore = (node: number): boolean => systemAt(graph, node)?.kind === 'log-store'
  const receives = new Set(edges.flatMap(({ to }, at) => (carriesLogs[at] === 1 ? [to] : [])))
  const stores = nodes.flatMap(({ kind }, node) =>
    isStore(node) || (kind === 'vendor' && receives.has(node)) ? [node] : [],
  )
  const hostedBy = kindNumber('hosted-by')
  const exploration = explore(graph, graph.in, stores, 2, (edge, _neighbor, layer) => {
    if (layer === ownLogs && carriesLogs[edge] === 1) return ownLogs
    return graph.edgeKind[edge] === hostedBy ? hostLogs : stop
  })
  const nowhere = new Map(edges.flatMap(({ from }, at) => (carriesLogs[at] === 1 ? [[from, at] as const] : [])))
  return new Map(
    nodes.flatMap(({ kind }, node): [number, LogCoverage][] =>
      kind === 'system' ? [[node, judge(graph, exploration, node, isStore(node), nowhere.get(node))]] : [],
    ),
  )
}

function judge(
  graph: WorkloadGraph,
  exploration: Exploration,
  node: number,
  isStore: boolean,
  logEdge: number | undefined,
): LogCoverage {
  const size = graph.nodes.length
  const says = systemAt(graph, node)?.logging
  if (isStore) return { state: 'keeps-logs', path: null }
  if ((exploration.via[ownLogs * size + node] ?? -1) >= 0)
    return { state: 'covered', path: new FoundPath(exploration, ownLogs * size + node, true) }
  if (logEdge !== undefined) return { state: 'leads-nowhere', path: pathAlong(graph, logEdge) }
  if (says !== undefined) return { state: says, path: null }
  if ((exploration.via[hostLogs * size + node] ?? -1) >= 0)
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
