import type { DocumentBody, DocumentKind, ProgramDocument } from '@evidentia/core'

type SystemKind = DocumentBody<'system'>['kind']
type DependencyType = DocumentBody<'dependency'>['type']

const systemKinds: readonly [SystemKind, ...SystemKind[]] = [
  'database',
  'application-server',
  'interface-engine',
  'terminal-server',
  'jump-host',
  'log-store',
  'identity-provider',
  'backup-platform',
  'cloud-account',
  'saas',
  'ai-service',
  'support-team',
]
const dependencyTypes: readonly [DependencyType, ...DependencyType[]] = [
  'hosted-by',
  'hosted-by',
  'authenticates-through',
  'administered-through',
  'logs-to',
  'backs-up-to',
  'monitored-by',
  'connects-through',
]
const protocols = ['hl7v2-mllp', 'fhir', 'https', 'sql'] as const

/**
 * An invented workload with `edges` flows and dependencies, half of each, the same every time. One edge in ten ends at a vendor, half of
 * the flows carry PHI, every fifth system names the vendor behind it, and one in ten has no owner.
 */
export function makeWorkload(systems: number, vendors: number, edges: number): ProgramDocument[] {
  const next = randomNumbers(20_260_630)
  const pick = <T>(of: readonly [T, ...T[]]): T => of[Math.floor(next() * of.length)] ?? of[0]
  const systemAt = () => `s${Math.floor(next() * systems)}`
  const vendorAt = () => `v${Math.floor(next() * vendors)}`
  const ends = (): Pick<DocumentBody<'flow'>, 'from' | 'to'> => {
    const from = systemAt()
    const to = systemAt()
    return next() < 0.1 || from === to
      ? { from: { system: from }, to: { vendor: vendorAt() } }
      : { from: { system: from }, to: { system: to } }
  }
  const ada = { id: 'ada', name: 'Ada', email: 'ada@acme.example' }
  const documents: ProgramDocument[] = [versionOf('person', ada)]
  for (let at = 0; at < systems; at += 1) {
    const body: DocumentBody<'system'> = {
      id: `s${at}`,
      name: `System ${at}`,
      kind: pick(systemKinds),
      environment: 'production',
      sensitivity: next() < 0.3 ? 'phi' : 'internal',
      criticality: next() < 0.3 ? 'critical' : 'medium',
      internetFacing: false,
      ...(next() < 0.9 ? { owner: 'ada' } : {}),
      ...(next() < 0.2 ? { vendor: vendorAt() } : {}),
    }
    documents.push(versionOf('system', body))
  }
  for (let at = 0; at < vendors; at += 1) {
    const relied = Array.from({ length: Math.floor(next() * 4) }, () => ({ vendor: vendorAt() }))
    const report = {
      type: 'soc2-type2' as const,
      period: { from: '2025-01-01', to: '2025-12-31' },
      issued: '2026-01-31',
      opinion: 'unqualified' as const,
      subserviceOrganizations: relied,
    }
    const touches: DocumentBody<'vendor'>['touches'] = ['phi', 'production']
    const body = {
      id: `v${at}`,
      name: `Vendor ${at}`,
      service: 'A service',
      touches,
      tier: 'high' as const,
      owner: 'ada',
    }
    documents.push(versionOf('vendor', { ...body, assurance: [report] }))
    if (next() < 0.5) {
      const party = { vendor: `v${at}` }
      documents.push(versionOf('agreement', { id: `baa-v${at}`, type: 'baa', party, signed: '2026-01-01' }))
    }
  }
  for (let at = 0; at < edges; at += 1) {
    if (at % 2 === 0) {
      const carries = next() < 0.5 ? 'phi' : 'internal'
      const flow = { id: `f${at}`, ...ends(), carries, protocol: pick(protocols), encrypted: next() < 0.9 } as const
      documents.push(versionOf('flow', flow))
    } else documents.push(versionOf('dependency', { id: `d${at}`, ...ends(), type: pick(dependencyTypes) }))
  }
  return documents
}

function versionOf<K extends DocumentKind>(kind: K, body: DocumentBody<K>): ProgramDocument<K> {
  return { kind, id: body.id, effective: '2026-01-01', recordedAt: '2026-01-01T00:00:00Z', body }
}

/** Numbers from 0 up to 1 that are the same on every machine (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
