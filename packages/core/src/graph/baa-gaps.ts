import { explore, isFound, stop } from './explore.ts'
import type { WorkloadGraph } from './graph.ts'
import type { BaaStanding } from './parties.ts'
import { baaStanding, holdingEdges } from './parties.ts'
import type { Path } from './path.ts'
import { FoundPath } from './path.ts'

/** A party that PHI comes to without a business associate agreement in force, with the way it comes there. */
export interface BaaGap {
  readonly party: string
  readonly vendor: string
  readonly baa: BaaStanding
  readonly path: Path
}

/** PHI still moves from system to system, or has come to where somebody holds it and moves no more. */
const moving = 0
const held = 1

/**
 * Every party without a BAA in force to which PHI comes from node `from`: by a flow, or because it hosts, runs or supplies a system on
 * the way. Each party once, nearest first.
 */
export function baaGapsFrom(graph: WorkloadGraph, from: number): BaaGap[] {
  if (graph.hasPhi[from] !== 1) return []
  const { movesPhi } = graph
  const holds = holdingEdges(graph)
  const size = graph.nodes.length
  const exploration = explore(graph, graph.out, [moving * size + from], 2, (edge, _neighbor, layer) => {
    if (holds[edge] === 1) return held
    return layer === moving && movesPhi[edge] === 1 ? moving : stop
  })
  const gaps = new Map<number, BaaGap>()
  for (const state of exploration.found) {
    const node = state % size
    if (gaps.has(node)) continue
    const gap = gapAt(graph, node, () => new FoundPath(exploration, state))
    if (gap !== null) gaps.set(node, gap)
  }
  return [...gaps.values()]
}

/**
 * Every party without a BAA in force to which PHI comes at all, each once, in the order of names. The path begins at the nearest system
 * with PHI that is not itself in that party's hands, and where there is none, at the nearest with PHI.
 */
export function baaGaps(graph: WorkloadGraph): BaaGap[] {
  const holds = holdingEdges(graph)
  return graph.nodes.flatMap((_node, party) => gapAt(graph, party, () => wayTo(graph, holds, party)) ?? [])
}

function gapAt(graph: WorkloadGraph, node: number, findPath: () => Path | null): BaaGap | null {
  const { kind, id, name } = graph.nodes[node] ?? { kind: 'system', id: '', name: '' }
  if (kind !== 'vendor') return null
  const baa = baaStanding(graph, id)
  const path = baa.state === 'in-force' ? null : findPath()
  return path === null ? null : { party: name, vendor: id, baa, path }
}

/** Searched from the party backwards: first over what it holds, then over the PHI that moves there. */
function wayTo(graph: WorkloadGraph, holds: Uint8Array, party: number): Path | null {
  const { hasPhi, movesPhi, nodes } = graph
  const size = nodes.length
  const inHands = explore(graph, graph.in, [party], 1, (edge) => (holds[edge] === 1 ? 0 : stop))
  const isSource = (node: number): boolean =>
    hasPhi[node] === 1 && !isFound(inHands, node) && nodes[node]?.kind === 'system'
  const follow = (edge: number, _neighbor: number, layer: number): number => {
    if (layer === held && holds[edge] === 1) return held
    return movesPhi[edge] === 1 ? moving : stop
  }
  const start = held * size + party
  const outside = explore(graph, graph.in, [start], 2, follow, isSource)
  const last = outside.found.at(-1) ?? start
  if (isSource(last % size)) return new FoundPath(outside, last, true)
  const isHolder = (node: number): boolean => hasPhi[node] === 1 && node !== party
  const within = explore(graph, graph.in, [start], 2, follow, isHolder)
  const nearest = within.found.at(-1) ?? start
  return isHolder(nearest % size) ? new FoundPath(within, nearest, true) : null
}
