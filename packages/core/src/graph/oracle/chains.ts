import { logStandingOf } from './answers.ts'
import type { WrittenPath } from './enumerate.ts'
import { answered, enumerate } from './enumerate.ts'
import type { Facts, PlainEdge } from './facts.ts'
import { compare, preferred } from './facts.ts'

interface OracleChain {
  readonly kind: string
  readonly nodes: readonly string[]
  readonly edges: readonly PlainEdge[]
  readonly reaches: readonly string[]
}

/** Every chain with what its links lack, as `<node> <what> <known>`. */
export function chainsOf(facts: Facts) {
  const standing = new Map(logStandingOf(facts).map(({ node, state }) => [node, state]))
  const chains = [...signInOf(facts), ...supportOf(facts), ...gatewaysOf(facts), ...subserviceOf(facts), ...aiOf(facts)]
  const phi = facts.phiNodes()
  return chains.map(({ kind, nodes, edges, reaches }) => {
    const hasPhi = [...nodes, ...reaches].some((name) => phi.has(name))
    const missing = nodes.flatMap((node) => {
      const isOther = node.startsWith('subservice-organization/')
      const state = standing.get(node)
      return [
        ...(isOther || facts.isOwned(facts.ownerOf(node)) ? [] : [`${node} owner true`]),
        ...(hasPhi && facts.vendor(node) !== undefined && !facts.isBound(node) ? [`${node} baa true`] : []),
        ...(hasPhi && isOther ? [`${node} baa false`] : []),
        ...(state === undefined || ['covered', 'keeps-logs', 'not-applicable'].includes(state)
          ? []
          : [`${node} logs ${state !== 'unknown'}`]),
      ]
    })
    return { kind, path: answered({ nodes, edges }), reaches, missing }
  })
}

function chain(
  kind: string,
  { nodes, edges }: Pick<WrittenPath, 'nodes' | 'edges'>,
  reaches: string[] = [],
): OracleChain {
  return { kind, nodes, edges, reaches }
}

function signInOf(facts: Facts): OracleChain[] {
  return facts.nodes.flatMap((from) => {
    const system = facts.system(from)
    const vendorOfOurs = system?.kind === 'support-team' ? undefined : system?.vendor
    const own = vendorOfOurs === undefined ? null : facts.vendorName(vendorOfOurs)
    const seen = new Set<string>()
    return enumerate(facts.edges, [from], 'asks', (edge, near, _far, mode) => {
      if (edge.from !== near) return null
      if (edge.kind === 'authenticates-through' && mode !== 'runs') return 'provides'
      return mode === 'provides' && (edge.kind === 'run-by' || edge.kind === 'supplied-by') ? 'runs' : null
    }).flatMap((path) => {
      const vendor = path.nodes.at(-1) ?? ''
      if (facts.vendor(vendor) === undefined || vendor === own || seen.has(vendor)) return []
      seen.add(vendor)
      return [chain('sign-in-elsewhere', path)]
    })
  })
}

function supportOf(facts: Facts): OracleChain[] {
  const isTeam = (name: string): boolean => facts.system(name)?.kind === 'support-team'
  const entries = facts.edges
    .filter(({ kind, from }) => kind === 'enters-through' || (kind === 'administered-through' && isTeam(from)))
    .toSorted(byEnds)
  return entries.flatMap((edge) => {
    const host = facts.system(edge.to)
    const team = facts.system(edge.from)
    const vendor =
      team === undefined
        ? facts.workload.vendors.find(({ id }) => edge.from.startsWith(`support-role/${id}/`))?.id
        : team.vendor
    const hostVendor = host === undefined ? facts.vendor(edge.to)?.id : host.vendor
    const isSame =
      vendor === undefined ? team?.owner !== undefined && team.owner === host?.owner : vendor === hostVendor
    if (isSame) return []
    const reaches = facts.edges
      .filter(({ kind, from, to }) => kind === 'administered-through' && to === edge.to && !isTeam(from))
      .map(({ from }) => from)
      .toSorted(compare)
    return [chain('support-behind-jump-host', { nodes: [edge.from, edge.to], edges: [edge] }, reaches)]
  })
}

function gatewaysOf(facts: Facts): OracleChain[] {
  const interfaces = ['hl7v2-mllp', 'fhir', 'x12', 'dicom', 'sftp']
  return facts.edges.toSorted(byEnds).flatMap((edge) => {
    const passesOn = facts.edges.some(({ from, flow }) => from === edge.to && flow?.carries === 'phi')
    const isService = facts.system(edge.to)?.kind === 'saas'
    const isInterface = edge.flow !== undefined && interfaces.includes(edge.flow.protocol) && passesOn && isService
    if (edge.kind !== 'connects-through' && !isInterface) return []
    const first = { nodes: [edge.from, edge.to], edges: [edge] }
    if (facts.vendor(edge.to) !== undefined) return [chain('interface-behind-gateway', first)]
    const hands = enumerate(facts.edges, [edge.to], '', ({ kind, from }, near) =>
      from === near && (kind === 'hosted-by' || kind === 'run-by') ? '' : null,
    ).find((path) => facts.vendor(path.nodes.at(-1) ?? '') !== undefined)
    return hands === undefined ? [] : [chain('interface-behind-gateway', join(first, hands))]
  })
}

function subserviceOf(facts: Facts): OracleChain[] {
  const kinds = ['flow', 'hosted-by', 'run-by', 'supplied-by']
  return facts.edges
    .filter(({ kind }) => kind === 'relies-on')
    .toSorted(byEnds)
    .map((edge) => {
      const [near] = facts.edges
        .filter(({ kind, from, to }) => kinds.includes(kind) && to === edge.from && facts.system(from) !== undefined)
        .toSorted(byEnds)
      const named = { nodes: [edge.from, edge.to], edges: [edge] }
      const path = near === undefined ? named : join({ nodes: [near.from, near.to], edges: [near] }, named)
      return chain('subservice-organization', path)
    })
}

function aiOf(facts: Facts): OracleChain[] {
  const isService = (name: string): boolean => ['saas', 'ai-service'].includes(facts.system(name)?.kind ?? '')
  return facts.nodes.flatMap((service) => {
    if (facts.system(service)?.kind !== 'ai-service') return []
    const senders = enumerate(facts.edges, [service], '', (edge, near) =>
      edge.kind === 'flow' && edge.to === near ? '' : null,
    )
    const sender = senders.find((path) => {
      const name = path.nodes.at(-1) ?? ''
      return facts.system(name) !== undefined && !isService(name)
    })
    const fed =
      sender === undefined
        ? { nodes: [service], edges: [] }
        : { nodes: sender.nodes.toReversed(), edges: sender.edges.toReversed() }
    return enumerate(facts.edges, [service], '', (edge, near, far) => {
      if (edge.from !== near) return null
      const holds = ['hosted-by', 'run-by', 'supplied-by'].includes(edge.kind)
      return holds || (edge.kind === 'flow' && (facts.vendor(far) !== undefined || isService(far))) ? '' : null
    }).flatMap((path) =>
      facts.vendor(path.nodes.at(-1) ?? '') === undefined ? [] : [chain('ai-behind-service', join(fed, path))],
    )
  })
}

function join(first: Pick<WrittenPath, 'nodes' | 'edges'>, second: Pick<WrittenPath, 'nodes' | 'edges'>) {
  return { nodes: [...first.nodes, ...second.nodes.slice(1)], edges: [...first.edges, ...second.edges] }
}

function byEnds(a: PlainEdge, b: PlainEdge): number {
  return compare(a.from, b.from) || compare(a.to, b.to) || preferred(a, b)
}
