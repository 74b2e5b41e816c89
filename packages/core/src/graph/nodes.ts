import type { Program } from '../program/program.ts'
import { isValidOn } from '../time/date.ts'
import type { GraphNode, NodeKind } from './graph.ts'

/**
 * What a node is called in answers: a system or a vendor by its id, others with what they are and where they belong in front. A vendor
 * that has the id of a system is called `vendor/<id>`.
 */
export function nodeName(program: Program, kind: NodeKind, id: string): string {
  if (kind === 'system') return id
  if (kind === 'vendor') return program.system.has(id) ? `vendor/${id}` : id
  return `${kind}/${id}`
}

/** Every node of `day`, in the order of names. A vendor counts while it is recorded, engaged or not: data may still go there. */
export function collectNodes(program: Program, day: string): GraphNode[] {
  const nodes = new Map<string, GraphNode>()
  const add = (kind: NodeKind, id: string, title: string): void => {
    const name = nodeName(program, kind, id)
    if (!nodes.has(name)) nodes.set(name, { name, kind, id, title })
  }
  for (const system of program.system.values()) {
    if (!isValidOn(system.inService, day)) continue
    add('system', system.id, system.name)
    for (const account of system.serviceAccounts ?? [])
      add('service-account', `${system.id}/${account.id}`, account.purpose ?? account.id)
    for (const customer of system.serves ?? []) add('customer', customer, customer)
  }
  for (const vendor of program.vendor.values()) {
    add('vendor', vendor.id, vendor.name)
    for (const role of vendor.supportRoles ?? []) add('support-role', `${vendor.id}/${role.id}`, role.title)
    for (const { subserviceOrganizations } of vendor.assurance ?? []) {
      for (const { name } of subserviceOrganizations ?? [])
        if (name !== undefined) add('subservice-organization', name, name)
    }
  }
  for (const { party } of program.agreement.values())
    if (party.customer !== undefined) add('customer', party.customer, party.customer)
  return [...nodes.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1))
}
