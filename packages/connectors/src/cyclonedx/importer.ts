import type { DraftOf, ImportedItem, RecordBody } from '@evidentia/core'
import { createJsonImporter, listUnread, type PartReader, type Spot } from '../source-file/json-importer.ts'
import { componentSchema, formatSchema, metadataSchema, vulnerabilitySchema } from './schema.ts'
import type { Component, CycloneVulnerability } from './schema.ts'

/** What the document is about, as far as it has said by now. */
interface Bill {
  subject: Component | null
  made: string | null
  tool: string | null
  readonly components: Map<string, Component>
  /** They name components that may come after them. */
  readonly vulnerabilities: { readonly found: CycloneVulnerability; readonly spot: Spot }[]
}

const vulnerabilityLimit = 200_000

/**
 * One asset for each component of a bill of materials, and one vulnerability for each component that a vulnerability affects, with
 * what its analysis (VEX) says became of it.
 */
export const cycloneDxImporter = createJsonImporter({
  id: 'cyclonedx-json',
  version: 1,
  title: 'CycloneDX bill of materials or VEX (JSON)',
  recordTypes: ['asset', 'vulnerability'],
  remedy: 'Use the document as the tool wrote it, in CycloneDX JSON.',
  recognizes: (start) => start.startsWith('{') && /"bomFormat"\s*:\s*"CycloneDX"/.test(start),
  paths: ['components[]', 'vulnerabilities[]'],
  open(read) {
    const bill: Bill = { subject: null, made: null, tool: null, components: new Map(), vulnerabilities: [] }
    return {
      *take(part) {
        const { path, value } = part
        const spot = { line: part.line, place: part.place }
        if (path === 'components[]') yield* takeComponent(value, spot, bill, read)
        else if (path === 'vulnerabilities[]') {
          const found = read.parse(vulnerabilitySchema, value, spot)
          if (bill.vulnerabilities.length < vulnerabilityLimit) bill.vulnerabilities.push({ found, spot })
          else yield { skipped: { line: spot.line, field: spot.place, reason: 'more vulnerabilities than are read' } }
        } else if (path === 'bomFormat') read.parse(formatSchema, value, spot)
        else if (path === 'metadata') takeMetadata(bill, read.parse(metadataSchema, value, spot))
        else if (path === 'components' || path === 'vulnerabilities') {
          if (value !== null) read.parse(componentSchema.array(), value, spot)
        } else yield* listUnread(path, value, { line: spot.line, place: '' })
      },
      *end() {
        for (const { found, spot } of bill.vulnerabilities) yield* listAffected(found, spot, bill, read)
      },
    }
  },
})

function takeMetadata(bill: Bill, { component, timestamp, tools }: ReturnType<typeof metadataSchema.parse>): void {
  bill.subject = component ?? null
  bill.made = timestamp
  const [tool] = Array.isArray(tools) ? tools : (tools?.components ?? [])
  bill.tool = tool?.name ?? null
  const reference = component?.['bom-ref']
  if (component !== null && component !== undefined && reference !== null && reference !== undefined)
    bill.components.set(reference, component)
}

/** A component and those that are parts of it. */
function* takeComponent(value: unknown, spot: Spot, bill: Bill, read: PartReader): Generator<ImportedItem> {
  const component = read.parse(componentSchema, value, spot)
  const reference = component['bom-ref']
  if (reference !== null) bill.components.set(reference, component)
  yield read.once(toAsset(component, spot.line, bill), spot)
  for (const [index, part] of (component.components ?? []).entries())
    yield* takeComponent(part, { line: spot.line, place: `${spot.place}.components[${index}]` }, bill, read)
}

function nameOf({ group, name }: Component): string {
  return group === null ? name : `${group}/${name}`
}

function identify(component: Component): string {
  const { purl, version } = component
  return purl ?? component['bom-ref'] ?? (version === null ? nameOf(component) : `${nameOf(component)}@${version}`)
}

const kinds: Readonly<Record<string, RecordBody<'asset'>['kind']>> = {
  application: 'application',
  container: 'container-image',
  device: 'host',
}

function toAsset(component: Component, line: number, { subject }: Bill): DraftOf<'asset'> {
  const { type, version, publisher, supplier, licenses } = component
  const named = (licenses ?? []).map(({ expression, license }) => expression ?? license?.id ?? license?.name ?? null)
  const license = named.filter((one) => one !== null).join(', ')
  return {
    type: 'asset',
    key: identify(component),
    line,
    body: {
      identifier: identify(component),
      name: nameOf(component),
      kind: kinds[type] ?? 'component',
      type,
      system: subject === null ? null : nameOf(subject),
      vendor: supplier?.name ?? publisher,
      version,
      license: license === '' ? null : license,
    },
  }
}

function* listAffected(found: CycloneVulnerability, spot: Spot, bill: Bill, read: PartReader): Generator<ImportedItem> {
  const references = found.affects ?? []
  if (references.length === 0) yield read.once(toVulnerability(found, null, null, spot.line, bill), spot)
  for (const { ref } of references)
    yield read.once(toVulnerability(found, ref, bill.components.get(ref) ?? null, spot.line, bill), spot)
}

const states: Readonly<Record<string, RecordBody<'vulnerability'>['status']>> = {
  resolved: 'fixed',
  resolved_with_pedigree: 'fixed',
  exploitable: 'open',
  in_triage: 'under-investigation',
  false_positive: 'false-positive',
  not_affected: 'not-affected',
}

const severities: Readonly<Record<string, RecordBody<'vulnerability'>['severity']>> = {
  critical: 'critical',
  high: 'high',
  medium: 'medium',
  low: 'low',
  info: 'informational',
  none: 'informational',
}
const bySeverity = ['critical', 'high', 'medium', 'low', 'informational', 'unknown'] as const

function toVulnerability(
  found: CycloneVulnerability,
  reference: string | null,
  component: Component | null,
  line: number,
  { subject, made, tool }: Bill,
): DraftOf<'vulnerability'> {
  const target = subject === null ? 'what the document describes' : nameOf(subject)
  const part = component === null ? (reference ?? '') : nameOf(component)
  const { analysis } = found
  const aliases = (found.references ?? []).flatMap(({ id }) => (id === null || id === found.id ? [] : [id]))
  const said = (found.ratings ?? []).map(({ severity }) => severities[severity?.toLowerCase() ?? ''] ?? 'unknown')
  return {
    type: 'vulnerability',
    key: `${found.id}|${reference ?? ''}|${target}`,
    line,
    body: {
      identifier: found.id,
      aliases: aliases.length === 0 ? null : aliases,
      target,
      kind: 'package',
      package: part,
      installedVersion: component?.version ?? '',
      // Of several ratings the worst, so that no kinder one hides it.
      severity: bySeverity.find((one) => said.includes(one)) ?? 'unknown',
      score: scoreOf(found),
      title: found.description ?? found.detail ?? null,
      status: states[analysis?.state ?? ''] ?? null,
      statusReason: analysis?.justification ?? analysis?.detail ?? null,
      scanner: tool,
      published: found.published,
      scanned: made,
    },
  }
}

/** The score of the newest version of CVSS. */
function scoreOf({ ratings }: CycloneVulnerability): number | null {
  const order = ['CVSSv2', 'CVSSv3', 'CVSSv31', 'CVSSv4']
  const scored = (ratings ?? []).filter(({ score, method }) => score !== null && order.includes(method ?? ''))
  return scored.toSorted((a, b) => order.indexOf(a.method ?? '') - order.indexOf(b.method ?? '')).at(-1)?.score ?? null
}
