import type { DocumentBody } from '../../program/document.ts'

/** One workload as its documents say it, one version of each. */
export interface Workload {
  readonly systems: readonly DocumentBody<'system'>[]
  readonly vendors: readonly DocumentBody<'vendor'>[]
  readonly flows: readonly DocumentBody<'flow'>[]
  readonly dependencies: readonly DocumentBody<'dependency'>[]
  readonly agreements: readonly DocumentBody<'agreement'>[]
  readonly people: readonly DocumentBody<'person'>[]
}

/** An edge by the names of its ends, with the document it came from. */
export interface PlainEdge {
  readonly kind: string
  readonly id: string
  readonly from: string
  readonly to: string
  readonly flow?: DocumentBody<'flow'>
  readonly dependency?: DocumentBody<'dependency'>
}

/** The preference among parallel edges, written down a second time on purpose. */
const preference = [
  'flow',
  'hosted-by',
  'run-by',
  'supplied-by',
  'authenticates-through',
  'administered-through',
  'connects-through',
  'logs-to',
  'backs-up-to',
  'monitored-by',
  'staffs',
  'enters-through',
  'enters',
  'uses',
  'signs-in-to',
  'relies-on',
  'serves',
]

export function preferred(a: PlainEdge, b: PlainEdge): number {
  return preference.indexOf(a.kind) - preference.indexOf(b.kind) || compare(a.id, b.id)
}

export function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1
}

/** Answers about single facts, each by looking through the documents from the first to the last. */
export class Facts {
  readonly workload: Workload
  readonly day: string
  readonly edges: readonly PlainEdge[]
  readonly nodes: readonly string[]

