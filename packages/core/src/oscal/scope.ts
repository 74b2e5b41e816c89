import type { Assessment } from '../assessment/assess.ts'
import { operatedControl } from '../assessment/operated-control.ts'
import type { Row } from '../assessment/row.ts'
import type { Catalog, RequirementLink } from '../catalog/catalog.ts'
import type { Control } from '../catalog/control.ts'
import type { Framework } from '../catalog/framework.ts'
import { EvidentiaError } from '../errors.ts'
import type { Evidence } from '../evidence/evidence.ts'
import type { EvidenceEvent } from '../evidence/lifecycle.ts'
import type { ProgramDocument } from '../program/document.ts'
import type { Organization } from '../program/organization.ts'
import type { Program } from '../program/program.ts'
import { programOn } from '../program/program.ts'
import type { Tailoring } from '../program/tailoring.ts'
import type { Sha1 } from './name-uuid.ts'
import { requirementTokens } from './token.ts'

/** Everything an OSCAL document follows from. The same input gives the same bytes. */
export interface OscalInput {
  readonly catalog: Catalog
  readonly documents: readonly ProgramDocument[]
  readonly evidence: readonly Evidence[]
  readonly events?: readonly EvidenceEvent[] | undefined
  /** Of the same documents, evidence and events. Its day and period are those of the document. */
  readonly assessment: Assessment
  readonly knownAt?: string | undefined
  /** One framework of the catalog; absent: every framework the organization is judged by on that day. */
  readonly framework?: string | undefined
  /** UUID of the organization. Every UUID in a document follows from it and from our own ids. */
  readonly organization: string
  /** When the facts last changed, for `last-modified`: see `lastFactInstant`. */
  readonly instant: string
  /** Version of Evidentia that writes the document. */
  readonly release: string
  readonly sha1: Sha1
}

/** What the documents of one export speak of. */
export interface Scope {
  readonly input: OscalInput
  readonly asOf: string
  readonly program: Program
  readonly organization: Organization
  readonly frameworks: readonly Framework[]
  /** By framework id, then requirement id. */
  readonly tokens: ReadonlyMap<string, ReadonlyMap<string, string>>
  /** Adopted controls in force that serve a framework in scope, or any adopted one where no framework was named. */
  readonly adopted: ReadonlyMap<string, Tailoring>
  /** The same as operated; one whose version the catalog lacks is absent. */
  readonly operated: ReadonlyMap<string, Control>
  /** Rows of the adopted controls, by control id. */
  readonly rows: ReadonlyMap<string, readonly Row[]>
}

/** Reads what is in scope. Throws EvidentiaError for a framework that does not exist and a day without an organization. */
export function openScope(input: OscalInput): Scope {
  const { catalog, assessment } = input
  const { asOf } = assessment
  const program = programOn(input.documents, asOf, input.knownAt)
  const organization = [...program.organization.values()][0]
  if (organization === undefined) {
    throw new EvidentiaError('invalid-input', `The programme has no organization in effect on ${asOf}.`, {
      remedy: 'Ask about a later day.',
    })
  }
  const frameworks = selectFrameworks(catalog, organization, input.framework)
  const serves = (control: string): boolean =>
    (catalog.links.get(control) ?? []).some(({ framework }) => framework.id === input.framework)
  const adopted = new Map(
    inOrder(program.control)
      .filter((t) => t.adopted <= asOf && (t.retired ?? asOf) >= asOf)
      // A control that the catalog does not know may serve anything; it is not passed over.
      .filter(({ id }) => input.framework === undefined || !catalog.controls.has(id) || serves(id))
      .map((t) => [t.id, t]),
  )
  const operated = new Map(
    [...adopted].flatMap(([id, tailoring]): [string, Control][] => {
      const control = operatedControl(catalog, tailoring)
      return control === undefined ? [] : [[id, control]]
    }),
  )
  return {
    input,
    asOf,
    program,
    organization,
    frameworks,
    tokens: new Map(frameworks.map((f) => [f.id, requirementTokens(f)])),
    adopted,
    operated,
    rows: Map.groupBy(
      assessment.rows.filter(({ control }) => operated.has(control)),
      ({ control }) => control,
    ),
  }
}

/** The objects of one kind by their ids: in which order they were recorded must not show. */
export function inOrder<T extends { readonly id: string }>(objects: ReadonlyMap<string, T>): T[] {
  return [...objects.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1))
}

/** Links to a requirement from the controls that are adopted and in scope. */
export function adoptedLinks(scope: Scope, framework: string, requirement: string): readonly RequirementLink[] {
  const links = scope.input.catalog.served.get(framework)?.get(requirement) ?? []
  return links.filter(({ control }) => scope.adopted.has(control.id))
}

/** Tokens of all requirements in scope that `control` serves, in the order of the catalog. */
export function tokensServedBy(scope: Scope, control: string): string[] {
  return (scope.input.catalog.links.get(control) ?? []).flatMap(
    ({ framework, requirement }) => scope.tokens.get(framework.id)?.get(requirement.id) ?? [],
  )
}

/** Tokens of all requirements in scope. */
export function tokensInScope(scope: Scope): string[] {
  return [...scope.tokens.values()].flatMap((tokens) => [...tokens.values()])
}

/** The newest instant at which anything known on the day asked about was recorded; the start of that day where nothing was. */
export function lastFactInstant(
  facts: Pick<OscalInput, 'documents' | 'evidence' | 'events' | 'knownAt'>,
  asOf: string,
): string {
  const horizon = facts.knownAt === undefined ? Infinity : Date.parse(facts.knownAt)
  const instants = [
    ...facts.documents.filter((d) => d.effective <= asOf).map((d) => d.recordedAt),
    ...facts.evidence.filter((e) => e.collectedAt.slice(0, 10) <= asOf).map((e) => e.recordedAt),
    ...(facts.events ?? []).map((e) => e.recordedAt),
  ]
    .map((instant) => Date.parse(instant))
    .filter((instant) => instant <= horizon)
  return new Date(instants.length === 0 ? `${asOf}T00:00:00Z` : instants.reduce((a, b) => Math.max(a, b))).toISOString()
}

function selectFrameworks(catalog: Catalog, organization: Organization, only: string | undefined): Framework[] {
  const ids = new Set(only === undefined ? organization.frameworks : [only])
  const found = [...ids].flatMap((id) => catalog.frameworks.get(id) ?? [])
  if (found.length > 0) return found
  throw new EvidentiaError(
    'not-found',
    only === undefined
      ? 'The catalog has none of the frameworks that the organization is judged by.'
      : `The catalog has no framework "${only}".`,
    { remedy: `Name one of ${[...catalog.frameworks.keys()].join(', ')}.` },
  )
}
