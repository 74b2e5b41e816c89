import { judgeAgreement } from '../program/agreement-in-force.ts'
import type { WorkloadGraph } from './graph.ts'
import { kindNumber } from './graph.ts'

/** How a vendor stands bound as a business associate on the graph's day (45 CFR 164.308(b), 164.504(e)). */
export interface BaaStanding {
  readonly state: 'in-force' | 'not-in-force' | 'none-recorded'
  /** Every BAA recorded with the vendor, with why it does or does not bind. */
  readonly agreements: readonly { readonly id: string; readonly reason: string }[]
}

export function baaStanding({ program, day }: WorkloadGraph, vendor: string): BaaStanding {
  const judged = [...program.agreement.values()]
    .filter(({ type, party }) => type === 'baa' && party.vendor === vendor)
    .map((agreement) => ({ id: agreement.id, ...judgeAgreement(agreement, day) }))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
  const agreements = judged.map(({ id, reason }) => ({ id, reason }))
  if (judged.length === 0) return { state: 'none-recorded', agreements }
  return { state: judged.some(({ inForce }) => inForce) ? 'in-force' : 'not-in-force', agreements }
}

/** The same for whoever a node stands for: a party that is no vendor of ours has no agreement with us. */
export function baaStandingOf(graph: WorkloadGraph, node: number): BaaStanding {
  const { kind, id } = graph.nodes[node] ?? { kind: 'system', id: '' }
  return kind === 'vendor' ? baaStanding(graph, id) : { state: 'none-recorded', agreements: [] }
}

/**
 * Whether an edge leads from a system to who holds what is in it: its host, the vendor that runs it, or a supplier that says itself that
 * it touches PHI. By edge: 1 or 0.
 */
export function holdingEdges({ edges, edgeKind, nodes, program }: WorkloadGraph): Uint8Array {
  const [hostedBy, runBy, suppliedBy] = [kindNumber('hosted-by'), kindNumber('run-by'), kindNumber('supplied-by')]
  return Uint8Array.from(edgeKind, (kind, at) => {
    if (kind === hostedBy || kind === runBy) return 1
    if (kind !== suppliedBy) return 0
    const vendor = program.vendor.get(nodes[edges[at]?.to ?? -1]?.id ?? '')
    return vendor?.touches.includes('phi') === true ? 1 : 0
  })
}
