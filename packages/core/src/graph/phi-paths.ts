import { explore, statesReached, stop } from './explore.ts'
import type { NodeKind, WorkloadGraph } from './graph.ts'
import type { Path } from './path.ts'
import { FoundPath } from './path.ts'

/** A node to which PHI goes, with the shortest way there. */
export interface PhiDestination {
  readonly node: string
  readonly kind: NodeKind
  readonly path: Path
}

/** Where PHI goes from node `from`, nearest first. */
export function phiPaths(graph: WorkloadGraph, from: number): PhiDestination[] {
  const { movesPhi } = graph
  const exploration = explore(graph, graph.out, [from], 1, (edge) => (movesPhi[edge] === 1 ? 0 : stop))
  return Array.from(statesReached(exploration), (state): PhiDestination => {
    const { name = '', kind = 'system' } = graph.nodes[state] ?? {}
    return { node: name, kind, path: new FoundPath(exploration, state) }
  })
}
