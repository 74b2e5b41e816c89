/** Neighbors as compressed rows, as the workload graph keeps them. */
interface Rows {
  readonly offsets: Int32Array
  readonly neighbors: Int32Array
  readonly edges: Int32Array
}

/** What a plain search leaves behind: which nodes it found, in order, and how it came to each. */
export interface PlainTree {
  readonly found: Int32Array
  readonly parent: Int32Array
  readonly via: Int32Array
}

/** Breadth first along every edge, with no question in mind: the least that a search can do. */
export function searchPlainly({ offsets, neighbors, edges }: Rows, start: number): PlainTree {
  const size = offsets.length - 1
  const via = new Int32Array(size).fill(-1)
  const parent = new Int32Array(size)
  const queue = new Int32Array(size)
  via[start] = -2
  queue[0] = start
  let length = 1
  for (let at = 0; at < length; at += 1) {
    const node = queue[at] ?? 0
    const end = offsets[node + 1] ?? 0
    for (let row = offsets[node] ?? 0; row < end; row += 1) {
      const neighbor = neighbors[row] ?? 0
      if (via[neighbor] !== -1) continue
      via[neighbor] = edges[row] ?? 0
      parent[neighbor] = node
      queue[length++] = neighbor
    }
  }
  return { found: queue.subarray(0, length), parent, via }
}

/** The nodes and edges from the start to `node`. */
export function writePath({ parent, via }: PlainTree, node: number): { nodes: number[]; edges: number[] } {
  const nodes: number[] = []
  const edges: number[] = []
  for (let at = node; ; at = parent[at] ?? 0) {
    nodes.push(at)
    const edge = via[at] ?? -1
    if (edge < 0) break
    edges.push(edge)
  }
  return { nodes: nodes.toReversed(), edges: edges.toReversed() }
}
