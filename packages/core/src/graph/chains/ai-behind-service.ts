import { explore, statesReached, stop } from '../explore.ts'
import type { WorkloadGraph } from '../graph.ts'
import { kindNumber } from '../graph.ts'
import type { Path } from '../path.ts'
import { FoundPath, joinPaths } from '../path.ts'
import type { FoundChain } from './chain.ts'

/** An AI service and each vendor that runs it, hosts it or is sent its data, with the nearest system of ours that feeds it. */
export function findAiBehindServices(graph: WorkloadGraph): FoundChain[] {
  return graph.nodes.flatMap((_node, node) => {
    if (graph.systems[node]?.kind !== 'ai-service') return []
    const fed = feedOf(graph, node)
    return vendorsBehind(graph, node).map((behind): FoundChain => ({
      kind: 'ai-behind-service',
      path: joinPaths(fed, behind),
      reaches: [],
    }))
  })
}

/** From the nearest sender that is no service itself, through the services between; the AI service alone where nothing feeds it. */
function feedOf(graph: WorkloadGraph, service: number): Path {
  const flow = kindNumber('flow')
  const isService = isServiceOf(graph)
  const isSender = (node: number): boolean => graph.nodes[node]?.kind === 'system' && !isService(node)
  const follow = (edge: number): number => (graph.edgeKind[edge] === flow ? 0 : stop)
  const exploration = explore(graph, graph.in, [service], 1, follow, isSender)
  const last = exploration.found.at(-1) ?? service
  return new FoundPath(exploration, isSender(last) ? last : service, true)
}

function vendorsBehind(graph: WorkloadGraph, service: number): Path[] {
  const { edgeKind, nodes } = graph
  const flow = kindNumber('flow')
  const holds = new Set([kindNumber('hosted-by'), kindNumber('run-by'), kindNumber('supplied-by')])
  const isService = isServiceOf(graph)
  const exploration = explore(graph, graph.out, [service], 1, (edge, neighbor) => {
    const kind = edgeKind[edge] ?? 0
    if (holds.has(kind)) return 0
    return kind === flow && (nodes[neighbor]?.kind === 'vendor' || isService(neighbor)) ? 0 : stop
  })
  return Array.from(statesReached(exploration)).flatMap((state) =>
    nodes[state]?.kind === 'vendor' ? [new FoundPath(exploration, state)] : [],
  )
}

function isServiceOf(graph: WorkloadGraph): (node: number) => boolean {
  return (node) => {
    const kind = graph.systems[node]?.kind
    return kind === 'saas' || kind === 'ai-service'
  }
}
