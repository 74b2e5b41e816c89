import { Temporal } from 'temporal-polyfill'
import { rememberLifecycles } from '../assessment/known-facts.ts'
import type { Finding, Occurrence, Row, RowStatus } from '../assessment/row.ts'
import type { Evidence } from '../evidence/evidence.ts'
import type { EvidenceState } from '../evidence/lifecycle.ts'
import { endOfDay } from '../time/date.ts'
import { toolOrigin } from './assessment-platform.ts'
import { subjectUuid } from './components.ts'
import type { Draft } from './draft.ts'
import type { JsonObject } from './json.ts'
import { line, property, prose, title } from './text.ts'

/** Observations with the row or finding they were made about. */
export interface Observations {
  /** In the order of rows, each row's oldest first. */
  readonly all: readonly JsonObject[]
  /** UUIDs by row key. */
  readonly byRow: ReadonlyMap<string, readonly string[]>
}

/** Rows whose standing is an observation of its own, beside those of their intervals. */
const notStanding: readonly RowStatus[] = ['failing', 'missing', 'overdue', 'unknown', 'excepted']

/**
 * What was observed up to the day: for every row, each interval that has evidence or lacks it, and where the row does not
 * stand, why. `collected` is when the artifact was taken; it expires when the next one is due.
 */
export function observeRows(draft: Draft, rows: readonly Row[], only: 'everything' | 'standing'): Observations {
  const { input } = draft.scope
  const horizon = input.knownAt === undefined ? Infinity : Date.parse(input.knownAt)
  const known = (input.events ?? []).filter((event) => Date.parse(event.recordedAt) <= horizon)
  const lifecycleOf = rememberLifecycles(known)
  const evidence = new Map(input.evidence.map((e) => [e.id, e]))
  const all: JsonObject[] = []
  const byRow = new Map<string, string[]>()
  const add = (row: Row, uuid: string, observation: JsonObject): void => {
    all.push({ uuid, ...observation })
    byRow.set(row.key, [...(byRow.get(row.key) ?? []), uuid])
  }
  for (const row of rows) {
    const occurrences = only === 'standing' ? [] : (input.assessment.occurrences.get(row.key) ?? [])
    for (const [at, occurrence] of occurrences.entries()) {
      const found = occurrence.evidence.flatMap((id) => evidence.get(id) ?? [])
      if (!isObserved(occurrence, found)) continue
      const nextDue = occurrences[at + 1]?.due ?? row.due
      const uuid = draft.uuid('observation', row.key, occurrence.interval.label)
      const relevant = found.map((e) => describeEvidence(draft, e, lifecycleOf(e.id).state))
      const observation = describeOccurrence(draft, row, occurrence, found.at(-1), nextDue)
      add(row, uuid, { ...observation, 'relevant-evidence': relevant })
    }
    if (notStanding.includes(row.status)) {
      add(row, draft.uuid('observation', row.key, 'standing'), describeStanding(draft, row))
    }
  }
  return { all, byRow }
}

/** A gap in the programme itself, which belongs to no row. */
export function observeFinding(draft: Draft, finding: Finding): JsonObject & { readonly uuid: string } {
  return {
    uuid: draft.uuid('observation', 'finding', finding.id),
    title: title(finding.title),
    description: prose(finding.facts.join('\n')),
    methods: ['EXAMINE'],
    types: ['finding'],
    origins: [toolOrigin(draft)],
    collected: observedAt(draft),
  }
}

/** The instant as of which the document observes: the end of its day. */
function observedAt({ scope }: Draft): string {
  return endOfDay(scope.asOf, scope.organization.timeZone)
}

/** An interval that has not ended yet and has no evidence shows nothing, neither good nor bad. */
function isObserved({ status }: Occurrence, found: readonly Evidence[]): boolean {
  if (status === 'upcoming' || status === 'not-applicable') return false
  return found.length > 0 || status !== 'due'
}

function describeOccurrence(
  draft: Draft,
  row: Row,
  occurrence: Occurrence,
  newest: Evidence | undefined,
  nextDue: string | null,
): JsonObject {
  const { scope } = draft
  const isGap = occurrence.status !== 'on-time' && occurrence.status !== 'late' && occurrence.status !== 'due'
  return {
    title: title(`${row.requirementTitle}, ${row.subjectName}, ${occurrence.interval.label}: ${occurrence.status}`),
    description: prose(occurrence.reasons.join('\n')),
    props: [
      property('row', row.key),
      property('interval', `${occurrence.interval.from}..${occurrence.interval.to}`),
      property('due', occurrence.due),
      property('status', occurrence.status),
      ...occurrence.checks.map(({ check, verdict, asserts }) => property(`check-${verdict}`, check, asserts)),
    ],
    methods: [occurrence.checks.length > 0 ? 'TEST' : 'EXAMINE'],
    types: [isGap ? 'finding' : 'control-objective'],
    origins: [toolOrigin(draft)],
    subjects: [{ 'subject-uuid': subjectUuid(draft, row), type: 'component' }],
    collected: newest === undefined ? observedAt(draft) : toUtc(newest.collectedAt),
    expires: newest === undefined || nextDue === null ? undefined : endOfDay(nextDue, scope.organization.timeZone),
  }
}

function describeStanding(draft: Draft, row: Row): JsonObject {
  return {
    title: title(`${row.requirementTitle}, ${row.subjectName}, on ${draft.scope.asOf}: ${row.status}`),
    description: prose(row.reasons.join('\n')),
    props: [property('row', row.key), property('status', row.status)],
    methods: ['EXAMINE'],
    types: ['finding'],
    origins: [toolOrigin(draft)],
    subjects: [{ 'subject-uuid': subjectUuid(draft, row), type: 'component' }],
    collected: observedAt(draft),
  }
}

function describeEvidence(draft: Draft, evidence: Evidence, state: EvidenceState): JsonObject {
  const { artifact, effective, source, collector, collectedAt } = evidence
  const href = draft.resource(`evidence/${evidence.id}`, () => ({
    title: title(artifact.name),
    'document-ids': [{ scheme: 'urn:evidentia:evidence', identifier: evidence.id }],
    rlinks: [
      {
        // The place it has in a package that Evidentia seals; by its digest it can be found anywhere.
        href: `artifacts/${artifact.sha256}`,
        'media-type': line(artifact.mediaType),
        hashes: [{ algorithm: 'SHA-256', value: artifact.sha256 }],
      },
    ],
  }))
  return {
    description: prose(`${artifact.name} from ${source}, for ${effective.from} to ${effective.to}`),
    href,
    props: [
      property('collected-at', collectedAt),
      property('collector', `${collector.type} ${collector.id}`),
      property('state', state),
    ],
  }
}

function toUtc(instant: string): string {
  return Temporal.Instant.from(instant).toString()
}
