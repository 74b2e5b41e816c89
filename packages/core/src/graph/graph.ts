import type { Program } from '../program/program.ts'
import type { System } from '../program/system.ts'

/**
 * Every kind of edge, in the order in which parallel edges are preferred as proof. `flow` and the dependency types are documents of
 * their own; the others follow from a field of a system, a vendor or its report.
 */
export const edgeKinds = [
  'flow',
  'hosted-by',
  'run-by',
  'supplied-by',
  'authenticates-through',
  'administered-through',
  'connects-through',
  'logs-to',
  'backs-up-to',
  'monitored-by',
  'staffs',
  'enters-through',
  'enters',
  'uses',
  'signs-in-to',
  'relies-on',
  'serves',
] as const
export type EdgeKind = (typeof edgeKinds)[number]

export type NodeKind = 'system' | 'vendor' | 'support-role' | 'service-account' | 'subservice-organization' | 'customer'

export interface GraphNode {
  /** Unique in the graph, see `nodeName`. */
  readonly name: string
  readonly kind: NodeKind
  /** Id of the system or vendor; for others what follows the slash of the name. */
  readonly id: string
  readonly title: string
}

/** What a flow carries, as the number kept for it. */
export const cargo = { none: 0, other: 1, phi: 2, logs: 3 } as const

/** Who cannot work without the other end of an edge, as the number kept for it. */
export const need = { unsaid: 0, from: 1, to: 2, both: 3, neither: 4 } as const

export interface GraphEdge {
  readonly id: string
  readonly kind: EdgeKind
  readonly from: number
  readonly to: number
  readonly cargo: number
  readonly need: number
  /** False for a flow said to be unencrypted. */
  readonly encrypted: boolean
  /** The person who answers for the edge itself. */
  readonly owner: string | null
  readonly protocol: string | null
}

/** Neighbors of every node as compressed rows: those of node `n` stand from `offsets[n]` up to `offsets[n + 1]`. */
export interface Adjacency {
  readonly offsets: Int32Array
  readonly neighbors: Int32Array
  readonly edges: Int32Array
}

/** An edge that joins nothing on the day, because one end is not part of the workload then. */
export interface SetAside {
  readonly id: string
  readonly kind: EdgeKind
  readonly missing: string
}

/**
 * The workload of one day as an indexed graph. Nodes are in the order of their names, and every row of an adjacency in the order of
 * neighbor, kind and id, so that the first of several equal paths is always the same one.
 */
export interface WorkloadGraph {
  readonly day: string
  readonly program: Program
  readonly nodes: readonly GraphNode[]
  /** By node: the system it stands for; undefined where it stands for something else, whatever its id. */
  readonly systems: readonly (System | undefined)[]
  readonly edges: readonly GraphEdge[]
  readonly indexOf: ReadonlyMap<string, number>
  readonly edgeFrom: Int32Array
  readonly edgeTo: Int32Array
  /** Place of the edge's kind in `edgeKinds`. */
  readonly edgeKind: Uint8Array
  /** What of `need` each edge says. */
  readonly edgeNeed: Uint8Array
  /** 1 for an edge along which logs go. */
  readonly carriesLogs: Uint8Array
  /** 1 for an edge along which PHI moves. */
  readonly movesPhi: Uint8Array
  /** 1 for a node at which there is PHI: it says so, or PHI moves to or from it. */
  readonly hasPhi: Uint8Array
  /** 1 for a node that is a support team. */
  readonly isTeam: Uint8Array
  readonly out: Adjacency
  readonly in: Adjacency
  /** Both directions in one row. */
  readonly touching: Adjacency
  readonly setAside: readonly SetAside[]
}

/** The number kept for a kind of edge. */
export function kindNumber(kind: EdgeKind): number {
  return edgeKinds.indexOf(kind)
}

/** A number for every kind of edge, by the kind's own number; 0 where `given` names none. */
export function tableOfKinds(given: Partial<Readonly<Record<EdgeKind, number>>>): Uint8Array {
  return Uint8Array.from(edgeKinds, (kind) => given[kind] ?? 0)
}

/** The edges that end at `node`, in the order of where they begin. */
export function edgesInto({ in: into }: WorkloadGraph, node: number): number[] {
  return [...into.edges.subarray(into.offsets[node], into.offsets[node + 1])]
}

/** The edges that begin at `node`, in the order of where they end. */
export function edgesFrom({ out }: WorkloadGraph, node: number): number[] {
  return [...out.edges.subarray(out.offsets[node], out.offsets[node + 1])]
}
