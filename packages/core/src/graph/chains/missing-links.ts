import type { WorkloadGraph } from '../graph.ts'
import type { Exploration } from '../explore.ts'
import type { LogCoverage } from '../log-coverage.ts'
import { judgeLogs, sayUncovered } from '../log-coverage.ts'
import { nodeOwner, sayOwner } from '../owners.ts'
import { baaStandingOf } from '../parties.ts'
import type { FoundChain, MissingLink } from './chain.ts'

/** What the links of a chain lack: an owner, a BAA where PHI is on the way, logs that are kept (R-INV-4). */
export function missingLinks(graph: WorkloadGraph, search: Exploration, chain: FoundChain): MissingLink[] {
  const names = chain.path.nodes
  const links = names.map((name) => graph.indexOf.get(name) ?? -1)
  const phiOnTheWay = [...names, ...chain.reaches].some((name) => graph.hasPhi[graph.indexOf.get(name) ?? -1] === 1)
  return links.flatMap((node): MissingLink[] => {
    const logs = judgeLogs(graph, search, node)
    return [
      ...missingOwner(graph, node),
      ...(phiOnTheWay ? missingBaa(graph, node) : []),
      ...(logs === null ? [] : missingLogs(graph, node, logs)),
    ]
  })
}

function missingOwner(graph: WorkloadGraph, at: number): MissingLink[] {
  const standing = nodeOwner(graph, at)
  const node = graph.nodes[at]?.name ?? ''
  if (standing === null || standing.state === 'owned') return []
  return [{ node, lacks: 'owner', known: true, because: `${node} ${sayOwner(standing)}` }]
}

function missingBaa(graph: WorkloadGraph, at: number): MissingLink[] {
  const { kind, name: node, id } = graph.nodes[at] ?? { kind: 'customer', name: '', id: '' }
  if (kind === 'subservice-organization') {
    const because = `nothing says whether whoever relies on ${id} has a business associate agreement with it`
    return [{ node, lacks: 'baa', known: false, because }]
  }
  if (kind !== 'vendor') return []
  const { state, agreements } = baaStandingOf(graph, at)
  if (state === 'in-force') return []
  const reasons = agreements.map(({ id: agreement, reason }) => `${agreement}: ${reason}`).join('; ')
  const because =
    state === 'none-recorded'
      ? `the program records no business associate agreement with ${node}`
      : `no business associate agreement with ${node} is in force (${reasons})`
  return [{ node, lacks: 'baa', known: true, because }]
}

function missingLogs(graph: WorkloadGraph, at: number, coverage: LogCoverage): MissingLink[] {
  const node = graph.nodes[at]?.name ?? ''
  const because = sayUncovered(coverage)
  if (because === null) return []
  return [{ node, lacks: 'logs', known: coverage !== 'unknown', because: `${node} ${because}` }]
}
