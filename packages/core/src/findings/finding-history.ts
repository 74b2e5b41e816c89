import type { Program } from '../program/program.ts'
import { addDays } from '../time/date.ts'
import type { FindingQuestion } from './compute-finding.ts'
import { actsOn, actsWithin, assigneeOf, findOutgrowth } from './compute-finding.ts'
import type { ClosingProof, Episode, Phase } from './episode.ts'
import { episodesOn, isLapse } from './episode.ts'
import type { DatedAct, FindingAct } from './finding-acts.ts'
import { isRaised } from './finding-id.ts'
import type { HistoryEvent } from './finding-record.ts'
import type { FindingTrace } from './finding-trace.ts'
import { isPersonThere, nameOf, whoAnswers } from './who-answers.ts'

/**
 * Everything that happened to a finding by the day asked about, oldest first: what follows from facts recorded elsewhere, and what people
 * did, each with the entry it is sealed in. Of one day, what is computed comes first.
 */
export function listHistory(
  trace: FindingTrace,
  acts: readonly FindingAct[],
  question: FindingQuestion,
): HistoryEvent[] {
  const known = actsOn(acts, question)
  const episodes = episodesOn(trace.episodes, question.asOf)
  const computed = [
    ...episodes.flatMap((episode, n) => tellEpisode(episode, n === 0 || !episodes.slice(0, n).some(isLapse), trace)),
    ...trace.rejections.map(({ evidence, day, sentence }) => tell(day, 'evidence-rejected', sentence, evidence)),
    ...tellExpiries(known, episodes, question),
    ...tellAbsences(episodes, known, question),
  ]
  return [
    ...computed.filter(({ day }) => day <= question.asOf),
    ...known.map((act) => tellAct(act, question)),
  ].toSorted((a, b) => compare(a.day, b.day) || order(a) - order(b))
}

type Computed = HistoryEvent & { readonly sealed: null }

function tell(day: string, type: HistoryEvent['type'], sentence: string, evidence: string | null = null): Computed {
  return { day, type, sentence, note: null, sealed: null, evidence }
}

function tellEpisode(episode: Episode, isFirst: boolean, { id, about }: FindingTrace): Computed[] {
  // What was raised is told by the act that raised it.
  if (isRaised(id)) return []
  const { found, since, until, closing, phases } = episode
  const [first, ...later] = phases
  if (first === undefined) return []
  const began = since < found ? ` It began on ${since}.` : ''
  const what = first.isLate ? first.title : `${about}: owed, and not there yet`
  const events = [
    isFirst
      ? tell(found, 'found', `Found: ${what}.${began}`)
      : tell(found, 'found-again', `Found again: ${what}.${began}`),
  ]
  if (first.exception !== null) events.push(tell(found, 'excepted', first.exception))
  for (const [n, phase] of later.entries()) events.push(...tellChange(n === 0 ? first : later[n - 1], phase))
  if (until !== null) events.push(tellEnd(until, closing))
  return events
}

function tellChange(before: Phase | undefined, phase: Phase): Computed[] {
  if (before === undefined) return []
  const { from } = phase
  if (before.exception === null && phase.exception !== null) return [tell(from, 'excepted', phase.exception)]
  if (before.exception !== null && phase.exception === null)
    return [tell(from, 'exception-ended', `The exception ended, and the gap is still there: ${phase.title}.`)]
  if (!before.isLate && phase.isLate) return [tell(from, 'changed', `The day it was due has passed: ${phase.title}.`)]
  if (before.kind !== phase.kind) return [tell(from, 'changed', `The same gap, of another kind: ${phase.title}.`)]
  if (before.newest !== phase.newest && phase.newest !== null)
    return [tell(from, 'evidence', 'Evidence came, and the gap is still there.', phase.newest)]
  return []
}

