import type { ProgramDocument } from '../program/document.ts'
import { programOn } from '../program/program.ts'
import type { NamedEdge } from './edges.ts'
import { collectEdges } from './edges.ts'
import type { Adjacency, GraphEdge, SetAside, WorkloadGraph } from './graph.ts'
import { cargo, kindNumber } from './graph.ts'
import { collectNodes } from './nodes.ts'

/**
 * The workload as it stood on `day`, `YYYY-MM-DD`, by the program in force then. An edge of which one end is no part of the workload on
 * that day is set aside with the end that is missing; an edge from a node to itself joins nothing and is set aside too.
 */
export function buildWorkloadGraph(documents: readonly ProgramDocument[], day: string): WorkloadGraph {
  const program = programOn(documents, day)
  const nodes = collectNodes(program, day)
  const indexOf = new Map(nodes.map(({ name }, at) => [name, at]))
  const { edges, setAside } = placeEdges(collectEdges(program, day), indexOf)
  const edgeFrom = Int32Array.from(edges, ({ from }) => from)
  const edgeTo = Int32Array.from(edges, ({ to }) => to)
  const systems = nodes.map(({ kind, id }) => (kind === 'system' ? program.system.get(id) : undefined))
  const { movesPhi, hasPhi } = followPhi(systems, edges)
  return {
    day,
    program,
    nodes,
    systems,
    edges,
    indexOf,
    edgeFrom,
    edgeTo,
    edgeKind: Uint8Array.from(edges, ({ kind }) => kindNumber(kind)),
    edgeNeed: Uint8Array.from(edges, ({ need }) => need),
    carriesLogs: Uint8Array.from(edges, ({ kind, cargo: load }) => (kind === 'logs-to' || load === cargo.logs ? 1 : 0)),
    movesPhi,
    hasPhi,
    isTeam: Uint8Array.from(systems, (system) => (system?.kind === 'support-team' ? 1 : 0)),
    out: indexRows(nodes.length, [[edgeFrom, edgeTo]]),
    in: indexRows(nodes.length, [[edgeTo, edgeFrom]]),
    touching: indexRows(nodes.length, [
      [edgeFrom, edgeTo],
      [edgeTo, edgeFrom],
    ]),
    setAside,
  }
}

/** Looks up the ends and puts the edges in the order of kind and id, which is the order of preference among parallel ones. */
function placeEdges(named: readonly NamedEdge[], indexOf: ReadonlyMap<string, number>) {
  const edges: GraphEdge[] = []
  const setAside: SetAside[] = []
  for (const edge of named) {
    const [from, to] = [indexOf.get(edge.from), indexOf.get(edge.to)]
    if (from === undefined || to === undefined || from === to) {
      setAside.push({ id: edge.id, kind: edge.kind, missing: from === undefined ? edge.from : edge.to })
    } else edges.push({ ...edge, from, to })
  }
  const order = (a: { kind: GraphEdge['kind']; id: string }, b: { kind: GraphEdge['kind']; id: string }): number =>
    kindNumber(a.kind) - kindNumber(b.kind) || (a.id < b.id ? -1 : 1)
  return { edges: edges.toSorted(order), setAside: setAside.toSorted(order) }
}

/**
 * Where there is PHI and along which edges it moves. A flow says that it carries PHI. A backup of what holds PHI holds it too, and
 * traffic that goes through a gateway is seen there, though no flow says so.
 */
function followPhi(systems: WorkloadGraph['systems'], edges: readonly GraphEdge[]) {
  const hasPhi = Uint8Array.from(systems, (system) => (system?.sensitivity === 'phi' ? 1 : 0))
  const movesPhi = new Uint8Array(edges.length)
  edges.forEach((edge, at) => {
    if (edge.cargo !== cargo.phi) return
    movesPhi[at] = 1
    hasPhi[edge.from] = 1
    hasPhi[edge.to] = 1
  })
  const carried = edges.flatMap(({ kind }, at) => (kind === 'backs-up-to' || kind === 'connects-through' ? [at] : []))
  for (let changed = true; changed;) {
    changed = false
    for (const at of carried) {
      const edge = edges[at]
      if (edge === undefined || movesPhi[at] === 1 || hasPhi[edge.from] !== 1) continue
      movesPhi[at] = 1
      hasPhi[edge.to] = 1
      changed = true
    }
  }
  return { movesPhi, hasPhi }
}

/** Compressed rows over the edges read in the given directions; each row in the order of neighbor, then of edge. */
function indexRows(nodeCount: number, directions: readonly (readonly [Int32Array, Int32Array])[]): Adjacency {
  const entries = directions.flatMap(([near, far]) =>
    Array.from(near, (node, edge) => ({ node, far: far[edge] ?? 0, edge })),
  )
  entries.sort((a, b) => a.node - b.node || a.far - b.far || a.edge - b.edge)
  const offsets = new Int32Array(nodeCount + 1)
  for (const { node } of entries) offsets[node + 1] = (offsets[node + 1] ?? 0) + 1
  for (let node = 0; node < nodeCount; node += 1) offsets[node + 1] = (offsets[node + 1] ?? 0) + (offsets[node] ?? 0)
  return {
    offsets,
    neighbors: Int32Array.from(entries, ({ far }) => far),
    edges: Int32Array.from(entries, ({ edge }) => edge),
  }
}
