import type { EdgeKind, WorkloadGraph } from './graph.ts'
import type { Exploration } from './explore.ts'

/** An edge as it joins two nodes of a path. */
export interface PathEdge {
  readonly id: string
  readonly kind: EdgeKind
  /** False where the path goes from the edge's far end to its near one: who hosts a system stands before it. */
  readonly along: boolean
}

/** The proof of an answer: `edges[i]` joins `nodes[i]` and `nodes[i + 1]`. */
export interface Path {
  readonly nodes: readonly string[]
  readonly edges: readonly PathEdge[]
}

/**
 * The path to a state an exploration reached, read out of it only when somebody looks: an answer about thousands of nodes costs no more
 * than the search. `towards`: the search went against the direction of the answer, so the path ends where it began.
 */
export class FoundPath implements Path {
  readonly #exploration: Exploration
  readonly #state: number
  readonly #towards: boolean

  constructor(exploration: Exploration, state: number, towards = false) {
    this.#exploration = exploration
    this.#state = state
    this.#towards = towards
  }

  get nodes(): string[] {
    const { graph, found } = this.#exploration
    const names = this.#places().map((place) => graph.nodes[(found[place] ?? 0) % graph.nodes.length]?.name ?? '')
    return this.#inOrder(names)
  }

  get edges(): PathEdge[] {
    const { graph, found, starts, via, parent } = this.#exploration
    const edges = this.#places().flatMap((place): PathEdge[] => {
      if (place < starts) return []
      const before = (found[this.#towards ? place : (parent[place] ?? 0)] ?? 0) % graph.nodes.length
      return edgeOf(graph, via[place] ?? -1, before)
    })
    return this.#inOrder(edges)
  }

  /** Place of the edge by which the search came to the state; undefined where it began there. */
  get lastEdge(): number | undefined {
    const { placeOf, starts, via } = this.#exploration
    const place = (placeOf[this.#state] ?? 0) - 1
    return place < starts ? undefined : via[place]
  }

  toJSON(): Path {
    return { nodes: this.nodes, edges: this.edges }
  }

  /** Where what was found stands, from the state back to where the search began. */
  #places(): number[] {
    const { placeOf, parent, starts } = this.#exploration
    const places: number[] = []
    for (let place = (placeOf[this.#state] ?? 0) - 1; ; place = parent[place] ?? 0) {
      places.push(place)
      if (place < starts) return places
    }
  }

  #inOrder<T>(backwards: T[]): T[] {
    return this.#towards ? backwards : backwards.toReversed()
  }
}

/** Two paths of which the second begins where the first ends. */
export function joinPaths(first: Path, second: Path): Path {
  return { nodes: [...first.nodes, ...second.nodes.slice(1)], edges: [...first.edges, ...second.edges] }
}

/** The path that is one edge. */
export function pathAlong(graph: WorkloadGraph, edge: number): Path {
  const { edgeFrom, edgeTo, nodes } = graph
  const ends = [edgeFrom[edge] ?? -1, edgeTo[edge] ?? -1]
  return { nodes: ends.flatMap((node) => nodes[node]?.name ?? []), edges: edgeOf(graph, edge, ends[0] ?? -1) }
}

function edgeOf({ edges }: WorkloadGraph, at: number, before: number): PathEdge[] {
  const edge = edges[at]
  return edge === undefined ? [] : [{ id: edge.id, kind: edge.kind, along: edge.from === before }]
}