function tellEnd(until: string, closing: ClosingProof | null): Computed {
  if (closing === null)
    return tell(
      until,
      'unproved',
      'It shows no longer, and nothing that came proves that it is gone. A named verifier has to attest to it.',
    )
  if (closing.type === 'document')
    return tell(until, 'closed', `Closed by what the program says from this day: ${closing.kind} ${closing.id}.`)
  return tell(until, 'closed', `Closed by ${closing.name}: with it, the gap shows no longer.`, closing.evidence)
}

/** Acceptances whose last day has passed while the gap was still there, and those that it has outgrown. */
function tellExpiries(acts: readonly DatedAct[], episodes: readonly Episode[], { asOf }: FindingQuestion): Computed[] {
  const last = episodes.at(-1)
  const accepted = actsWithin(acts, episodes).findLast((act) => act.kind === 'risk-accepted')
  if (accepted?.kind !== 'risk-accepted' || last === undefined) return []
  const outgrowth = findOutgrowth(last, accepted)
  const day = addDays(accepted.body.expires, 1)
  if (outgrowth !== undefined && outgrowth.from < day) {
    const sentence = `The gap became graver than what was accepted: ${outgrowth.title}.`
    return [tell(outgrowth.from, 'acceptance-expired', sentence)]
  }
  if (day > asOf || (last.until !== null && last.until <= day)) return []
  return [tell(day, 'acceptance-expired', `The acceptance of the risk expired on ${accepted.body.expires}.`)]
}

/** The days on which somebody who answered for it was gone. */
function tellAbsences(
  episodes: readonly Episode[],
  acts: readonly DatedAct[],
  { asOf, program }: FindingQuestion,
): Computed[] {
  const last = episodes.at(-1)
  const phase = last?.phases.at(-1)
  if (last === undefined || phase === undefined || last.until !== null) return []
  const named = { ...phase, assigned: assigneeOf(acts) }
  const first = named.assigned ?? named.owner ?? named.backupOwner
  if (first === null || isPersonThere(program, first, asOf)) return []
  const { note } = whoAnswers(named, program, asOf)
  const left = program.person.get(first)?.left
  const day = left === undefined || left < last.found ? last.found : left
  return [tell(day, 'owner-gone', note ?? `${nameOf(program, first)} is gone.`)]
}

function tellAct(act: DatedAct, { program }: FindingQuestion): HistoryEvent {
  const { day, entry, recordedAt, by } = act
  return { day, evidence: null, ...describeAct(act, program), sealed: { by: by.name, at: recordedAt, entry } }
}

function describeAct(
  act: DatedAct,
  program: Program,
): Pick<HistoryEvent, 'type' | 'sentence' | 'note'> & { evidence?: string } {
  const { name } = act.by
  switch (act.kind) {
    case 'finding-raised':
      return { type: 'raised', sentence: `${name} raised it: ${act.body.title}`, note: act.body.detail ?? null }
    case 'finding-assigned':
      return {
        type: 'assigned',
        sentence: `${name} assigned it to ${nameOf(program, act.body.owner)}.`,
        note: act.body.note ?? null,
      }
    case 'finding-started':
      return { type: 'started', sentence: `${name} began to work on it.`, note: act.body.note ?? null }
    case 'finding-ready':
      return { type: 'ready', sentence: `${name} says that it is done.`, note: act.body.note ?? null }
    case 'finding-verified':
      return {
        type: 'verified',
        sentence: `${name} verified it on evidence.`,
        note: act.body.note,
        evidence: act.body.evidence,
      }
    case 'finding-commented':
      return { type: 'commented', sentence: `${name} commented.`, note: act.body.text }
    case 'risk-acceptance-requested':
      return {
        type: 'acceptance-requested',
        sentence: `${name} asked to accept the risk until ${act.body.expires}. In its place: ${act.body.compensatingControl}`,
        note: act.body.reason,
      }
    case 'risk-accepted':
      return {
        type: 'risk-accepted',
        sentence: `${name} accepted the risk until ${act.body.expires}. In its place: ${act.body.compensatingControl}`,
        note: act.body.note ?? null,
      }
  }
}

function order({ sealed }: HistoryEvent): number {
  return sealed === null ? -1 : sealed.entry
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1
}
