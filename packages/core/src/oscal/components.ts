import type { Row } from '../assessment/row.ts'
import type { Control } from '../catalog/control.ts'
import type { System, SystemKind } from '../program/system.ts'
import type { Vendor } from '../program/vendor.ts'
import { isValidOn } from '../time/date.ts'
import type { Draft } from './draft.ts'
import type { JsonObject } from './json.ts'
import type { Scope } from './scope.ts'
import { inOrder } from './scope.ts'
import { notRecorded, property, prose, title } from './text.ts'

/** What carries out controls: the organization as a whole, one of its systems, or a vendor. */
export interface Component {
  readonly uuid: string
  readonly kind: SystemKind | 'organization' | 'vendor'
  readonly description: JsonObject
  /** Operated controls that owe evidence for it, in the order of adoption. */
  readonly controls: readonly Control[]
  readonly rows: readonly Row[]
}

type SubjectOfRow = Pick<Row, 'system' | 'vendor'>

/** Systems of the inventory in service on the day, vendors engaged on it, and the organization, which comes first. */
export function listComponents(draft: Draft): Component[] {
  const { program, asOf, rows } = draft.scope
  const bySubject = Map.groupBy([...rows.values()].flat(), (row) => subjectUuid(draft, row))
  const complete = (uuid: string, kind: Component['kind'], description: JsonObject): Component => {
    const own = bySubject.get(uuid) ?? []
    const ids = new Set(own.map(({ control }) => control))
    const controls = [...draft.scope.operated.values()].filter(({ id }) => ids.has(id))
    return { uuid, kind, description, controls, rows: own }
  }
  return [
    complete(subjectUuid(draft, { system: null, vendor: null }), 'organization', describeOrganization(draft)),
    ...inOrder(program.system)
      .filter(({ inService }) => isValidOn(inService, asOf))
      .map((s) => complete(systemUuid(draft, s.id), s.kind, describeSystem(draft, s))),
    ...inOrder(program.vendor)
      .filter(({ engaged }) => isValidOn(engaged, asOf))
      .map((v) => complete(vendorUuid(draft, v.id), 'vendor', describeVendor(draft, v))),
  ]
}

/** UUID of the component a row is about. */
export function subjectUuid(draft: Draft, { system, vendor }: SubjectOfRow): string {
  if (system !== null) return systemUuid(draft, system)
  return vendor === null ? draft.uuid('component', 'organization') : vendorUuid(draft, vendor)
}

/** Operated controls with no row: nothing in the inventory is in their scope on the day. */
export function controlsWithoutSubject({ operated, rows }: Scope): Control[] {
  return [...operated.values()].filter(({ id }) => !rows.has(id))
}

/** How `control` is carried out on a component of that kind: what holds for any, then what is particular to the kind. */
export function implementationFor(control: Control, kind: Component['kind']): string[] {
  return control.implementation
    .filter(({ for: kinds }) => kinds === 'any' || kinds.some((one) => one === kind))
    .map(({ text }) => text)
}

/** Owner and backup owner as OSCAL's responsible roles. */
export function responsibleRoles(draft: Draft, owner: string | null | undefined, backup?: string | null): JsonObject[] {
  return [
    ...(owner == null ? [] : [{ 'role-id': draft.role('owner'), 'party-uuids': [draft.person(owner)] }]),
    ...(backup == null ? [] : [{ 'role-id': draft.role('backup-owner'), 'party-uuids': [draft.person(backup)] }]),
  ]
}

function systemUuid({ uuid }: Draft, id: string): string {
  return uuid('component', 'system', id)
}

function vendorUuid({ uuid }: Draft, id: string): string {
  return uuid('component', 'vendor', id)
}

function describeOrganization({ scope }: Draft): JsonObject {
  const { name, description } = scope.organization
  return { title: title(name), description: prose(description ?? notRecorded) }
}

function describeSystem(draft: Draft, system: System): JsonObject {
  const { program, asOf } = draft.scope
  const dependencies = inOrder(program.dependency).filter(
    ({ from, active }) => from.system === system.id && isValidOn(active, asOf),
  )
  const ends = dependencies.flatMap(({ to, type }) => {
    const uuid = inService(draft, { system: to.system ?? null, vendor: to.vendor ?? null })
    return uuid === null ? [] : [{ href: `#${uuid}`, rel: type }]
  })
  const vendor = system.vendor === undefined ? null : inService(draft, { system: null, vendor: system.vendor })
  return {
    type: componentTypes[system.kind],
    title: title(system.name),
    description: prose(system.description ?? notRecorded),
    purpose: system.businessFunction === undefined ? undefined : title(system.businessFunction),
    props: [
      property('inventory-id', system.id),
      property('kind', system.kind),
      property('environment', system.environment),
      property('sensitivity', system.sensitivity),
      property('criticality', system.criticality),
      property('internet-facing', system.internetFacing ? 'yes' : 'no'),
      ...(system.phi ?? []).map((category) => property('phi', category)),
    ],
    links: [...ends, ...(vendor === null ? [] : [{ href: `#${vendor}`, rel: 'provided-by' }])],
    'responsible-roles': responsibleRoles(draft, system.owner, system.backupOwner),
  }
}

/** UUID of a subject that is a component on the day; null where it is not (yet, or any longer). */
function inService(draft: Draft, subject: SubjectOfRow): string | null {
  const { program, asOf } = draft.scope
  const system = subject.system === null ? undefined : program.system.get(subject.system)
  const vendor = subject.vendor === null ? undefined : program.vendor.get(subject.vendor)
  const isThere =
    (system !== undefined && isValidOn(system.inService, asOf)) ||
    (vendor !== undefined && isValidOn(vendor.engaged, asOf))
  return isThere ? subjectUuid(draft, subject) : null
}

function describeVendor(draft: Draft, vendor: Vendor): JsonObject {
  return {
    type: 'service',
    title: title(vendor.name),
    description: prose(vendor.service),
    props: [
      property('vendor-id', vendor.id),
      property('tier', vendor.tier),
      ...vendor.touches.map((touch) => property('touches', touch)),
    ],
    'responsible-roles': responsibleRoles(draft, vendor.owner, vendor.backupOwner),
  }
}

const componentTypes: { readonly [K in SystemKind]: string } = {
  database: 'software',
  'interface-engine': 'software',
  'application-server': 'software',
  'terminal-server': 'software',
  'patient-portal': 'software',
  'admin-console': 'software',
  'backup-platform': 'software',
  'jump-host': 'software',
  monitoring: 'software',
  'identity-provider': 'software',
  'log-store': 'software',
  'endpoint-fleet': 'hardware',
  'network-segment': 'network',
  'cloud-account': 'service',
  saas: 'service',
  'ai-service': 'service',
  'support-team': 'service',
}
