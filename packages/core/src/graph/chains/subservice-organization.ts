import type { EdgeKind, WorkloadGraph } from '../graph.ts'
import { joinPaths, pathAlong } from '../path.ts'
import type { UnknownFact } from '../unknown-fact.ts'
import type { FoundChain } from './chain.ts'

const reliance: ReadonlySet<EdgeKind> = new Set(['flow', 'hosted-by', 'run-by', 'supplied-by'])

/** Whom a vendor relies on by its own report, with the first system of ours that relies on that vendor. */
export function findSubserviceOrganizations(graph: WorkloadGraph): FoundChain[] {
  const { edges, nodes } = graph
  const firstIn = new Map<number, number>()
  edges.forEach(({ kind, from, to }, at) => {
    if (!reliance.has(kind) || nodes[from]?.kind !== 'system') return
    const known = firstIn.get(to)
    if (known === undefined || from < (edges[known]?.from ?? 0)) firstIn.set(to, at)
  })
  return edges
    .flatMap(({ kind, from, to }, at) => {
      if (kind !== 'relies-on') return []
      const near = firstIn.get(from)
      const named = pathAlong(graph, at)
      const path = near === undefined ? named : joinPaths(pathAlong(graph, near), named)
      return [{ from, to, chain: { kind: 'subservice-organization' as const, path, reaches: [] } }]
    })
    .toSorted((a, b) => a.from - b.from || a.to - b.to)
    .map(({ chain }) => chain)
}

/** The vendors of which a report is on file and nothing says whom it names. */
export function unknownSubservice({ nodes, program }: WorkloadGraph): UnknownFact[] {
  return nodes.flatMap(({ kind, id, name }): UnknownFact[] => {
    const reports = kind === 'vendor' ? (program.vendor.get(id)?.assurance ?? []) : []
    const soc = reports.filter(({ type }) => type.startsWith('soc'))
    if (soc.length === 0 || soc.some((report) => report.subserviceOrganizations !== undefined)) return []
    const sentence = `Nothing says which subservice organizations the SOC report of ${name} names.`
    return [{ about: name, field: 'assurance.subserviceOrganizations', sentence }]
  })
}
