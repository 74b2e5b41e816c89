import type { Adjacency, WorkloadGraph } from './graph.ts'

/**
 * Whether and how a search goes on along an edge from the node it stands at: the layer it is in at the neighbor, or `stop`. Layers are
 * what a search remembers beside the node, such as that everything so far has stopped and not only lost its logs.
 */
export type Follow = (edge: number, neighbor: number, layer: number) => number
export const stop = -1

/**
 * What a search found. A state is a node in a layer: `layer * nodes + node`. States stand in the order in which they were found, nearest
 * first, the starts in front.
 */
export interface Exploration {
  readonly graph: WorkloadGraph
  readonly found: Int32Array
  /** How many of those found are starts. */
  readonly starts: number
  /** By place in `found`: the edge it was reached by, and the place of what it was reached from. Of starts neither means anything. */
  readonly via: Int32Array
  readonly parent: Int32Array
  /** By state: one more than its place in `found`; 0 where it was not reached. */
  readonly placeOf: Int32Array
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
  // Most states of a search with many layers are never reached: only this array is as long as there are states.
  const placeOf = new Int32Array(size * layers)
  let found = new Int32Array(Math.max(firstRoom, starts.length))
  let via = new Int32Array(found.length)
  let parent = new Int32Array(found.length)
  let length = 0
  for (const start of starts) {
    if (placeOf[start] !== 0) continue
    found[length] = start
    placeOf[start] = ++length
  }
  const started = length
  const finish = (): Exploration => ({ graph, found: found.subarray(0, length), starts: started, via, parent, placeOf })
  for (let at = 0; at < length; at += 1) {
    const state = found[at] ?? 0
    const node = layers === 1 ? state : state % size
    const layer = layers === 1 ? 0 : (state - node) / size
    const end = offsets[node + 1] ?? 0
    for (let row = offsets[node] ?? 0; row < end; row += 1) {
      const edge = edges[row] ?? 0
      const neighbor = neighbors[row] ?? 0
      const next = follow(edge, neighbor, layer)
      if (next === stop) continue
      const reached = next * size + neighbor
      if (placeOf[reached] !== 0) continue
      if (length === found.length) {
        found = twice(found)
        via = twice(via)
        parent = twice(parent)
      }
      found[length] = reached
      via[length] = edge
      parent[length] = at
      placeOf[reached] = ++length
      if (until?.(neighbor, next) === true) return finish()
    }
  }
  return finish()
}

const firstRoom = 256

function twice(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(array.length * 2)
  longer.set(array)
  return longer
}

/** The states an exploration reached, without those it began with. */
export function statesReached({ found, starts }: Exploration): Int32Array {
  return found.subarray(starts)
}

/** Whether an exploration came to a state, or began there. */
export function isFound({ placeOf }: Exploration, state: number): boolean {
  return (placeOf[state] ?? 0) !== 0
}

/** Whether it came there, and did not begin there. */
export function isReached({ placeOf, starts }: Exploration, state: number): boolean {
  return (placeOf[state] ?? 0) > starts
}
