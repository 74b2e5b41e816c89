import type { Adjacency, WorkloadGraph } from './graph.ts'

/**
 * Whether and how a search goes on along an edge from the node it stands at: the layer it is in at the neighbor, or `stop`. Layers are
 * what a search remembers beside the node, such as that everything so far has stopped and not only lost its logs.
 */
export type Follow = (edge: number, neighbor: number, layer: number) => number
export const stop = -1

/** What a search found. A state is a node in a layer: `layer * nodes + node`. */
export interface Exploration {
  readonly graph: WorkloadGraph
  /** The states reached, nearest first, the starts in front. */
  readonly found: Int32Array
  readonly starts: number
  /** By state: the edge it was reached by, -2 for a start, -1 where it was not reached. */
  readonly via: Int32Array
  /** By state: the state it was reached from. */
  readonly parent: Int32Array
}

/**
 * Breadth first from `starts`, so that each state has a shortest path; of several, the one whose neighbors and edges come first,
 * compared from the start on. `until` ends the search at the first state it accepts, which is then the last one found.
 */
export function explore(
  graph: WorkloadGraph,
  { offsets, neighbors, edges }: Adjacency,
  starts: readonly number[],
  layers: number,
  follow: Follow,
  until?: (node: number, layer: number) => boolean,
): Exploration {
  const size = graph.nodes.length
  const via = new Int32Array(size * layers).fill(-1)
  const parent = new Int32Array(size * layers)
  const queue = new Int32Array(size * layers)
  let length = 0
  for (const start of starts) {
    if (via[start] !== -1) continue
    via[start] = -2
    queue[length++] = start
  }
  const started = length
  for (let at = 0; at < length; at += 1) {
    const state = queue[at] ?? 0
    const node = layers === 1 ? state : state % size
    const layer = layers === 1 ? 0 : (state - node) / size
    const end = offsets[node + 1] ?? 0
    for (let row = offsets[node] ?? 0; row < end; row += 1) {
      const edge = edges[row] ?? 0
      const neighbor = neighbors[row] ?? 0
      const next = follow(edge, neighbor, layer)
      if (next === stop) continue
      const reached = next * size + neighbor
      if (via[reached] !== -1) continue
      via[reached] = edge
      parent[reached] = state
      queue[length++] = reached
      if (until?.(neighbor, next) === true)
        return { graph, found: queue.subarray(0, length), starts: started, via, parent }
    }
  }
  return { graph, found: queue.subarray(0, length), starts: started, via, parent }
}

/** The states an exploration reached, without those it began with. */
export function statesReached({ found, starts }: Exploration): Int32Array {
  return found.subarray(starts)
}
