import type { WorkloadGraph } from '../graph.ts'
import { searchLogs } from '../log-coverage.ts'
import { findAiBehindServices } from './ai-behind-service.ts'
import type { HiddenChain } from './chain.ts'
import { findInterfacesBehindGateways } from './interface-behind-gateway.ts'
import { missingLinks } from './missing-links.ts'
import { findSignInElsewhere } from './sign-in-elsewhere.ts'
import { findSubserviceOrganizations } from './subservice-organization.ts'
import { findSupportBehindJumpHosts } from './support-behind-jump-host.ts'

/** Every hidden chain of the workload, or those that `from` is part of or is opened by, each with its proof and what its links lack. */
export function findChains(graph: WorkloadGraph, from?: number): HiddenChain[] {
  const logs = searchLogs(graph)
  const name = from === undefined ? undefined : graph.nodes[from]?.name
  return [
    ...findSignInElsewhere(graph),
    ...findSupportBehindJumpHosts(graph),
    ...findInterfacesBehindGateways(graph),
    ...findSubserviceOrganizations(graph),
    ...findAiBehindServices(graph),
  ]
    .filter(({ path, reaches }) => name === undefined || path.nodes.includes(name) || reaches.includes(name))
    .map((chain) => ({ ...chain, missing: missingLinks(graph, logs, chain) }))
}
