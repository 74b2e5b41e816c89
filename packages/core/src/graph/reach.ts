import { explore, statesReached, stop } from './explore.ts'
import type { NodeKind, WorkloadGraph } from './graph.ts'
import { edgesFrom, tableOfKinds } from './graph.ts'
import type { Path } from './path.ts'
import { FoundPath } from './path.ts'
import type { UnknownFact } from './unknown-fact.ts'

/** Somebody or something that can reach the system asked about, with the shortest way there. */
export interface Reacher {
  readonly node: string
  readonly kind: NodeKind
  readonly path: Path
}

/**
 * Who can reach node `target`, and through what, nearest first. A host, a jump host or console it is administered through, the identity
 * provider it is signed in to through, the vendor that runs it, the programs that hold its service accounts and the support that may
 * enter all reach it, and so does whoever reaches them. Data that flows is not access and is not followed.
 */
export function reach(graph: WorkloadGraph, target: number): Reacher[] {
  const exploration = explore(graph, graph.touching, [target], 1, followAccess(graph))
  return Array.from(statesReached(exploration), (state): Reacher => {
    const { name = '', kind = 'system' } = graph.nodes[state] ?? {}
    return { node: name, kind, path: new FoundPath(exploration, state, true) }
  })
}

/** The ways by which the neighbor reaches the node the search stands at. */
export function followAccess(graph: WorkloadGraph): (edge: number, neighbor: number) => number {
  const { edgeFrom, edgeKind, isTeam } = graph
  return (edge, neighbor) => {
    const access = accessOf[edgeKind[edge] ?? 0] ?? 0
    if (access === 0) return stop
    const neighborIsFrom = edgeFrom[edge] === neighbor
    if (access === 3) {
      // A support team is not administered through the jump host: it comes in by it.
      const teamComesIn = isTeam[edgeFrom[edge] ?? 0] === 1
      return teamComesIn === neighborIsFrom ? 0 : stop
    }
    return (access === 2) === neighborIsFrom ? 0 : stop
  }
}

/** By kind of edge: 1 where its far end reaches its near one, 2 the other way round, 3 where that depends on the near end. */
const accessOf = tableOfKinds({
  'hosted-by': 1,
  'run-by': 1,
  'authenticates-through': 1,
  staffs: 2,
  'enters-through': 2,
  enters: 2,
  uses: 2,
  'signs-in-to': 2,
  'administered-through': 3,
})

/** What the program would have to say for the answer about `target` to be complete. */
export function unknownAccess(graph: WorkloadGraph, target: number): UnknownFact[] {
  const node = graph.nodes[target]
  const system = graph.systems[target]
  if (node === undefined || system === undefined) return []
  const about = node.name
  const kinds = new Set(edgesFrom(graph, target).map((edge) => graph.edges[edge]?.kind))
  const unknown: UnknownFact[] = []
  const add = (field: string, sentence: string): void => void unknown.push({ about, field, sentence })
  if (!kinds.has('administered-through'))
    add('administered-through', `Nothing says through what ${about} is administered.`)
  if (!kinds.has('authenticates-through'))
    add('authenticates-through', `Nothing says through what people sign in to ${about}.`)
  if (system.serviceAccounts === undefined)
    add('serviceAccounts', `Nothing says whether ${about} has service accounts.`)
  const vendor = system.vendor === undefined ? undefined : graph.program.vendor.get(system.vendor)
  if (kinds.has('supplied-by') && vendor?.touches.includes('production') === true) {
    add(
      'supportRoles',
      `${vendor.id} supplies ${about} and touches production; nothing says whether it reaches ${about} by a way of its own.`,
    )
  }
  return unknown
}
