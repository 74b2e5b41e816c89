import { explore, statesReached, stop } from './explore.ts'
import type { EdgeKind, NodeKind, WorkloadGraph } from './graph.ts'
import { kindNumber } from './graph.ts'
import type { Path } from './path.ts'
import { FoundPath } from './path.ts'

/** A party that at least two of our vendors rest on, with the way from each. */
export interface SharedFourthParty {
  readonly party: string
  readonly kind: NodeKind
  readonly vendors: readonly { readonly vendor: string; readonly path: Path }[]
}

/** What makes one party rest on another. */
const resting: readonly EdgeKind[] = [
  'relies-on',
  'flow',
  'hosted-by',
  'run-by',
  'supplied-by',
  'authenticates-through',
  'logs-to',
  'backs-up-to',
  'monitored-by',
]

/** Parties shared behind our vendors, the most shared first. */
export function sharedFourthParties(graph: WorkloadGraph): SharedFourthParty[] {
  const { edgeKind, nodes } = graph
  const rests = new Set(resting.map(kindNumber))
  const isParty = (node: number): boolean =>
    nodes[node]?.kind === 'vendor' || nodes[node]?.kind === 'subservice-organization'
  const shared = nodes.flatMap(({ name, kind }, party): SharedFourthParty[] => {
    if (!isParty(party)) return []
    // Only from party to party: a system of ours that uses two vendors makes neither rest on the other.
    const exploration = explore(graph, graph.in, [party], 1, (edge, neighbor) =>
      rests.has(edgeKind[edge] ?? 0) && isParty(neighbor) ? 0 : stop,
    )
    const vendors = Array.from(statesReached(exploration)).flatMap((state) =>
      nodes[state]?.kind === 'vendor'
        ? [{ vendor: nodes[state].name, path: new FoundPath(exploration, state, true) }]
        : [],
    )
    return vendors.length < 2 ? [] : [{ party: name, kind, vendors }]
  })
  return shared.toSorted((a, b) => b.vendors.length - a.vendors.length)
}
