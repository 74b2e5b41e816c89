import type { WorkloadGraph } from './graph.ts'
import { cargo } from './graph.ts'
import type { Path } from './path.ts'
import { pathAlong } from './path.ts'

/** A flow that carries PHI and is said to be unencrypted. */
export interface UnencryptedFlow {
  readonly flow: string
  readonly protocol: string | null
  readonly path: Path
}

/** The PHI flows that leave encryption, in the order of their ids (45 CFR 164.312(e)(2)(ii)). */
export function unencrypted(graph: WorkloadGraph): UnencryptedFlow[] {
  const flows: UnencryptedFlow[] = []
  for (const [at, edge] of graph.edges.entries()) {
    if (edge.encrypted || edge.cargo !== cargo.phi) continue
    flows.push({ flow: edge.id, protocol: edge.protocol, path: pathAlong(graph, at) })
  }
  return flows
}
