import type { EdgeKind, GraphEdge, WorkloadGraph } from './graph.ts'
import { need } from './graph.ts'
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
  graph.edges.forEach((edge, at) => {
    if (edge.need === need.neither || !isDocument(edge)) return
    const standing = edge.owner === null ? nodeOwner(graph, edge.to) : judgeOwner(graph, edge.owner)
    if (standing === null || standing.state === 'owned') return
    const about = `${edge.kind}/${edge.id}`
    const owned = edge.owner === null ? (graph.nodes[edge.to]?.name ?? '') : about
    const because = `${owned} ${sayOwner(standing)}`
    if (edge.need === need.unsaid) {
      const field = edge.kind === 'flow' ? 'neededBy' : 'required'
      unknown.push({ about, field, sentence: `${because}; nothing says whether ${about} is required.` })
    } else answers.push({ dependency: edge.id, kind: edge.kind, because, path: pathAlong(graph, at) })
  })
  return { answers, unknown }
}

/** Whether the edge is a flow or a dependency of its own, and not read out of a field of something else. */
function isDocument({ kind }: GraphEdge): boolean {
  return documentKinds.has(kind)
}

const documentKinds: ReadonlySet<EdgeKind> = new Set([
  'flow',
  'hosted-by',
  'authenticates-through',
  'administered-through',
  'connects-through',
  'logs-to',
  'backs-up-to',
  'monitored-by',
])
