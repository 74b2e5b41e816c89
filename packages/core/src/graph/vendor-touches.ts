import { explore, stop } from './explore.ts'
import type { Follow } from './explore.ts'
import type { NodeKind, WorkloadGraph } from './graph.ts'
import { cargo, kindNumber } from './graph.ts'
import { holdingEdges } from './parties.ts'
import type { Path } from './path.ts'
import { FoundPath } from './path.ts'
import { followAccess } from './reach.ts'
import type { UnknownFact } from './unknown-fact.ts'

export const touched = ['phi', 'logs', 'backups', 'production'] as const
export type Touched = (typeof touched)[number]

/** That a party touches something of ours, and how. */
export interface VendorTouch {
  readonly party: string
  readonly kind: NodeKind
  readonly touches: Touched
  /** `through-others` where every way to it passes another party. */
  readonly how: 'directly' | 'through-others'
  /** Whether the vendor's record says so; null for a party that is no vendor of ours. */
  readonly declared: boolean | null
  readonly path: Path
}

/** What is followed for one kind of touch, from the party back to what it touches. */
interface Trail {
  readonly follow: Follow
  readonly isTouched: (node: number) => boolean
}

/** Which vendors, and parties behind them, touch PHI, logs, backups and production, directly and through others. */
export function vendorTouches(graph: WorkloadGraph): { answers: VendorTouch[]; unknown: UnknownFact[] } {
  const answers: VendorTouch[] = []
  const unknown: UnknownFact[] = []
  const trails = touched.map((what) => [what, trailOf(graph, what)] as const)
  graph.nodes.forEach(({ kind, id, name }, party) => {
    if (kind !== 'vendor' && kind !== 'subservice-organization') return
    const says = kind === 'vendor' ? (graph.program.vendor.get(id)?.touches ?? []) : null
    for (const [what, trail] of trails) {
      const found = findTouch(graph, trail, party)
      const declared = says === null ? null : says.includes(what)
      if (found !== null) answers.push({ party: name, kind, touches: what, how: found.how, declared, path: found.path })
      else if (declared === true) {
        const sentence = `${name} is said to touch ${what}; no flow and no dependency says how.`
        unknown.push({ about: name, field: 'touches', sentence })
      }
    }
  })
  return { answers, unknown }
}

function findTouch(graph: WorkloadGraph, { follow, isTouched }: Trail, party: number) {
  const { edgeFrom, edgeTo, nodes } = graph
  const isParty = (node: number): boolean =>
    nodes[node]?.kind === 'vendor' || nodes[node]?.kind === 'subservice-organization'
  const isOther = otherHands(graph, party)
  const isFound = (node: number): boolean => node !== party && !isParty(node) && isTouched(node)
  for (const how of ['directly', 'through-others'] as const) {
    const step: Follow = (edge, neighbor, layer) => {
      if (how === 'directly') {
        const near = edgeFrom[edge] === neighbor ? (edgeTo[edge] ?? 0) : (edgeFrom[edge] ?? 0)
        if (near !== party && (isParty(near) || isOther(near))) return stop
      }
      return follow(edge, neighbor, layer)
    }
    const exploration = explore(graph, graph.touching, [party], 1, step, isFound)
    const last = exploration.found.at(-1) ?? party
    if (isFound(last)) return { how, path: new FoundPath(exploration, last, true) }
  }
  return null
}

/** Whether a system is run by another party than `party`. */
function otherHands(graph: WorkloadGraph, party: number): (node: number) => boolean {
  const own = graph.nodes[party]
  return (node) => {
    const system = graph.systems[node]
    if (system?.vendor === undefined || (system.kind !== 'saas' && system.kind !== 'ai-service')) return false
    return !(own?.kind === 'vendor' && own.id === system.vendor)
  }
}

function trailOf(graph: WorkloadGraph, what: Touched): Trail {
  const { edgeFrom, edgeKind, edges, hasPhi, movesPhi } = graph
  const holds = holdingEdges(graph)
  const reliesOn = kindNumber('relies-on')
  const suppliedBy = kindNumber('supplied-by')
  /** Against the edge, from what something moves or belongs to. Who supplies a system holds no more than the PHI it admits to. */
  const against =
    (takes: (edge: number) => boolean): Follow =>
    (edge, neighbor) => {
      if (edgeFrom[edge] !== neighbor) return stop
      const holding = holds[edge] === 1 && (what === 'phi' || edgeKind[edge] !== suppliedBy)
      return takes(edge) || holding || edgeKind[edge] === reliesOn ? 0 : stop
    }
  switch (what) {
    case 'phi':
      return { follow: against((edge) => movesPhi[edge] === 1), isTouched: (node) => hasPhi[node] === 1 }
    case 'logs': {
      const carries = Uint8Array.from(edges, ({ kind, cargo: load }) =>
        kind === 'logs-to' || load === cargo.logs ? 1 : 0,
      )
      const logged = new Set(edges.flatMap(({ to }, at) => (carries[at] === 1 ? [to] : [])))
      return { follow: against((edge) => carries[edge] === 1), isTouched: (node) => logged.has(node) }
    }
    case 'backups': {
      const carries = Uint8Array.from(edges, ({ kind }) => (kind === 'backs-up-to' ? 1 : 0))
      const isPlatform = (node: number): boolean => graph.systems[node]?.kind === 'backup-platform'
      const backups = new Set([...edges].flatMap(({ to, kind }) => (kind === 'backs-up-to' ? [to] : [])))
      // Only what is sent by a backup platform, or to one, is a backup; a flow of it counts too.
      const takes = (edge: number): boolean => carries[edge] === 1 || isPlatform(edgeFrom[edge] ?? -1)
      return { follow: against(takes), isTouched: (node) => backups.has(node) || isPlatform(node) }
    }
    case 'production': {
      const access = followAccess(graph)
      const towardsReached: Follow = (edge, neighbor) => {
        if (edgeKind[edge] === reliesOn) return edgeFrom[edge] === neighbor ? 0 : stop
        return access(edge, edgeFrom[edge] === neighbor ? (graph.edgeTo[edge] ?? 0) : (edgeFrom[edge] ?? 0))
      }
      return {
        follow: towardsReached,
        isTouched: (node) => {
          const system = graph.systems[node]
          return system?.environment === 'production' && system.kind !== 'support-team'
        },
      }
    }
  }
}
