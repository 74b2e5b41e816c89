import fc from 'fast-check'
import type { ProgramDocument } from '../program/document.ts'
import { document, organization } from './workload.ts'
import type { Workload } from '../graph/oracle/facts.ts'

/** The day every generated workload is asked about; some of what it holds is valid only before or after. */
export const day = '2026-06-30'
const validity = fc.oneof(
  { weight: 12, arbitrary: fc.constant(undefined) },
  { weight: 1, arbitrary: fc.constantFrom({ from: '2026-07-01' }, { to: '2026-06-30' }) },
)
const maybe = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(one, { nil: undefined, freq: 1 })
const person = fc.constantFrom('ada', 'bob', 'gone')

/** Random workloads of at most 40 nodes, with cycles, parallel edges, edges from a node to itself, and ends out of service. */
export const workloads: fc.Arbitrary<Workload> = fc
  .record({ systems: fc.integer({ min: 1, max: 24 }), vendors: fc.integer({ min: 0, max: 7 }), clash: fc.boolean() })
  .chain(({ systems, vendors, clash }) => {
    const systemIds = Array.from({ length: systems }, (_, at) => `s${at}`)
    const vendorIds = Array.from({ length: vendors }, (_, at) => (at === 0 && clash ? 's0' : `v${at}`))
    const system = fc.constantFrom(...systemIds)
    const vendor = vendors === 0 ? fc.constant(undefined) : fc.constantFrom(...vendorIds)
    const end = fc
      .tuple(system, vendor, fc.nat(3))
      .map(([s, v, die]) => (v !== undefined && die === 0 ? { vendor: v } : { system: s }))
    return fc.record({
      systems: fc.tuple(...systemIds.map((id) => systemNamed(id, vendor, end))),
      vendors: fc.tuple(...vendorIds.map((id) => vendorNamed(id, system, vendor))),
      flows: listOf('f', 60, (id) => flowNamed(id, end)),
      dependencies: listOf('d', 70, (id) => dependencyNamed(id, end)),
      agreements:
        vendors === 0 ? fc.constant([]) : listOf('a', 8, (id) => agreementNamed(id, fc.constantFrom(...vendorIds))),
      people: fc.constant([
        { id: 'ada', name: 'Ada', email: 'ada@acme.example' },
        { id: 'bob', name: 'Bob', email: 'bob@acme.example' },
        { id: 'gone', name: 'Gone', email: 'gone@acme.example', left: '2026-03-31' },
      ]),
    })
  })

/** The workload as the documents a program is made of. */
export function documentsOfWorkload(workload: Workload): ProgramDocument[] {
  return [
    document('organization', organization),
    ...workload.people.map((body) => document('person', body)),
    ...workload.systems.map((body) => document('system', body)),
    ...workload.vendors.map((body) => document('vendor', body)),
    ...workload.flows.map((body) => document('flow', body)),
    ...workload.dependencies.map((body) => document('dependency', body)),
    ...workload.agreements.map((body) => document('agreement', body)),
  ]
}

type End = fc.Arbitrary<{ vendor: string } | { system: string }>
type Optional = fc.Arbitrary<string | undefined>

function listOf<T>(letter: string, max: number, one: (id: string) => fc.Arbitrary<T>): fc.Arbitrary<T[]> {
  return fc
    .nat(max)
    .chain((length) => fc.tuple(...Array.from({ length }, (_, at) => one(`${letter}${String(at).padStart(2, '0')}`))))
}

