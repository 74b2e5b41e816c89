import { explore, stop } from '../explore.ts'
import type { GraphEdge, WorkloadGraph } from '../graph.ts'
import { cargo, kindNumber } from '../graph.ts'
import type { Path } from '../path.ts'
import { FoundPath, joinPaths, pathAlong } from '../path.ts'
import type { FoundChain } from './chain.ts'

/** Protocols by which clinical and claims interfaces speak. */
const interfaceProtocols: ReadonlySet<string> = new Set(['hl7v2-mllp', 'fhir', 'x12', 'dicom', 'sftp'])

/**
 * An interface that goes through a gateway in a vendor's hands: one it is said to connect through, or a service that takes interface
 * traffic in and passes PHI on.
 */
export function findInterfacesBehindGateways(graph: WorkloadGraph): FoundChain[] {
  const passesOn = new Set(graph.edges.flatMap(({ cargo: carried, from }) => (carried === cargo.phi ? [from] : [])))
  const hands = new Map<number, Path | null>()
  const handsOf = (gateway: number): Path | null => {
    const known = hands.get(gateway)
    if (known !== undefined) return known
    const found = inWhoseHands(graph, gateway)
    hands.set(gateway, found)
    return found
  }
  const found = graph.edges.flatMap((edge, at) => {
    if (!isInterfaceThrough(graph, edge, passesOn)) return []
    const holder = handsOf(edge.to)
    if (holder === null) return []
    return [{ edge, chain: chainOf(joinPaths(pathAlong(graph, at), holder)) }]
  })
  return found.toSorted((a, b) => a.edge.from - b.edge.from || a.edge.to - b.edge.to).map(({ chain }) => chain)
}

function chainOf(path: Path): FoundChain {
  return { kind: 'interface-behind-gateway', path, reaches: [] }
}

function isInterfaceThrough(graph: WorkloadGraph, edge: GraphEdge, passesOn: ReadonlySet<number>): boolean {
  if (edge.kind === 'connects-through') return true
  if (edge.kind !== 'flow' || !interfaceProtocols.has(edge.protocol ?? '') || !passesOn.has(edge.to)) return false
  return graph.systems[edge.to]?.kind === 'saas'
}

/** The way from a gateway to the nearest vendor that runs or hosts it; the gateway alone where it is a vendor; null where it is ours. */
function inWhoseHands(graph: WorkloadGraph, gateway: number): Path | null {
  const { edgeKind, nodes } = graph
  const isVendor = (node: number): boolean => nodes[node]?.kind === 'vendor'
  if (isVendor(gateway)) return { nodes: [nodes[gateway]?.name ?? ''], edges: [] }
  const [hostedBy, runBy] = [kindNumber('hosted-by'), kindNumber('run-by')]
  const follow = (edge: number): number => (edgeKind[edge] === hostedBy || edgeKind[edge] === runBy ? 0 : stop)
  const exploration = explore(graph, graph.out, [gateway], 1, follow, isVendor)
  const last = exploration.found.at(-1) ?? gateway
  return isVendor(last) ? new FoundPath(exploration, last) : null
}
