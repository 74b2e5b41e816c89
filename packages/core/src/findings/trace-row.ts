import { gapOf } from '../assessment/findings.ts'
import type { Knowledge } from '../assessment/judge-row.ts'
import { judgeRow, organizationOn } from '../assessment/judge-row.ts'
import type { DatedEvidence } from '../assessment/known-facts.ts'
import type { RowIdentity, Stretch } from '../assessment/obligations.ts'
import { type Span, spanOn, type Timeline } from '../assessment/timeline.ts'
import { addDays, dateOfInstant } from '../time/date.ts'
import { dayItCounts, proveRowClosing } from './closing-of-row.ts'
import type { Episode, Look, Sighting } from './episode.ts'
import { listEpisodes } from './episode.ts'
import { rowFindingId } from './finding-id.ts'
import type { FindingTrace, Rejection } from './finding-trace.ts'

const gapStatuses: readonly (string | null)[] = ['failing', 'missing', 'overdue', 'unknown', 'excepted']

/**
 * The finding of one row through time, from its timeline; null where the row never owed anything. One row has one finding,
 * whatever was wrong with it: each unbroken run of gap is an episode of it.
 */
export function traceRow(
  knowledge: Knowledge,
  row: RowIdentity,
  { spans, last, lastOn }: Timeline,
  stretches: readonly Stretch[] = knowledge.obligations.trace(row),
): FindingTrace | null {
  if (last === null || lastOn === null) return null
  const sightings: Sighting[] = []
  let run: Run = { from: null, after: '' }
  for (const { from, status } of spans) {
    if (gapStatuses.includes(status)) run = { ...run, from: run.from ?? from }
    else run = { from: null, after: run.from === null ? run.after : from }
    sightings.push({ from, look: run.from === null ? null : lookAt(knowledge, row, stretches, from, run) })
  }
  const passing = sightPassing(knowledge, row, stretches, spans)
  const episodes = listEpisodes(inOrder(sightings, passing)).map((episode): Episode => {
    if (episode.until === null) return episode
    return { ...episode, closing: proveRowClosing(knowledge, row, stretches, spans, episode, episode.until) }
  })
  const { subject, control, requirement, subjectName, systemOfRecord } = last.view.obligation
  const lacking = last.occurrences.find(({ status }) => status === 'missing')?.interval
  const newest = spans.at(-1)?.newest ?? null
  const isOpen = episodes.at(-1)?.until === null
  return {
    id: rowFindingId(row.key),
    control: control.id,
    requirement: requirement.id,
    system: subject.kind === 'system' ? subject.id : null,
    vendor: subject.kind === 'vendor' ? subject.id : null,
    about: subject.kind === 'organization' ? requirement.title : `${requirement.title} for ${subjectName}`,
    asks: { systemOfRecord, interval: lacking === undefined ? null : { from: lacking.from, to: lacking.to } },
    episodes,
    rejections: listRejections(knowledge, row, episodes),
    disproof: newest === null || isOpen ? null : proofOf(knowledge, row, newest),
    newest: isOpen ? { on: lastOn, facts: last.standing.explain() } : null,
  }
}

/**
 * Gaps that came and went within one day: what was collected failed or could not be read, and what was collected later that day
 * did not. A row has one standing a day, and yet what failed was seen to fail, and what mended it is known.
 */
function sightPassing(
  knowledge: Knowledge,
  row: RowIdentity,
  stretches: readonly Stretch[],
  spans: readonly Span[],
): Sighting[] {
  const own = knowledge.facts.ofRow(row.key).filter(({ isRejected }) => !isRejected)
  const byDay = Map.groupBy(own, dayItCounts)
  return [...byDay].flatMap(([day, came]) => {
    if (came.length < 2 || isGap(spanOn(spans, day)) || isGap(spanOn(spans, addDays(day, -1)))) return []
    for (const [at] of came.slice(0, -1).entries()) {
      const later = new Set(came.slice(at + 1))
      const facts = { ...knowledge.facts, ofRow: (key: string) => without(knowledge.facts.ofRow(key), later) }
      const look = lookAt({ ...knowledge, facts }, row, stretches, day, { from: day, after: day })
      if (look !== null && (look.kind === 'failing-check' || look.kind === 'unknown-result'))
        return [
          { from: day, look },
          { from: day, look: null },
        ]
    }
    return []
  })
}

function isGap(span: Span | undefined): boolean {
  return span !== undefined && gapStatuses.includes(span.status)
}

function without(all: readonly DatedEvidence[], later: ReadonlySet<DatedEvidence>): DatedEvidence[] {
  return all.filter((one) => !later.has(one))
}

/** Both by day. What passed within a day stands before what the day came to. */
function inOrder(sightings: readonly Sighting[], passing: readonly Sighting[]): Sighting[] {
  return [...passing, ...sightings].toSorted((a, b) => (a.from === b.from ? 0 : a.from < b.from ? -1 : 1))
}

/** An unbroken run of days with a gap: since when, null while there is none, and the first day on which the one before was gone. */
interface Run {
  readonly from: string | null
  readonly after: string
}

function lookAt(
  knowledge: Knowledge,
  row: RowIdentity,
  stretches: readonly Stretch[],
  day: string,
  { from, after }: Run,
): Look | null {
  const judged = judgeRow(knowledge, row, stretches, day)
  if (judged === null) return null
  const { view, standing } = judged
  const began = standing.gap?.since ?? day
  // Whatever a gap says of itself, it was not there while it did not show.
  const since = from !== null && began < after ? from : began
  const gap = gapOf(judged, day, organizationOn(knowledge.history, day)?.findingTerms, since)
  if (gap === null) return null
  const isLate = gap.kind !== 'missing-evidence' || standing.due === null || day > standing.due
  return {
    since: gap.since,
    kind: gap.kind,
    isLate,
    severity: gap.severity,
    title: gap.title,
    due: gap.due,
    owner: gap.owner,
    backupOwner: view.obligation.backupOwner,
    exception: standing.status === 'excepted' ? (gap.facts[0] ?? null) : null,
    newest: standing.newest?.id ?? null,
    facts: gap.facts,
  }
}

/** What came for the row while it was a gap, or closed it, and was rejected. */
function listRejections(
  { facts }: Knowledge,
  { key }: RowIdentity,
  episodes: readonly Episode[],
): readonly Rejection[] {
  const [first] = episodes
  if (first === undefined) return []
  return facts.ofRow(key).flatMap(({ evidence, isRejected }) => {
    const { review } = facts.lifecycleOf(evidence.id)
    if (!isRejected || review === null) return []
    const day = dateOfInstant(review.at, facts.timeZone)
    const why = review.note === null ? '.' : `: ${review.note}`
    return [{ evidence: evidence.id, day, sentence: `${review.by} rejected ${evidence.artifact.name}${why}` }]
  })
}

function proofOf({ facts }: Knowledge, { key }: RowIdentity, id: string): FindingTrace['disproof'] {
  const found = facts.ofRow(key).find(({ evidence }) => evidence.id === id)
  if (found === undefined || found.isRejected) return null
  const { evidence } = found
  return {
    type: 'evidence',
    evidence: id,
    name: evidence.artifact.name,
    on: dateOfInstant(evidence.recordedAt, facts.timeZone),
  }
}
