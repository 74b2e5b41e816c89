import type { Catalog } from '../catalog/catalog.ts'
import type { Check } from '../checks/check.ts'
import type { CompileCheck } from '../checks/find-check.ts'
import { makeShelf } from '../checks/find-check.ts'
import { EvidentiaError } from '../errors.ts'
import type { Evidence } from '../evidence/evidence.ts'
import type { EvidenceEvent } from '../evidence/lifecycle.ts'
import type { ProgramDocument } from '../program/document.ts'
import type { DateRange } from '../time/date.ts'
import { findingOf } from './findings.ts'
import type { JudgedRow, Knowledge } from './judge-row.ts'
import { gatherKnowledge, judgeRow, observedPeriod, organizationOn } from './judge-row.ts'
import type { ReadRecords } from './known-facts.ts'
import { arrangeFacts } from './known-facts.ts'
import { describeOccurrence } from './judge-interval.ts'
import { findProgramGaps } from './program-findings.ts'
import { ProgramHistory } from './program-history.ts'
import type { Finding, Occurrence, Row, RowStatus } from './row.ts'
import { rowStatuses } from './row.ts'

/** Everything an assessment follows from. Nothing else influences it: no clock, no settings. */
export interface AssessmentInput {
  readonly catalog: Catalog
  readonly documents: readonly ProgramDocument[]
  readonly evidence: readonly Evidence[]
  /** What happened to evidence after it was recorded; absent means nothing. */
  readonly events?: readonly EvidenceEvent[] | undefined
  readonly records: ReadRecords
  readonly checks: readonly Check[]
  /** Makes checks of the definitions in the programme; absent, they are not installed. */
  readonly compileCheck?: CompileCheck | undefined
  /** The day asked about. */
  readonly asOf: string
  /** Facts recorded later than this are left out; absent means all that is known. */
  readonly knownAt?: string | undefined
  /** The period judged; absent means the organization's observation period up to `asOf`. */
  readonly period?: DateRange | undefined
}

export interface Assessment {
  readonly asOf: string
  readonly period: DateRange
  readonly summary: Partial<Record<RowStatus, number>>
  readonly rows: readonly Row[]
  readonly findings: readonly Finding[]
  /** By row key, oldest first. */
  readonly occurrences: ReadonlyMap<string, readonly Occurrence[]>
}

/** What is known by then, from which every row can be judged. Throws where the programme has no organization on the day asked about. */
export function knowledgeOf(input: AssessmentInput): Knowledge {
  const { catalog, asOf } = input
  const history = new ProgramHistory(input.documents, input.knownAt)
  const organization = organizationOn(history, asOf)
  if (organization === undefined) {
    throw new EvidentiaError('invalid-input', `The programme has no organization in effect on ${asOf}.`, {
      remedy: 'Record the organization with an effective day on or before the day asked about.',
    })
  }
  const facts = arrangeFacts({
    evidence: input.evidence,
    events: input.events ?? [],
    readRecords: input.records,
    knownAt: input.knownAt,
    timeZone: organization.timeZone,
  })
  return gatherKnowledge(catalog, history, facts, makeShelf(input.checks, input.compileCheck))
}

/** The evidence matrix of a day: a pure function of (catalog, programme, facts, as-of). */
export function assess(input: AssessmentInput, knowledge: Knowledge = knowledgeOf(input)): Assessment {
  const { catalog, asOf } = input
  const { history } = knowledge
  const organization = organizationOn(history, asOf)
  if (organization === undefined) throw new RangeError('There is no organization on the day asked about.')
  const program = history.on(asOf)
  const rows: Row[] = []
  const findings: Finding[] = []
  const occurrences = new Map<string, readonly Occurrence[]>()
  for (const identity of knowledge.obligations.listRows()) {
    const judged = judgeRow(knowledge, identity, knowledge.obligations.trace(identity), asOf, input.period)
    if (judged === null) continue
    occurrences.set(identity.key, judged.occurrences.map(describeOccurrence))
    rows.push(describeRow(judged, knowledge, organization.frameworks))
    const finding = findingOf(judged, asOf, organization.findingTerms, program)
    if (finding !== null) findings.push(finding)
  }
  findings.push(...findProgramGaps(catalog, program, organization, asOf))
  rows.sort((a, b) => a.key.localeCompare(b.key))
  findings.sort((a, b) => a.id.localeCompare(b.id))
  const period = input.period ?? observedPeriod(organization.observationPeriod, asOf)
  return { asOf, period, summary: summarize(rows), rows, findings, occurrences }
}

/** How many rows stand in each status, in the order of attention; statuses with none are left out. */
export function summarize(rows: readonly Pick<Row, 'status'>[]): Partial<Record<RowStatus, number>> {
  const counts = rowStatuses.map((status) => [status, rows.filter((row) => row.status === status).length] as const)
  return Object.fromEntries(counts.filter(([, count]) => count > 0))
}

/** The evidence whose records `assess` may read: what checks run on, and what they join. */
export function evidenceNeedingRecords(
  input: Pick<AssessmentInput, 'catalog' | 'documents' | 'evidence' | 'checks'>,
): string[] {
  const checked = new Set<string>()
  const types = new Set<string>(input.checks.flatMap((check) => check.joins))
  for (const { kind, body } of input.documents) {
    if (body === null) continue
    if (kind === 'check' && 'join' in body && body.join !== undefined) types.add(body.join.type)
    if (kind === 'control' && 'adopted' in body)
      for (const [id, { checks }] of Object.entries(body.evidence ?? {}))
        if (checks !== undefined) checked.add(`${body.id}/${id}`)
  }
  for (const control of input.catalog.versions.values()) {
    for (const requirement of control.evidence)
      if ((requirement.checks ?? []).length > 0) checked.add(`${control.id}/${requirement.id}`)
  }
  return input.evidence
    .filter(
      (e) =>
        e.derived !== null &&
        (e.proves.some((p) => checked.has(p.requirement)) ||
          Object.keys(e.derived.counts).some((type) => types.has(type))),
    )
    .map((e) => e.id)
}

/** One line of the matrix, with its sentences. */
export function describeRow({ view, standing }: JudgedRow, knowledge: Knowledge, frameworks: readonly string[]): Row {
  const { control, requirement, subject, ...owed } = view.obligation
  const { newest } = standing
  return {
    key: owed.key,
    control: control.id,
    controlTitle: control.title,
    area: control.area,
    requirement: requirement.id,
    requirementTitle: requirement.title,
    system: subject.kind === 'system' ? subject.id : null,
    vendor: subject.kind === 'vendor' ? subject.id : null,
    subjectName: owed.subjectName,
    owner: owed.owner,
    backupOwner: owed.backupOwner,
    cadence: owed.cadence,
    systemOfRecord: owed.systemOfRecord,
    artifact: requirement.artifact,
    frameworks: servedBy(control.id, knowledge.catalog, frameworks),
    lastEvidence:
      newest === null
        ? null
        : {
            id: newest.id,
            name: newest.artifact.name,
            sha256: newest.artifact.sha256,
            effective: newest.effective,
            collectedAt: newest.collectedAt,
            state: knowledge.facts.lifecycleOf(newest.id).state,
          },
    due: standing.due,
    status: standing.status,
    reasons: standing.explain(),
  }
}

function servedBy(control: string, catalog: Catalog, enabled: readonly string[]): Record<string, string[]> {
  const served: Record<string, string[]> = {}
  for (const { framework, requirement } of catalog.links.get(control) ?? []) {
    if (enabled.includes(framework.id)) (served[framework.id] ??= []).push(requirement.id)
  }
  return served
}
