import { explore, statesReached, stop } from '../explore.ts'
import type { WorkloadGraph } from '../graph.ts'
import { kindNumber } from '../graph.ts'
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
  const follow = (edge: number, _neighbor: number, layer: number): number => {
    const kind = edgeKind[edge]
    if (kind === signIn && layer !== operator) return provider
    return layer === provider && (kind === runBy || kind === suppliedBy) ? operator : stop
  }
  const askers = new Set(edges.flatMap(({ kind, from }) => (kind === 'authenticates-through' ? [from] : [])))
  return [...askers]
    .toSorted((a, b) => a - b)
    .flatMap((from) => {
      const own = ownVendor(graph, from)
      const exploration = explore(graph, graph.out, [asker * nodes.length + from], 3, follow)
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
function ownVendor({ nodes, program, indexOf }: WorkloadGraph, node: number): number | undefined {
  const { kind, id } = nodes[node] ?? { kind: 'customer', id: '' }
  const system = kind === 'system' ? program.system.get(id) : undefined
  if (system?.vendor === undefined || system.kind === 'support-team') return undefined
  return indexOf.get(program.system.has(system.vendor) ? `vendor/${system.vendor}` : system.vendor)
}
