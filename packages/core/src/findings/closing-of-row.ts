import { cadenceEventSources } from '../assessment/event-occurrences.ts'
import { findCheck } from '../checks/find-check.ts'
import type { Knowledge } from '../assessment/judge-row.ts'
import type { DatedEvidence } from '../assessment/known-facts.ts'
import type { RowIdentity, Stretch } from '../assessment/obligations.ts'
import type { Span } from '../assessment/timeline.ts'
import { spanOn } from '../assessment/timeline.ts'
import type { DocumentKind, ProgramDocument } from '../program/document.ts'
import { ruleOf } from '../time/cadence.ts'
import { addDays, later } from '../time/date.ts'
import type { ClosingProof, Episode } from './episode.ts'
import { lastPhase } from './episode.ts'
import { isPersonThere } from './who-answers.ts'

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
  const { kind, owner } = lastPhase(episode)
  const own = facts.ofRow(row.key).filter((e) => !e.isRejected)
  const came = own.findLast((e) => e.collectedOn === day)
  const isAbsence = kind === 'missing-evidence' || kind === 'overdue-evidence'
  const sources = sourcesOf(knowledge, stretches, day, isAbsence).filter((e) => dayItCounts(e) === day)
  const arrived = came ?? sources.at(-1)
  if (arrived !== undefined) return evidenceProof(arrived, day)
  if (isAbsence) return null
  const isChecked = checksOf(stretches, day).length > 0
  const between = (from: string, says: (document: ProgramDocument) => boolean): ProgramDocument | undefined =>
    history.documents
      .filter((d) => d.body !== null && from <= d.effective && d.effective <= day && says(d))
      .toSorted((a, b) => relevance(a, row) - relevance(b, row) || (orderOf(a) < orderOf(b) ? -1 : 1))
      .at(-1)
  const isJudged = (document: ProgramDocument): boolean => judgedKinds.includes(document.kind)
  // A row whose owner had left cannot be judged until somebody else answers for it.
  const eve = addDays(day, -1)
  const wasNobodys = kind === 'unknown-result' && (owner === null || !isPersonThere(history.on(eve), owner, eve))
  const said =
    (isChecked ? between(day, isJudged) : undefined) ??
    (wasNobodys ? between(day, (document) => saysWhoOwns(document, row, after.owner)) : undefined)
  if (said !== undefined) return documentProof(said, day)
  // Silence and rejection are not over because the period that is judged begins later: only a check can pass by itself.
  if (!isChecked || kind !== 'failing-check') return null
  // The day itself can bring it: an agreement begins, a report speaks of a day that came.
  const passing = own.find((e) => e.evidence.id === after.newest && episode.found < e.collectedOn)
  if (passing !== undefined) return evidenceProof(passing, day)
  const saidBefore = between(addDays(episode.found, 1), isJudged)
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
  const rule = obligation === undefined ? undefined : ruleOf(obligation.cadence)
  const telling = rule?.kind === 'event' ? cadenceEventSources[rule.event] : []
  return [...new Set([...joined, ...telling])].flatMap((type) => [...facts.sourcesOf(type)])
}

/** Whether a document can give the row somebody who answers for it: its own control, the roles, or that person. */
function saysWhoOwns({ kind, id }: ProgramDocument, { control }: RowIdentity, owner: string | null): boolean {
  return kind === 'organization' || (kind === 'control' && id === control) || (kind === 'person' && id === owner)
}

/** The day from which evidence can count: when it was at hand and what it speaks of had begun. */
export function dayItCounts({ collectedOn, evidence }: DatedEvidence): string {
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
