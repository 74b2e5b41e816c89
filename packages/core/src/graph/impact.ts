import type { System } from '../program/system.ts'
import { explore, isFound, statesReached, stop } from './explore.ts'
import type { NodeKind, WorkloadGraph } from './graph.ts'
import { kindNumber, need, tableOfKinds } from './graph.ts'
import { FoundPath } from './path.ts'
import type { UnknownFact } from './unknown-fact.ts'

/**
 * What a failure does to a node, worst first. The place of each is its layer in the search. Only the first two go on: what is hosted by
 * something stopped stops too, and nobody administers through something that nobody can sign in to.
 */
export const effects = [
  'stops',
  'no-sign-in',
  'loses-service',
  'loses-redundancy',
  'loses-supplier',
  'loses-data',
  'loses-administration',
  'loses-logs',
  'loses-backups',
  'loses-monitoring',
] as const
export type Effect = (typeof effects)[number]

/** What a system's failure means to the hospitals, as recorded. */
export interface RecordedImpact {
  readonly node: string
  readonly clinical: string | null
  readonly revenue: string | null
}

export interface Affected {
  readonly node: string
  readonly kind: NodeKind
  readonly effect: Effect
  readonly path: FoundPath
  /** The clinical and revenue-cycle impact recorded for the systems along the path, the one that failed first. */
  readonly impact: readonly RecordedImpact[]
}

/**
 * What stops or loses something if node `failed` fails, nearest first. A node that stops is not told what else it loses,
 * and one that nobody can sign in to is not told that nobody can administer it.
 */
export function impact(graph: WorkloadGraph, failed: number): Affected[] {
  const size = graph.nodes.length
  const exploration = explore(graph, graph.touching, [failed], effects.length, followFailure(graph))
  return Array.from(statesReached(exploration)).flatMap((state): Affected[] => {
    const at = state % size
    const layer = (state - at) / size
    if (layer > 0 && isFound(exploration, at)) return []
    if (layer === losesAdministration && isFound(exploration, noSignIn * size + at)) return []
    const node = graph.nodes[at]
    if (node === undefined) return []
    return [new FoundEffect(graph, node.name, node.kind, layer, new FoundPath(exploration, state))]
  })
}

class FoundEffect implements Affected {
  readonly node: string
  readonly kind: NodeKind
  readonly path: FoundPath
  readonly #graph: WorkloadGraph
  readonly #layer: number

  constructor(graph: WorkloadGraph, node: string, kind: NodeKind, layer: number, path: FoundPath) {
    this.node = node
    this.kind = kind
    this.path = path
    this.#graph = graph
    this.#layer = layer
  }

  get effect(): Effect {
    return effects[this.#layer] ?? 'stops'
  }

  get impact(): RecordedImpact[] {
    return this.path.nodes.flatMap((name) => {
      const said = systemNamed(this.#graph, name)?.failureImpact
      if (said === undefined) return []
      return [{ node: name, clinical: said.clinical ?? null, revenue: said.revenue ?? null }]
    })
  }

  toJSON() {
    return { node: this.node, kind: this.kind, effect: this.effect, path: this.path, impact: this.impact }
  }
}

/** How a failure goes on along an edge: the search stands at what failed or lost its sign-in, the neighbor is hit or not. */
export function followFailure(graph: WorkloadGraph): (edge: number, neighbor: number, layer: number) => number {
  const { edgeFrom, edgeKind, edgeNeed } = graph
  return (edge, neighbor, layer) => {
    if (layer > noSignIn) return stop
    const kind = edgeKind[edge] ?? 0
    const neighborIsFrom = edgeFrom[edge] === neighbor
    if (layer === noSignIn) return neighborIsFrom ? (withoutSignIn[kind] ?? 0) - 1 : stop
    const needed = edgeNeed[edge] ?? 0
    if (needed === need.both || needed === (neighborIsFrom ? need.from : need.to)) return 0
    if (needed === need.neither && kind === hosting) return neighborIsFrom ? losesRedundancy : stop
    return ((neighborIsFrom ? toDependent[kind] : toSupplied[kind]) ?? 0) - 1
  }
}

const noSignIn = effects.indexOf('no-sign-in')
const losesAdministration = effects.indexOf('loses-administration')
const losesRedundancy = effects.indexOf('loses-redundancy')
const afterStop = (effect: Effect): number => effects.indexOf(effect) + 1

/** One more than the layer of what an edge's near end suffers when its far end stops; 0 for nothing. */
const toDependent = tableOfKinds({
  flow: afterStop('loses-data'),
  'hosted-by': afterStop('stops'),
  'run-by': afterStop('stops'),
  'supplied-by': afterStop('loses-supplier'),
  'relies-on': afterStop('loses-supplier'),
  'authenticates-through': afterStop('no-sign-in'),
  'administered-through': afterStop('loses-administration'),
  'enters-through': afterStop('loses-administration'),
  'connects-through': afterStop('loses-data'),
  'logs-to': afterStop('loses-logs'),
  'backs-up-to': afterStop('loses-backups'),
  'monitored-by': afterStop('loses-monitoring'),
})
/** The same for the far end when the near one stops. */
const toSupplied = tableOfKinds({ flow: afterStop('loses-data'), serves: afterStop('loses-service') })
/** The same for the near end when nobody can sign in to the far one. */
const withoutSignIn = tableOfKinds({
  'authenticates-through': afterStop('no-sign-in'),
  'administered-through': afterStop('loses-administration'),
  'enters-through': afterStop('loses-administration'),
})
const hosting = kindNumber('hosted-by')

/** What the program would have to say for the answer about `failed` to be complete. */
export function unknownImpact(graph: WorkloadGraph, failed: number, affected: readonly Affected[]): UnknownFact[] {
  const names = [
    graph.nodes[failed]?.name ?? '',
    ...affected.flatMap((one) => (one.effect === 'stops' ? [one.node] : [])),
  ]
  const unsaid = names.flatMap((about): UnknownFact[] => {
    const system = systemNamed(graph, about)
    if (system === undefined || system.failureImpact !== undefined) return []
    const sentence = `Nothing says what a failure of ${about} means to patients or to revenue.`
    return [{ about, field: 'failureImpact', sentence }]
  })
  const flows = new Set(affected.flatMap((one) => (one.effect === 'loses-data' ? (one.path.lastEdge ?? []) : [])))
  const needs = [...flows]
    .toSorted((a, b) => a - b)
    .flatMap((at): UnknownFact[] => {
      const edge = graph.edges[at]
      if (edge?.kind !== 'flow' || edge.need !== need.unsaid) return []
      const sentence = `Nothing says who cannot work without flow ${edge.id}, so whoever loses it is not said to stop.`
      return [{ about: `flow/${edge.id}`, field: 'neededBy', sentence }]
    })
  const unserved = names.filter((name) => {
    const system = systemNamed(graph, name)
    return system !== undefined && system.serves === undefined
  })
  const sentence = `Nothing says which customers are served by ${unserved.join(', ')}.`
  const served = unserved.length === 0 ? [] : [{ about: names[0] ?? '', field: 'serves', sentence }]
  return [...unsaid, ...needs, ...served]
}

function systemNamed(graph: WorkloadGraph, name: string): System | undefined {
  return graph.systems[graph.indexOf.get(name) ?? -1]
}
