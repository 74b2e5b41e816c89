type Body = { readonly [field: string]: unknown }

/** What the screens show of a system document. */
export interface SystemBody {
  readonly name: string
  readonly kind: string
  readonly environment: string
  readonly sensitivity: string
  readonly criticality: string
  readonly internetFacing: boolean
  readonly owner: string | null
  readonly backupOwner: string | null
  readonly description: string | null
  readonly businessFunction: string | null
  readonly phi: readonly string[]
  readonly inService: { readonly from: string | null; readonly to: string | null }
  readonly recovery: { readonly rtoHours: number | null; readonly rpoHours: number | null }
  readonly failureImpact: { readonly clinical: string | null; readonly revenue: string | null }
}

/** Reads a system document. The server validated it when it was recorded; its contract carries bodies untyped. */
export function readSystem(id: string, body: Body): SystemBody {
  const [service, recovery, impact] = [part(body, 'inService'), part(body, 'recovery'), part(body, 'failureImpact')]
  return {
    name: text(body, 'name') ?? id,
    kind: text(body, 'kind') ?? '',
    environment: text(body, 'environment') ?? '',
    sensitivity: text(body, 'sensitivity') ?? '',
    criticality: text(body, 'criticality') ?? '',
    internetFacing: body['internetFacing'] === true,
    owner: text(body, 'owner'),
    backupOwner: text(body, 'backupOwner'),
    description: text(body, 'description'),
    businessFunction: text(body, 'businessFunction'),
    phi: Array.isArray(body['phi']) ? body['phi'].map(String) : [],
    inService: { from: text(service, 'from'), to: text(service, 'to') },
    recovery: { rtoHours: number(recovery, 'rtoHours'), rpoHours: number(recovery, 'rpoHours') },
    failureImpact: { clinical: text(impact, 'clinical'), revenue: text(impact, 'revenue') },
  }
}

/** The name a document carries; null where it has none. */
export function nameOf(body: Body | null): string | null {
  return body === null ? null : text(body, 'name')
}

/** An edge of the workload: data that flows, or any other dependency. */
export interface Edge {
  readonly id: string
  readonly from: End
  readonly to: End
  /** What the edge is, in words. */
  readonly what: string
}
export interface End {
  readonly kind: 'system' | 'vendor'
  readonly id: string
}

/** Reads a flow or dependency document. */
export function readEdge(id: string, body: Body): Edge {
  const what =
    text(body, 'type')?.replaceAll('-', ' ') ??
    `sends ${text(body, 'carries') === 'phi' ? 'PHI' : text(body, 'carries')} by ${text(body, 'protocol')}, ${body['encrypted'] === true ? 'encrypted' : 'not encrypted'}`
  return { id, from: readEnd(part(body, 'from')), to: readEnd(part(body, 'to')), what }
}

function readEnd(end: Body): End {
  const vendor = text(end, 'vendor')
  return vendor === null ? { kind: 'system', id: text(end, 'system') ?? '' } : { kind: 'vendor', id: vendor }
}

function part(body: Body, field: string): Body {
  const value = body[field]
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

function text(body: Body, field: string): string | null {
  const value = body[field]
  return typeof value === 'string' ? value : null
}

function number(body: Body, field: string): number | null {
  const value = body[field]
  return typeof value === 'number' ? value : null
}
