import { answered, enumerate } from './enumerate.ts'
import type { Facts } from './facts.ts'
import { compare } from './facts.ts'

/** The answers a second time, out of written-out paths and plain reading; nothing here is shared with what is tested. */

export function phiPathsOf(facts: Facts, from: string) {
  const paths = enumerate(facts.edges, [from], '', (edge, near) =>
    edge.from === near && facts.movesPhi(edge) ? '' : null,
  )
  return paths.map((path) => ({ node: path.nodes.at(-1), path: answered(path) }))
}

/** Whether `far` reaches `near` by the edge. */
function reaches(facts: Facts, edge: Facts['edges'][number], near: string, far: string): boolean {
  const isTeam = facts.system(edge.from)?.kind === 'support-team'
  if (edge.kind === 'administered-through') return isTeam ? far === edge.from : far === edge.to
  if (['hosted-by', 'run-by', 'authenticates-through'].includes(edge.kind)) return far === edge.to
  return ['staffs', 'enters-through', 'enters', 'uses', 'signs-in-to'].includes(edge.kind) && near === edge.to
}

export function reachOf(facts: Facts, target: string) {
  const paths = enumerate(facts.edges, [target], '', (edge, near, far) => (reaches(facts, edge, near, far) ? '' : null))
  return paths.map((path) => ({ node: path.nodes.at(-1), path: answered(path, true) }))
}

/** What becomes of `far` when `near` stops, or nobody can sign in to it. */
function suffers(edge: Facts['edges'][number], near: string, mode: string): string | null {
  const dependent = edge.to === near
  const own = (effect: string): string | null => (dependent ? effect : null)
  if (mode === 'no-sign-in') {
    if (edge.kind === 'authenticates-through') return own('no-sign-in')
    return edge.kind === 'administered-through' || edge.kind === 'enters-through' ? own('loses-administration') : null
  }
  if (mode !== 'stops') return null
  const needed = edge.flow?.neededBy
  if (edge.kind === 'flow') {
    const stops = needed === 'both' || needed === (dependent ? 'sender' : 'receiver')
    return stops ? 'stops' : 'loses-data'
  }
  if (edge.dependency?.required === true && dependent) return 'stops'
  if (edge.kind === 'hosted-by') return own(edge.dependency?.required === false ? 'loses-redundancy' : 'stops')
  if (edge.kind === 'serves') return dependent ? null : 'loses-service'
  const effects: Readonly<Record<string, string>> = {
    'run-by': 'stops',
    'supplied-by': 'loses-supplier',
    'relies-on': 'loses-supplier',
    'authenticates-through': 'no-sign-in',
    'administered-through': 'loses-administration',
    'enters-through': 'loses-administration',
    'connects-through': 'loses-data',
    'logs-to': 'loses-logs',
    'backs-up-to': 'loses-backups',
    'monitored-by': 'loses-monitoring',
  }
  return own(effects[edge.kind] ?? '') || null
}

export function impactOf(facts: Facts, failed: string) {
  const paths = enumerate(facts.edges, [failed], 'stops', (edge, near, _far, mode) => suffers(edge, near, mode))
  const stopped = new Set(paths.flatMap((path) => (path.mode === 'stops' ? [path.nodes.at(-1)] : [])))
  const locked = new Set(paths.flatMap((path) => (path.mode === 'no-sign-in' ? [path.nodes.at(-1)] : [])))
  return paths
    .filter((path) => path.mode === 'stops' || !stopped.has(path.nodes.at(-1)))
    .filter((path) => path.mode !== 'loses-administration' || !locked.has(path.nodes.at(-1)))
    .map((path) => ({
      node: path.nodes.at(-1),
      effect: path.mode,
      path: answered(path),
      impact: path.nodes.flatMap((node) => {
        const said = facts.system(node)?.failureImpact
        return said === undefined ? [] : [{ node, clinical: said.clinical ?? null, revenue: said.revenue ?? null }]
      }),
    }))
}

export function singlePointsOf(facts: Facts) {
  const points = facts.nodes.flatMap((failed) => {
    const paths = enumerate(facts.edges, [failed], 'stops', (edge, near, _far, mode) => {
      const effect = suffers(edge, near, mode)
      return effect === 'stops' || effect === 'no-sign-in' ? effect : null
    })
    const stopped = new Set(paths.flatMap((path) => (path.mode === 'stops' ? [path.nodes.at(-1)] : [])))
    const fails = paths.flatMap((path) => {
      const node = path.nodes.at(-1) ?? ''
      const criticality = facts.system(node)?.criticality
      if (criticality !== 'high' && criticality !== 'critical') return []
      if (path.mode === 'no-sign-in' && stopped.has(node)) return []
      return [{ node, effect: path.mode, path: answered(path) }]
    })
    return fails.length === 0 ? [] : [{ node: failed, fails }]
  })
  return points.toSorted((a, b) => b.fails.length - a.fails.length || compare(a.node, b.node))
}