function systemNamed(id: string, vendor: Optional, end: End) {
  return fc.record({
    id: fc.constant(id),
    name: fc.constant(id),
    kind: fc.constantFrom(
      ...(['database', 'interface-engine', 'jump-host', 'identity-provider', 'log-store', 'backup-platform'] as const),
      ...(['saas', 'saas', 'ai-service', 'cloud-account', 'support-team'] as const),
    ),
    environment: fc.constantFrom('production', 'staging'),
    sensitivity: fc.constantFrom('phi', 'none', 'none'),
    criticality: fc.constantFrom('low', 'high', 'critical'),
    internetFacing: fc.constant(false),
    owner: maybe(person),
    vendor: fc.oneof(fc.constant(undefined), vendor),
    failureImpact: fc.constantFrom(undefined, { clinical: 'Care waits.' }, { revenue: 'Claims wait.' }),
    serviceAccounts: fc.oneof(
      { weight: 5, arbitrary: fc.constant(undefined) },
      {
        weight: 1,
        arbitrary: fc
          .record({ id: fc.constant('robot'), owner: maybe(person), usedBy: maybe(end) })
          .map((one) => [one]),
      },
    ),
    serves: fc.constantFrom<string[] | undefined>(undefined, undefined, undefined, ['Lake Hospital'], []),
    logging: fc.constantFrom(undefined, undefined, 'none', 'not-applicable'),
    inService: validity,
  })
}

function vendorNamed(id: string, system: fc.Arbitrary<string>, vendor: Optional) {
  const named = fc
    .tuple(vendor, fc.constantFrom('Deepwell', 'Farfield'), fc.boolean())
    .map(([ours, name, isOurs]) => (ours !== undefined && isOurs ? { vendor: ours } : { name }))
  const report = fc.array(named, { maxLength: 3 }).map((subserviceOrganizations) => ({
    type: 'soc2-type2' as const,
    period: { from: '2025-01-01', to: '2025-12-31' },
    issued: '2026-01-31',
    opinion: 'unqualified' as const,
    subserviceOrganizations,
  }))
  const role = fc.record({
    id: fc.constant('engineers'),
    title: fc.constant('Engineers'),
    through: maybe(system),
    reaches: fc.oneof(fc.constant(undefined), fc.uniqueArray(system, { maxLength: 2 })),
  })
  return fc.record({
    id: fc.constant(id),
    name: fc.constant(id),
    service: fc.constant('A service'),
    touches: fc.uniqueArray(
      fc.constantFrom('phi' as const, 'logs' as const, 'backups' as const, 'production' as const),
    ),
    tier: fc.constant('high' as const),
    owner: maybe(person),
    assurance: fc.oneof(
      fc.constant(undefined),
      report.map((one) => [one]),
    ),
    supportRoles: fc.oneof(
      fc.constant(undefined),
      role.map((one) => [one]),
    ),
  })
}

function flowNamed(id: string, end: End) {
  return fc.record({
    id: fc.constant(id),
    from: end,
    to: end,
    carries: fc.constantFrom('phi' as const, 'phi' as const, 'internal' as const, 'logs' as const),
    protocol: fc.constantFrom('hl7v2-mllp' as const, 'https' as const),
    encrypted: fc.boolean(),
    neededBy: fc.constantFrom(
      undefined,
      undefined,
      'sender' as const,
      'receiver' as const,
      'both' as const,
      'neither' as const,
    ),
    owner: maybe(person),
    active: validity,
  })
}

function dependencyNamed(id: string, end: End) {
  return fc.record({
    id: fc.constant(id),
    from: end,
    to: end,
    type: fc.constantFrom(
      ...(['hosted-by', 'hosted-by', 'authenticates-through', 'authenticates-through'] as const),
      ...(['administered-through', 'administered-through', 'logs-to', 'backs-up-to'] as const),
      ...(['monitored-by', 'connects-through'] as const),
    ),
    required: fc.constantFrom(undefined, undefined, true, false),
    owner: maybe(person),
    active: validity,
  })
}

function agreementNamed(id: string, vendor: fc.Arbitrary<string>) {
  return fc.record({
    id: fc.constant(id),
    type: fc.constantFrom('baa' as const, 'baa' as const, 'msa' as const),
    party: vendor.map((one) => ({ vendor: one })),
    signed: fc.constantFrom(undefined, '2026-01-01', '2026-06-30', '2026-07-01'),
    term: validity,
  })
}