  constructor(workload: Workload, day: string) {
    this.workload = workload
    this.day = day
    this.nodes = this.#nodes()
    this.edges = this.#edges().filter(
      ({ from, to }) => from !== to && this.nodes.includes(from) && this.nodes.includes(to),
    )
  }

  system(name: string) {
    return this.workload.systems.find(({ id }) => id === name)
  }

  vendor(name: string) {
    return this.workload.vendors.find(({ id }) => this.vendorName(id) === name)
  }

  isParty(name: string): boolean {
    return this.vendor(name) !== undefined || name.startsWith('subservice-organization/')
  }

  vendorName(id: string): string {
    return this.workload.systems.some((system) => system.id === id) ? `vendor/${id}` : id
  }

  /** Whether a BAA binds the vendor: signed by the day, and the day within its term. */
  isBound(name: string): boolean {
    const vendor = this.vendor(name)
    return this.workload.agreements.some(
      ({ type, party, signed, term }) =>
        type === 'baa' &&
        vendor !== undefined &&
        party.vendor === vendor.id &&
        signed !== undefined &&
        signed <= this.day &&
        this.covers(term),
    )
  }

  covers(validity: { readonly from?: string | undefined; readonly to?: string | undefined } | undefined): boolean {
    return (validity?.from ?? '0000-01-01') <= this.day && this.day <= (validity?.to ?? '9999-12-31')
  }

  /** PHI is where a system says so, at both ends of a PHI flow, and wherever a backup or a gateway takes it from there. */
  phiNodes(): ReadonlySet<string> {
    const held = new Set(this.workload.systems.flatMap(({ id, sensitivity }) => (sensitivity === 'phi' ? [id] : [])))
    for (const { flow, from, to } of this.edges) if (flow?.carries === 'phi') held.add(from).add(to)
    for (let size = -1; size !== held.size;) {
      size = held.size
      for (const { kind, from, to } of this.edges)
        if ((kind === 'backs-up-to' || kind === 'connects-through') && held.has(from)) held.add(to)
    }
    return new Set([...held].filter((name) => this.nodes.includes(name)))
  }

  movesPhi(edge: PlainEdge): boolean {
    if (edge.flow !== undefined) return edge.flow.carries === 'phi'
    return (edge.kind === 'backs-up-to' || edge.kind === 'connects-through') && this.phiNodes().has(edge.from)
  }

  holds(edge: PlainEdge): boolean {
    if (edge.kind === 'hosted-by' || edge.kind === 'run-by') return true
    return edge.kind === 'supplied-by' && this.vendor(edge.to)?.touches.includes('phi') === true
  }

  carriesLogs(edge: PlainEdge): boolean {
    return edge.kind === 'logs-to' || edge.flow?.carries === 'logs'
  }

  ownerOf(name: string): string | undefined {
    if (name.startsWith('support-role/')) {
      const role = this.workload.vendors.find(({ id }) => name.startsWith(`support-role/${id}/`))
      return role?.owner
    }
    if (name.startsWith('service-account/')) {
      const accounts = this.workload.systems.flatMap((system) =>
        (system.serviceAccounts ?? []).map((account) => ({
          name: `service-account/${system.id}/${account.id}`,
          account,
        })),
      )
      return accounts.find((one) => one.name === name)?.account.owner
    }
    return this.system(name)?.owner ?? this.vendor(name)?.owner
  }

  isOwned(owner: string | undefined): boolean {
    const person = this.workload.people.find(({ id }) => id === owner)
    return person !== undefined && (person.left === undefined || this.day < person.left)
  }

  #nodes(): string[] {
    const { systems, vendors, agreements } = this.workload
    const there = systems.filter(({ inService }) => this.covers(inService))
    const names = [
      ...there.map(({ id }) => id),
      ...there.flatMap((s) => (s.serviceAccounts ?? []).map(({ id }) => `service-account/${s.id}/${id}`)),
      ...there.flatMap((s) => (s.serves ?? []).map((customer) => `customer/${customer}`)),
      ...vendors.map(({ id }) => this.vendorName(id)),
      ...vendors.flatMap((v) => (v.supportRoles ?? []).map(({ id }) => `support-role/${v.id}/${id}`)),
      ...vendors.flatMap((v) =>
        (v.assurance ?? []).flatMap(({ subserviceOrganizations = [] }) =>
          subserviceOrganizations.flatMap(({ name }) =>
            name === undefined ? [] : [`subservice-organization/${name}`],
          ),
        ),
      ),
      ...agreements.flatMap(({ party }) => (party.customer === undefined ? [] : [`customer/${party.customer}`])),
    ]
    return [...new Set(names)].toSorted(compare)
  }

  #edges(): PlainEdge[] {
    const end = (at: { system?: string | undefined; vendor?: string | undefined }): string =>
      at.system ?? this.vendorName(at.vendor ?? '')
    const run = ['saas', 'ai-service', 'cloud-account', 'support-team']
    const { systems, vendors, flows, dependencies } = this.workload
    const edges: PlainEdge[] = []
    for (const flow of flows)
      if (this.covers(flow.active))
        edges.push({ kind: 'flow', id: flow.id, from: end(flow.from), to: end(flow.to), flow })
    for (const dependency of dependencies) {
      const { type, id, from, to, active } = dependency
      if (this.covers(active)) edges.push({ kind: type, id, from: end(from), to: end(to), dependency })
    }
    for (const { id, kind, vendor, serviceAccounts = [], serves = [] } of systems) {
      if (vendor !== undefined) {
        edges.push({ kind: run.includes(kind) ? 'run-by' : 'supplied-by', id, from: id, to: this.vendorName(vendor) })
      }
      for (const account of serviceAccounts) {
        const node = `service-account/${id}/${account.id}`
        edges.push({ kind: 'signs-in-to', id: `${id}/${account.id}`, from: node, to: id })
        if (account.usedBy !== undefined)
          edges.push({ kind: 'uses', id: `${id}/${account.id}`, from: end(account.usedBy), to: node })
      }
      for (const customer of serves)
        edges.push({ kind: 'serves', id: `${id}/${customer}`, from: id, to: `customer/${customer}` })
    }
    for (const vendor of vendors) {
      const name = this.vendorName(vendor.id)
      for (const { id, through, reaches = [] } of vendor.supportRoles ?? []) {
        const role = `support-role/${vendor.id}/${id}`
        edges.push({ kind: 'staffs', id: `${vendor.id}/${id}`, from: name, to: role })
        if (through !== undefined)
          edges.push({ kind: 'enters-through', id: `${vendor.id}/${id}`, from: role, to: through })
        for (const system of reaches)
          edges.push({ kind: 'enters', id: `${vendor.id}/${id}/${system}`, from: role, to: system })
      }
      const named = (vendor.assurance ?? []).flatMap(({ subserviceOrganizations = [] }) => subserviceOrganizations)
      for (const one of new Set(named.map((sub) => JSON.stringify([sub.vendor ?? null, sub.name ?? null])))) {
        const [sub, other]: [string | null, string | null] = JSON.parse(one)
        const to = sub === null ? `subservice-organization/${other ?? ''}` : this.vendorName(sub)
        edges.push({ kind: 'relies-on', id: `${vendor.id}/${sub ?? other ?? ''}`, from: name, to })
      }
    }
    return edges
  }
}
