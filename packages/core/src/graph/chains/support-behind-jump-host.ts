import type { WorkloadGraph } from '../graph.ts'
import { edgesInto } from '../graph.ts'
import { pathAlong } from '../path.ts'
import type { FoundChain } from './chain.ts'

/** A support team or role that enters through a jump host or console which others answer for, with what stands behind it. */
export function findSupportBehindJumpHosts(graph: WorkloadGraph): FoundChain[] {
  const { edges, nodes } = graph
  return edges
    .flatMap(({ kind, from, to }, at) => {
      if (kind === 'administered-through' && !isTeam(graph, from)) return []
      if (kind !== 'administered-through' && kind !== 'enters-through') return []
      if (isSameTeam(graph, from, to)) return []
      const behind = edgesInto(graph, to).flatMap((into) => {
        const edge = edges[into]
        return edge?.kind === 'administered-through' && !isTeam(graph, edge.from) ? [edge.from] : []
      })
      const reaches = behind.toSorted((a, b) => a - b).flatMap((node) => nodes[node]?.name ?? [])
      return [{ from, to, chain: { kind: 'support-behind-jump-host' as const, path: pathAlong(graph, at), reaches } }]
    })
    .toSorted((a, b) => a.from - b.from || a.to - b.to)
    .map(({ chain }) => chain)
}

function isTeam(graph: WorkloadGraph, node: number): boolean {
  return graph.systems[node]?.kind === 'support-team'
}

/** Whether the same people answer for both: the same vendor, or the same owner of ours. */
function isSameTeam(graph: WorkloadGraph, from: number, to: number): boolean {
  const team = graph.systems[from]
  const host = graph.systems[to]
  const [enters, entered] = [graph.nodes[from], graph.nodes[to]]
  const vendor = enters?.kind === 'support-role' ? enters.id.split('/')[0] : team?.vendor
  if (vendor === undefined) return team?.owner !== undefined && team.owner === host?.owner
  return entered?.kind === 'vendor' ? entered.id === vendor : host?.vendor === vendor
}
