import type { PlainEdge } from './facts.ts'
import { compare, preferred } from './facts.ts'

/** A path written out in full, as far as it has come. */
export interface WrittenPath {
  readonly nodes: readonly string[]
  readonly edges: readonly PlainEdge[]
  readonly mode: string
}

/** How a path goes on from `near` to `far` in a mode: the mode it is in then, or null where it does not. */
export type Step = (edge: PlainEdge, near: string, far: string, mode: string) => string | null

/**
 * Every simple path from the starts, length by length, until no node and mode is new. Of those that arrive first the least counts,
 * compared node by node and edge by edge. Edges are found by reading all of them, every time.
 */
export function enumerate(
  edges: readonly PlainEdge[],
  starts: readonly string[],
  mode: string,
  step: Step,
): WrittenPath[] {
  const arrived = new Map<string, WrittenPath>()
  let paths: WrittenPath[] = starts.map((start) => ({ nodes: [start], edges: [], mode }))
  const began = new Set(starts.map((start) => `${mode} ${start}`))
  while (paths.length > 0) {
    const longer: WrittenPath[] = []
    for (const path of paths) {
      const near = path.nodes.at(-1) ?? ''
      for (const edge of edges) {
        for (const [one, far] of [
          [edge.from, edge.to],
          [edge.to, edge.from],
        ] as const) {
          if (one !== near || path.nodes.includes(far)) continue
          const next = step(edge, near, far, path.mode)
          const place = `${next} ${far}`
          if (next === null || arrived.has(place) || began.has(place)) continue
          longer.push({ nodes: [...path.nodes, far], edges: [...path.edges, edge], mode: next })
        }
      }
    }
    for (const path of longer.toSorted(leastFirst)) {
      const place = `${path.mode} ${path.nodes.at(-1)}`
      if (!arrived.has(place)) arrived.set(place, path)
    }
    paths = longer
  }
  return [...arrived.values()].toSorted(leastFirst)
}

function leastFirst(a: WrittenPath, b: WrittenPath): number {
  if (a.nodes.length !== b.nodes.length) return a.nodes.length - b.nodes.length
  for (const [at, node] of a.nodes.entries()) {
    const nodes = compare(node, b.nodes[at] ?? '')
    if (nodes !== 0) return nodes
    const [one, other] = [a.edges[at - 1], b.edges[at - 1]]
    const edges = one === undefined || other === undefined ? 0 : preferred(one, other)
    if (edges !== 0) return edges
  }
  return 0
}

/** The path as an answer carries it; `towards` where it was written from its end. */
export function answered({ nodes, edges }: Pick<WrittenPath, 'nodes' | 'edges'>, towards = false) {
  const ordered = towards ? nodes.toReversed() : [...nodes]
  const steps = towards ? edges.toReversed() : [...edges]
  return {
    nodes: ordered,
    edges: steps.map(({ id, kind, from }, at) => ({ id, kind, along: from === ordered[at] })),
  }
}
