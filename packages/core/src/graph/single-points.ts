import { explore, isFound, statesReached } from './explore.ts'
import type { NodeKind, WorkloadGraph } from './graph.ts'
import { need } from './graph.ts'
import { effects, followFailure } from './impact.ts'
import type { Path } from './path.ts'
import { FoundPath } from './path.ts'
import type { UnknownFact } from './unknown-fact.ts'

/** A system of high or critical criticality that a failure elsewhere stops or locks people out of, with the way it gets there. */
export interface FailsWith {
  readonly node: string
  readonly effect: 'stops' | 'no-sign-in'
  readonly path: Path
}

/** One node whose failure alone stops critical systems or locks people out of them. */
export interface SinglePoint {
  readonly node: string
  readonly kind: NodeKind
  readonly fails: readonly FailsWith[]
}

/** Every single point of failure, the one most depends on first. */
export function singlePoints(graph: WorkloadGraph): { answers: SinglePoint[]; unknown: UnknownFact[] } {
  const { nodes } = graph
  const size = nodes.length
  const spread = followFailure(graph)
  const layers = effects.indexOf('no-sign-in') + 1
  const follow = (edge: number, neighbor: number, layer: number): number => {
    const next = spread(edge, neighbor, layer)
    return next < layers ? next : -1
  }
  const matters = Uint8Array.from(nodes, (_node, at) => {
    const criticality = graph.systems[at]?.criticality
    return criticality === 'high' || criticality === 'critical' ? 1 : 0
  })
  const answers = nodes.flatMap(({ name, kind }, failed): SinglePoint[] => {
    const exploration = explore(graph, graph.touching, [failed], layers, follow)
    const fails = Array.from(statesReached(exploration)).flatMap((state): FailsWith[] => {
      const at = state % size
      if (matters[at] !== 1 || (state >= size && isFound(exploration, at))) return []
      const effect = state < size ? 'stops' : 'no-sign-in'
      return [{ node: nodes[at]?.name ?? '', effect, path: new FoundPath(exploration, state) }]
    })
    return fails.length === 0 ? [] : [{ node: name, kind, fails }]
  })
  return { answers: answers.toSorted((a, b) => b.fails.length - a.fails.length), unknown: severalHosts(graph) }
}

/** Systems with more than one host, of which nothing says whether one alone is enough. */
function severalHosts({ edges, nodes }: WorkloadGraph): UnknownFact[] {
  const hosts = new Map<number, { unsaid: number; names: string[] }>()
  for (const { kind, from, to, need: needed } of edges) {
    if (kind !== 'hosted-by') continue
    const known = hosts.get(from) ?? { unsaid: 0, names: [] }
    hosts.set(from, {
      unsaid: known.unsaid + (needed === need.unsaid ? 1 : 0),
      names: [...known.names, nodes[to]?.name ?? ''],
    })
  }
  return [...hosts].flatMap(([node, { unsaid, names }]): UnknownFact[] => {
    if (names.length < 2 || unsaid === 0) return []
    const about = nodes[node]?.name ?? ''
    const sentence = `${about} is hosted by ${names.join(' and ')}; nothing says whether one of them is enough.`
    return [{ about, field: 'hosted-by.required', sentence }]
  })
}