export function baaGapsFromOf(facts: Facts, from: string) {
  if (!facts.phiNodes().has(from)) return []
  const paths = enumerate(facts.edges, [from], 'moving', (edge, near, _far, mode) => {
    if (edge.from !== near) return null
    if (facts.holds(edge)) return 'held'
    return mode === 'moving' && facts.movesPhi(edge) ? 'moving' : null
  })
  const all = [{ nodes: [from], edges: [], mode: 'moving' }, ...paths]
  const seen = new Set<string | undefined>()
  return all.flatMap((path) => {
    const party = path.nodes.at(-1) ?? ''
    if (seen.has(party) || facts.vendor(party) === undefined || facts.isBound(party)) return []
    seen.add(party)
    return [{ party, path: answered(path) }]
  })
}

export function baaGapsOf(facts: Facts) {
  const phi = facts.phiNodes()
  return facts.nodes.flatMap((party) => {
    if (facts.vendor(party) === undefined || facts.isBound(party)) return []
    const hands = enumerate(facts.edges, [party], '', (edge, near) =>
      edge.to === near && facts.holds(edge) ? '' : null,
    )
    const held = new Set([party, ...hands.map((path) => path.nodes.at(-1) ?? '')])
    const ways = enumerate(facts.edges, [party], 'held', (edge, near, _far, mode) => {
      if (edge.to !== near) return null
      if (mode === 'held' && facts.holds(edge)) return 'held'
      return facts.movesPhi(edge) ? 'moving' : null
    }).filter((path) => phi.has(path.nodes.at(-1) ?? ''))
    const outside = ways.find((path) => {
      const source = path.nodes.at(-1) ?? ''
      return facts.system(source) !== undefined && !held.has(source)
    })
    const way = outside ?? ways[0]
    return way === undefined ? [] : [{ party, path: answered(way, true) }]
  })
}

export function vendorTouchesOf(facts: Facts) {
  const phi = facts.phiNodes()
  const logs = new Set(facts.edges.flatMap((edge) => (facts.carriesLogs(edge) ? [edge.to] : [])))
  const backups = new Set(facts.edges.flatMap((edge) => (edge.kind === 'backs-up-to' ? [edge.to] : [])))
  const isPlatform = (name: string): boolean => facts.system(name)?.kind === 'backup-platform'
  const hosts = (edge: Facts['edges'][number]): boolean => edge.kind === 'hosted-by' || edge.kind === 'run-by'
  const kinds = [
    {
      what: 'phi',
      takes: (e: Facts['edges'][number]) => facts.movesPhi(e) || facts.holds(e),
      at: (n: string) => phi.has(n),
    },
    {
      what: 'logs',
      takes: (e: Facts['edges'][number]) => facts.carriesLogs(e) || hosts(e),
      at: (n: string) => logs.has(n),
    },
    {
      what: 'backups',
      takes: (e: Facts['edges'][number]) => e.kind === 'backs-up-to' || isPlatform(e.from) || hosts(e),
      at: (n: string) => backups.has(n) || isPlatform(n),
    },
    { what: 'production', takes: null, at: (n: string) => isProduction(facts, n) },
  ] as const
  return facts.nodes.flatMap((party) => {
    if (!facts.isParty(party)) return []
    return kinds.flatMap(({ what, takes, at }) => {
      const goes = (edge: Facts['edges'][number], near: string, far: string): boolean => {
        if (edge.kind === 'relies-on') return edge.to === near
        if (takes !== null) return edge.to === near && takes(edge)
        // From whoever reaches to what is reached.
        return reaches(facts, edge, far, near)
      }
      const find = (direct: boolean) =>
        enumerate(facts.edges, [party], '', (edge, near, far) => {
          const inOtherHands =
            near !== party && (facts.isParty(near) || isService(facts, near, facts.vendor(party)?.id))
          return (direct && inOtherHands) || !goes(edge, near, far) ? null : ''
        }).find((path) => !facts.isParty(path.nodes.at(-1) ?? '') && at(path.nodes.at(-1) ?? ''))
      const direct = find(true)
      const path = direct ?? find(false)
      const says = facts.vendor(party)?.touches
      const declared = says === undefined ? null : says.includes(what)
      const how = direct === undefined ? 'through-others' : 'directly'
      return path === undefined ? [] : [{ party, touches: what, how, declared, path: answered(path, true) }]
    })
  })
}

