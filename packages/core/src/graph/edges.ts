import type { Endpoint, Flow } from '../program/flow.ts'
import type { Program } from '../program/program.ts'
import type { System, SystemKind } from '../program/system.ts'
import type { Vendor } from '../program/vendor.ts'
import { isValidOn } from '../time/date.ts'
import type { EdgeKind, GraphEdge } from './graph.ts'
import { cargo, need } from './graph.ts'
import { nodeName } from './nodes.ts'

/** An edge before its ends are looked up. */
export interface NamedEdge extends Omit<GraphEdge, 'from' | 'to'> {
  readonly from: string
  readonly to: string
}

/** A system of these kinds is run by the vendor it names; of any other kind the vendor only supplies what we run. */
const runByVendor: ReadonlySet<SystemKind> = new Set(['saas', 'ai-service', 'cloud-account', 'support-team'])

/** Every edge of `day`: flows and dependencies that are active, and what fields of systems, vendors and their reports join. */
export function collectEdges(program: Program, day: string): NamedEdge[] {
  return [
    ...[...program.flow.values()].flatMap((flow) => (isValidOn(flow.active, day) ? [flowEdge(program, flow)] : [])),
    ...[...program.dependency.values()].flatMap((one): NamedEdge[] => {
      if (!isValidOn(one.active, day)) return []
      const needed = one.required === undefined ? need.unsaid : one.required ? need.from : need.neither
      const [from, to] = [endName(program, one.from), endName(program, one.to)]
      return [{ ...plainEdge(one.type, one.id, from, to), need: needed, owner: one.owner ?? null }]
    }),
    ...[...program.system.values()].flatMap((system) =>
      isValidOn(system.inService, day) ? systemEdges(program, system) : [],
    ),
    ...[...program.vendor.values()].flatMap((vendor) => vendorEdges(program, vendor)),
  ]
}

function flowEdge(program: Program, flow: Flow): NamedEdge {
  const needs = { sender: need.from, receiver: need.to, both: need.both, neither: need.neither }
  const carried = flow.carries === 'phi' ? cargo.phi : flow.carries === 'logs' ? cargo.logs : cargo.other
  return {
    ...plainEdge('flow', flow.id, endName(program, flow.from), endName(program, flow.to)),
    cargo: carried,
    need: flow.neededBy === undefined ? need.unsaid : needs[flow.neededBy],
    encrypted: flow.encrypted,
    owner: flow.owner ?? null,
    protocol: flow.protocol,
  }
}

function systemEdges(program: Program, system: System): NamedEdge[] {
  const name = nodeName(program, 'system', system.id)
  const accounts = (system.serviceAccounts ?? []).flatMap((account): NamedEdge[] => {
    const id = `${system.id}/${account.id}`
    const node = nodeName(program, 'service-account', id)
    const signsIn = { ...plainEdge('signs-in-to', id, node, name), owner: account.owner ?? null }
    if (account.usedBy === undefined) return [signsIn]
    return [signsIn, { ...plainEdge('uses', id, endName(program, account.usedBy), node), owner: account.owner ?? null }]
  })
  const kind = runByVendor.has(system.kind) ? 'run-by' : 'supplied-by'
  const vendor =
    system.vendor === undefined ? [] : [plainEdge(kind, system.id, name, nodeName(program, 'vendor', system.vendor))]
  const serves = (system.serves ?? []).map((customer) =>
    plainEdge('serves', `${system.id}/${customer}`, name, nodeName(program, 'customer', customer)),
  )
  return [...vendor, ...accounts, ...serves]
}

function vendorEdges(program: Program, vendor: Vendor): NamedEdge[] {
  const name = nodeName(program, 'vendor', vendor.id)
  const roles = (vendor.supportRoles ?? []).flatMap((role): NamedEdge[] => {
    const id = `${vendor.id}/${role.id}`
    const node = nodeName(program, 'support-role', id)
    return [
      plainEdge('staffs', id, name, node),
      ...(role.through === undefined ? [] : [plainEdge('enters-through', id, node, role.through)]),
      ...(role.reaches ?? []).map((system) => plainEdge('enters', `${id}/${system}`, node, system)),
    ]
  })
  return [...roles, ...relianceEdges(program, vendor)]
}

/** Whom any report of the vendor names, each once. */
function relianceEdges(program: Program, vendor: Vendor): NamedEdge[] {
  const relied = new Map<string, NamedEdge>()
  for (const one of (vendor.assurance ?? []).flatMap((report) => report.subserviceOrganizations ?? [])) {
    const to =
      one.vendor === undefined
        ? nodeName(program, 'subservice-organization', one.name ?? '')
        : nodeName(program, 'vendor', one.vendor)
    const id = `${vendor.id}/${one.vendor ?? one.name ?? ''}`
    if (one.vendor !== vendor.id) relied.set(id, plainEdge('relies-on', id, nodeName(program, 'vendor', vendor.id), to))
  }
  return [...relied.values()]
}

function plainEdge(kind: EdgeKind, id: string, from: string, to: string): NamedEdge {
  return { id, kind, from, to, cargo: cargo.none, need: need.unsaid, encrypted: true, owner: null, protocol: null }
}

function endName(program: Program, end: Endpoint): string {
  return end.system === undefined
    ? nodeName(program, 'vendor', end.vendor ?? '')
    : nodeName(program, 'system', end.system)
}
