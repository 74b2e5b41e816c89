import type { EdgeKind, WorkloadGraph } from './graph.ts'
import { need, tableOfKinds } from './graph.ts'
import { judgeOwner, nodeOwner, sayOwner } from './owners.ts'
import type { Path } from './path.ts'
import { pathAlong } from './path.ts'
import type { UnknownFact } from './unknown-fact.ts'

/** A dependency or flow that somebody cannot work without and for which nobody answers. */
export interface UnownedDependency {
  readonly dependency: string
  readonly kind: EdgeKind
  readonly because: string
  readonly path: Path
}

/**
 * Required dependencies without an owner. Whoever is named on the dependency answers for it; where nobody is, the owner of what it leads
 * to. Where nothing says whether an unowned one is required, that is unknown.
 */
export function unowned(graph: WorkloadGraph): { answers: UnownedDependency[]; unknown: UnknownFact[] } {
  const answers: UnownedDependency[] = []
  const unknown: UnknownFact[] = []
  const { edgeKind, edgeNeed, edges } = graph
  const isOwned = ownedNodes(graph)
  for (let at = 0; at < edges.length; at += 1) {
    const edge = edges[at]
    if (edge === undefined || edgeNeed[at] === need.neither || isDocument[edgeKind[at] ?? 0] !== 1) continue
    if (edge.owner === null && isOwned(edge.to)) continue
    const standing = edge.owner === null ? nodeOwner(graph, edge.to) : judgeOwner(graph, edge.owner)
    if (standing === null || standing.state === 'owned') continue
    const about = `${edge.kind}/${edge.id}`
    const owned = edge.owner === null ? (graph.nodes[edge.to]?.name ?? '') : about
    const because = `${owned} ${sayOwner(standing)}`
    if (edge.need === need.unsaid) {
      const field = edge.kind === 'flow' ? 'neededBy' : 'required'
      unknown.push({ about, field, sentence: `${because}; nothing says whether ${about} is required.` })
    } else answers.push({ dependency: edge.id, kind: edge.kind, because, path: pathAlong(graph, at) })
  }
  return { answers, unknown }
}

/** Whether somebody answers for a node, found out once for each. */
function ownedNodes(graph: WorkloadGraph): (node: number) => boolean {
  const told = new Int8Array(graph.nodes.length)
  return (node) => {
    if (told[node] === 0) told[node] = nodeOwner(graph, node)?.state === 'owned' ? 1 : -1
    return told[node] === 1
  }
}

/** 1 for the kinds of edge that are a flow or a dependency of their own, and not read out of a field of something else. */
const isDocument = tableOfKinds({
  flow: 1,
  'hosted-by': 1,
  'authenticates-through': 1,
  'administered-through': 1,
  'connects-through': 1,
  'logs-to': 1,
  'backs-up-to': 1,
  'monitored-by': 1,
})
