import { explore, statesReached, stop } from '../explore.ts'
import type { WorkloadGraph } from '../graph.ts'
import { kindNumber } from '../graph.ts'
import { nodeName } from '../nodes.ts'
import { FoundPath } from '../path.ts'
import type { FoundChain } from './chain.ts'

const asker = 0
const provider = 1
const operator = 2

/**
 * Sign-in that rests on a vendor's identity provider: the provider is a vendor, or a system that a vendor runs or supplies. What a vendor
 * runs for us may sign in through that vendor; a support team that enters production may not do so unseen.
 */
export function findSignInElsewhere(graph: WorkloadGraph): FoundChain[] {
  const { edgeKind, edges, nodes } = graph
  const [signIn, runBy, suppliedBy] = [
    kindNumber('authenticates-through'),
    kindNumber('run-by'),
    kindNumber('supplied-by'),
  ]
  const followFrom = (from: number) => (edge: number, neighbor: number, layer: number) => {
    const kind = edgeKind[edge]
    if (neighbor === from) return stop
    if (kind === signIn && layer !== operator) return provider
    return layer === provider && (kind === runBy || kind === suppliedBy) ? operator : stop
  }
  const askers = new Set(edges.flatMap(({ kind, from }) => (kind === 'authenticates-through' ? [from] : [])))
  return [...askers]
    .toSorted((a, b) => a - b)
    .flatMap((from) => {
      const own = ownVendor(graph, from)
      const exploration = explore(graph, graph.out, [asker * nodes.length + from], 3, followFrom(from))
      const seen = new Set<number>()
      return Array.from(statesReached(exploration)).flatMap((state): FoundChain[] => {
        const node = state % nodes.length
        if (nodes[node]?.kind !== 'vendor' || node === own || seen.has(node)) return []
        seen.add(node)
        return [{ kind: 'sign-in-elsewhere', path: new FoundPath(exploration, state), reaches: [] }]
      })
    })
}

/** The vendor that runs `node` for us, unless it is a support team. */
function ownVendor(graph: WorkloadGraph, node: number): number | undefined {
  const system = graph.systems[node]
  if (system?.vendor === undefined || system.kind === 'support-team') return undefined
  return graph.indexOf.get(nodeName(graph.program, 'vendor', system.vendor))
}