function isProduction(facts: Facts, name: string): boolean {
  const system = facts.system(name)
  return system?.environment === 'production' && system.kind !== 'support-team'
}

/** Whether a service is run by somebody else than `vendor`. */
function isService(facts: Facts, name: string, vendor: string | undefined): boolean {
  const system = facts.system(name)
  if (system?.vendor === undefined || system.vendor === vendor) return false
  return system.kind === 'saas' || system.kind === 'ai-service'
}

export function fourthPartiesOf(facts: Facts) {
  const rests = ['relies-on', 'flow', 'hosted-by', 'run-by', 'supplied-by', 'authenticates-through', 'logs-to']
  const kinds = [...rests, 'backs-up-to', 'monitored-by']
  const shared = facts.nodes.flatMap((party) => {
    if (!facts.isParty(party)) return []
    const vendors = enumerate(facts.edges, [party], '', (edge, near, far) =>
      edge.to === near && facts.isParty(far) && kinds.includes(edge.kind) ? '' : null,
    ).flatMap((path) => {
      const vendor = path.nodes.at(-1) ?? ''
      return facts.vendor(vendor) === undefined ? [] : [{ vendor, path: answered(path, true) }]
    })
    return vendors.length < 2 ? [] : [{ party, vendors }]
  })
  return shared.toSorted((a, b) => b.vendors.length - a.vendors.length || compare(a.party, b.party))
}

export function unencryptedOf(facts: Facts) {
  return facts.edges
    .filter(({ flow }) => flow?.carries === 'phi' && !flow.encrypted)
    .toSorted((a, b) => compare(a.id, b.id))
    .map((edge) => ({ flow: edge.id, path: answered({ nodes: [edge.from, edge.to], edges: [edge] }) }))
}

interface LogStanding {
  readonly node: string
  readonly state: string
  readonly path: ReturnType<typeof answered> | null
}

/** By system: how its logs stand, with the path where there is one. */
export function logStandingOf(facts: Facts): LogStanding[] {
  const isStore = (name: string): boolean => facts.system(name)?.kind === 'log-store'
  const stores = facts.nodes.filter(
    (name) =>
      isStore(name) ||
      (facts.vendor(name) !== undefined && facts.edges.some((edge) => edge.to === name && facts.carriesLogs(edge))),
  )
  const paths = enumerate(facts.edges, stores, 'own', (edge, near, _far, mode) => {
    if (edge.to !== near) return null
    if (mode === 'own' && facts.carriesLogs(edge)) return 'own'
    return edge.kind === 'hosted-by' ? 'host' : null
  })
  const wayOf = (name: string, mode: string) => paths.find((path) => path.nodes.at(-1) === name && path.mode === mode)
  return facts.nodes.flatMap((name): LogStanding[] => {
    const system = facts.system(name)
    if (system === undefined) return []
    const [own, host] = [wayOf(name, 'own'), wayOf(name, 'host')]
    const leads = facts.edges.some((edge) => edge.from === name && facts.carriesLogs(edge))
    if (isStore(name)) return [{ node: name, state: 'keeps-logs', path: null }]
    if (own !== undefined) return [{ node: name, state: 'covered', path: answered(own, true) }]
    if (leads) return [{ node: name, state: 'leads-nowhere', path: null }]
    if (system.logging !== undefined) return [{ node: name, state: system.logging, path: null }]
    if (host !== undefined) return [{ node: name, state: 'host-only', path: answered(host, true) }]
    return [{ node: name, state: 'unknown', path: null }]
  })
}

export function unownedOf(facts: Facts) {
  return facts.edges.flatMap((edge) => {
    const { flow, dependency } = edge
    if (flow === undefined && dependency === undefined) return []
    const required = flow === undefined ? dependency?.required : said(flow.neededBy)
    const named = flow?.owner ?? dependency?.owner
    const owned = facts.isOwned(named ?? facts.ownerOf(edge.to))
    return owned || required === false ? [] : [{ edge: `${edge.kind}/${edge.id}`, isKnown: required === true }]
  })
}

function said(neededBy: string | undefined): boolean | undefined {
  return neededBy === undefined ? undefined : neededBy !== 'neither'
}
