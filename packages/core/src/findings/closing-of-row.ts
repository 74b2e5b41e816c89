import { findCheck } from '../checks/find-check.ts'
import type { Knowledge } from '../assessment/judge-row.ts'
import type { DatedEvidence } from '../assessment/known-facts.ts'
import type { RowIdentity, Stretch } from '../assessment/obligations.ts'
import type { Span } from '../assessment/timeline.ts'
import { spanOn } from '../assessment/timeline.ts'
import type { DocumentKind, ProgramDocument } from '../program/document.ts'
import type { RecordType } from '../records/record.ts'
import { ruleOf } from '../time/cadence.ts'
import { addDays, later } from '../time/date.ts'
import type { ClosingProof, Episode } from './episode.ts'
import { lastPhase } from './episode.ts'

/** What a check can read of the programme. What decides what is owed, of whom and when, is no proof that it is there. */
const judgedKinds: readonly DocumentKind[] = [
  'agreement',
  'vendor',
  'system',
  'person',
  'flow',
  'dependency',
  'policy',
  'decision',
]
const owningKinds: readonly DocumentKind[] = ['control', 'organization', 'person']

/**
 * What shows that the gap of a row is gone on the day it showed no longer; null where nothing does: the row is owed no longer, the period
 * judged has moved on, the cadence was changed. Evidence that is missing is proved by evidence only; a check that failed, by whatever
 * it passes on: evidence of the row, a source it joins, or the programme.
 */
export function proveRowClosing(
  knowledge: Knowledge,
  row: RowIdentity,
  stretches: readonly Stretch[],
  spans: readonly Span[],
  episode: Episode,
  day: string,
): ClosingProof | null {
  const after = spanOn(spans, day)
  if (after === undefined || after.status === null || after.status === 'not-applicable') return null
  const { facts, history } = knowledge
  const { kind } = lastPhase(episode)
  const own = facts.ofRow(row.key).filter((e) => !e.isRejected)
  const came = own.findLast((e) => e.collectedOn === day)
  const isAbsence = kind === 'missing-evidence' || kind === 'overdue-evidence'
  const sources = sourcesOf(knowledge, stretches, day, isAbsence).filter((e) => dayItCounts(e) === day)
  const arrived = came ?? sources.at(-1)
  if (arrived !== undefined) return evidenceProof(arrived, day)
  if (isAbsence) return null
  const isChecked = checksOf(stretches, day).length > 0
  const between = (from: string, kinds: readonly DocumentKind[]): ProgramDocument | undefined =>
    history.documents
      .filter((d) => kinds.includes(d.kind) && d.body !== null && from <= d.effective && d.effective <= day)
      .toSorted((a, b) => relevance(a, row) - relevance(b, row) || (orderOf(a) < orderOf(b) ? -1 : 1))
      .at(-1)
  // A row whose owner had left cannot be judged until somebody else answers for it.
  const said =
    (isChecked ? between(day, judgedKinds) : undefined) ??
    (kind === 'unknown-result' ? between(day, owningKinds) : undefined)
  if (said !== undefined) return documentProof(said, day)
  if (!isChecked) return null
  // The day itself can bring it: an agreement begins, a report speaks of a day that came.
  const earlierCame = own.findLast((e) => episode.found < e.collectedOn && e.collectedOn < day)
  if (earlierCame !== undefined) return evidenceProof(earlierCame, day)
  const saidBefore = between(addDays(episode.found, 1), judgedKinds)
  return saidBefore === undefined ? null : documentProof(saidBefore, day)
}

function checksOf(stretches: readonly Stretch[], day: string): readonly string[] {
  return stretches.findLast(({ from }) => from <= day)?.obligation.requirement.checks ?? []
}

/** Evidence of other rows that the row is judged by: what its checks join, and what tells of its events. */
function sourcesOf(
  { checks, facts, history }: Knowledge,
  stretches: readonly Stretch[],
  day: string,
  isAbsence: boolean,
): DatedEvidence[] {
  const obligation = stretches.findLast(({ from }) => from <= day)?.obligation
  const joined = isAbsence
    ? []
    : checksOf(stretches, day).flatMap((id) => findCheck(checks, id, history.on(day))?.joins ?? [])
  const isByEvent = obligation !== undefined && ruleOf(obligation.cadence).kind === 'event'
  const telling: readonly RecordType[] = isByEvent ? ['person', 'change'] : []
  return [...new Set([...joined, ...telling])].flatMap((type) => [...facts.sourcesOf(type)])
}

function dayItCounts({ collectedOn, evidence }: DatedEvidence): string {
  return later(collectedOn, evidence.effective.from)
}

/** Documents about the row's own subject say more than others. */
function relevance({ id, body }: ProgramDocument, { subject, control }: RowIdentity): number {
  if (id === control) return 1
  if (subject.kind === 'organization') return 0
  return id === subject.id || JSON.stringify(body).includes(JSON.stringify(subject.id)) ? 1 : 0
}

function orderOf({ effective, kind, id }: ProgramDocument): string {
  return `${effective} ${kind}/${id}`
}

function evidenceProof({ evidence }: DatedEvidence, on: string): ClosingProof {
  return { type: 'evidence', evidence: evidence.id, name: evidence.artifact.name, on }
}

function documentProof({ kind, id }: ProgramDocument, on: string): ClosingProof {
  return { type: 'document', kind, id, on }
}
