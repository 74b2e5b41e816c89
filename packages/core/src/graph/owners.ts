import { isPersonThere } from '../findings/who-answers.ts'
import type { WorkloadGraph } from './graph.ts'

/** Who answers for something on the graph's day; a person who has left answers for nothing. */
export type OwnerStanding =
  | { readonly state: 'owned'; readonly owner: string }
  | { readonly state: 'left'; readonly owner: string }
  | { readonly state: 'nobody' }

export function judgeOwner({ program, day }: WorkloadGraph, owner: string | null | undefined): OwnerStanding {
  if (owner === null || owner === undefined) return { state: 'nobody' }
  return { state: isPersonThere(program, owner, day) ? 'owned' : 'left', owner }
}

/** Who answers for a node: of a support role its vendor's owner; null for what nobody of ours could own. */
export function nodeOwner(graph: WorkloadGraph, node: number): OwnerStanding | null {
  const { kind, id } = graph.nodes[node] ?? { kind: 'customer', id: '' }
  const { program } = graph
  switch (kind) {
    case 'system':
      return judgeOwner(graph, graph.systems[node]?.owner)
    case 'vendor':
      return judgeOwner(graph, program.vendor.get(id)?.owner)
    case 'support-role': {
      const [vendor = ''] = id.split('/')
      return judgeOwner(graph, program.vendor.get(vendor)?.owner)
    }
    case 'service-account': {
      const [system = '', account] = id.split('/')
      return judgeOwner(graph, program.system.get(system)?.serviceAccounts?.find((one) => one.id === account)?.owner)
    }
    case 'subservice-organization':
    case 'customer':
      return null
  }
}

/** The standing in words, to follow the name of what is owned. */
export function sayOwner(standing: OwnerStanding): string {
  if (standing.state === 'nobody') return 'has no owner'
  return standing.state === 'left'
    ? `is owned by ${standing.owner}, who is not there any more`
    : `is owned by ${standing.owner}`
}
