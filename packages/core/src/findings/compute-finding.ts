import type { Program } from '../program/program.ts'
import { dateOfInstant, later } from '../time/date.ts'
import type { Episode, Phase } from './episode.ts'
import { episodesOn, isLapse, lastPhase } from './episode.ts'
import type { DatedAct, FindingAct, FindingActKind } from './finding-acts.ts'
import { readableId } from './finding-id.ts'
import type { Closing, FindingItem } from './finding-record.ts'
import type { FindingTrace } from './finding-trace.ts'
import { whoAnswers } from './who-answers.ts'
import type { FindingState } from './words.ts'
import { severitySchema } from './words.ts'

/** The day asked about, the programme on it, and the instant whose knowledge may be used; absent means all that is known. */
export interface FindingQuestion {
  readonly asOf: string
  readonly knownAt?: string | undefined
  readonly timeZone: string
  readonly program: Program
}

type ActOf<K extends FindingActKind> = Extract<DatedAct, { readonly kind: K }>

/**
 * Where a finding stands: a pure function of what was computed (`trace`), what people did (`acts`, in any order) and the question. Null before
 * it was found. No act closes what is computed: it closes when the standing no longer shows it and something that came proves it, or, where
 * nothing does, when a named verifier attests to it.
 */
export function computeFinding(
  trace: FindingTrace,
  acts: readonly FindingAct[],
  question: FindingQuestion,
): FindingItem | null {
  const { asOf } = question
  const known = actsOn(acts, question)
  const episodes = episodesOn(trace.episodes, asOf)
  const episode = episodes.at(-1)
  if (episode === undefined) return known.length === 0 ? null : describeDisproved(trace, known, question)
  const own = actsWithin(known, episodes)
  const phase = lastPhase(episode)
  const closing = closingOf(episode, own)
  const acceptance = own.findLast((act): act is ActOf<'risk-accepted'> => act.kind === 'risk-accepted')
  const accepted = episode.until === null ? acceptedBy(episode, acceptance, asOf) : null
  const recurrences = episodes.slice(0, -1).filter(isLapse).length
  const answering = whoAnswers({ assigned: assigneeOf(known), ...phase }, question.program, asOf)
  return {
    ...subjectOf(trace),
    kind: phase.kind,
    severity: phase.severity,
    title: phase.title,
    owner: answering.owner,
    ownerNote: answering.note,
    since: episode.since,
    found: episode.found,
    due: phase.due,
    facts: [...factsOf(trace, episode, phase, asOf)],
    state: stateOf(episode, own, { closing, accepted, recurrences }),
    recurrences,
    shows: episode.until === null,
    closed: closing === null ? null : closing.type === 'attestation' ? closing.on : episode.until,
    closing,
    accepted,
  }
}

/** What was done by then, as known, in the order of the log. */
export function actsOn(
  acts: readonly FindingAct[],
  { asOf, knownAt, timeZone }: Pick<FindingQuestion, 'asOf' | 'knownAt' | 'timeZone'>,
): DatedAct[] {
  const horizon = knownAt === undefined ? Infinity : Date.parse(knownAt)
  return acts
    .filter(({ recordedAt }) => Date.parse(recordedAt) <= horizon)
    .map((act) => ({ ...act, day: dateOfInstant(act.recordedAt, timeZone) }))
    .filter(({ day }) => day <= asOf)
    .toSorted((a, b) => a.entry - b.entry)
}

/** The acts about the last of `episodes`: what was said about a gap that was closed says nothing about the next one. */
export function actsWithin(acts: readonly DatedAct[], episodes: readonly Episode[]): readonly DatedAct[] {
  const episode = episodes.at(-1)
  if (episode === undefined || episodes.length === 1) return acts
  return acts.filter(({ day, entry }) => day >= episode.found && entry > (episode.entry ?? -1))
}

/** Whom it was last assigned to: by an assignment, or by whoever raised it. */
export function assigneeOf(acts: readonly DatedAct[]): string | null {
  const act = acts.findLast(
    (one): one is ActOf<'finding-assigned' | 'finding-raised'> =>
      one.kind === 'finding-assigned' || (one.kind === 'finding-raised' && one.body.owner !== undefined),
  )
  return act?.body.owner ?? null
}

function closingOf(episode: Episode, acts: readonly DatedAct[]): Closing | null {
  const { until, closing } = episode
  if (until === null) return null
  if (closing !== null) return closing
  const attested = acts.find((act): act is ActOf<'finding-verified'> => attests(act, until, episode.entry))
  return attested === undefined ? null : describeAttestation(attested)
}

/** Of a computed gap, only what was said once it showed no longer; what was raised is gone by the attestation itself. */
function attests(act: DatedAct, until: string, raisedIn: number | null): boolean {
  return act.kind === 'finding-verified' && (raisedIn === null ? act.day >= until : act.entry > raisedIn)
}

export function describeAttestation({ day, entry, by, body }: ActOf<'finding-verified'>): Closing {
  return { type: 'attestation', evidence: body.evidence, by: by.name, on: day, entry, note: body.note }
}

/** The phase in which the gap became graver than what was accepted, and so is accepted no longer; undefined where it did not. */
export function findOutgrowth({ phases }: Episode, accepted: ActOf<'risk-accepted'>): Phase | undefined {
  const then = phases.findLast(({ from }) => from <= accepted.day) ?? phases[0]
  if (then === undefined) return undefined
  const rank = ({ severity }: Phase): number => severitySchema.options.indexOf(severity)
  return phases.find((phase) => phase.from > then.from && rank(phase) < rank(then))
}

function acceptedBy(
  episode: Episode,
  acceptance: ActOf<'risk-accepted'> | undefined,
  asOf: string,
): FindingItem['accepted'] {
  const { exception } = lastPhase(episode)
  const isOutgrown = acceptance !== undefined && findOutgrowth(episode, acceptance) !== undefined
  if (acceptance !== undefined && !isOutgrown && asOf <= acceptance.body.expires) {
    const { compensatingControl, expires } = acceptance.body
    return { sentence: `Accepted by ${acceptance.by.name} until ${expires}: ${compensatingControl}`, expires }
  }
  return exception === null ? null : { sentence: exception, expires: null }
}

function stateOf(
  episode: Episode,
  acts: readonly DatedAct[],
  { closing, accepted, recurrences }: Pick<FindingItem, 'closing' | 'accepted' | 'recurrences'>,
): FindingState {
  if (closing !== null) return 'closed'
  if (episode.until !== null) return 'ready-to-verify'
  if (accepted !== null) return 'risk-accepted'
  const work = acts.findLast(({ kind }) => kind === 'finding-started' || kind === 'finding-ready')
  if (work === undefined) return recurrences > 0 ? 'reopened' : 'open'
  return work.kind === 'finding-ready' && !isRefuted(work, episode) ? 'ready-to-verify' : 'in-progress'
}

/** Whether evidence came after somebody said that it is done, and its check still fails. */
function isRefuted({ day }: DatedAct, { phases }: Episode): boolean {
  const then = phases.findLast(({ from }) => from <= day)
  return phases.some(({ from, kind, newest }) => from > day && kind === 'failing-check' && newest !== then?.newest)
}

function factsOf({ newest }: FindingTrace, { until }: Episode, phase: Phase, asOf: string): readonly string[] {
  return newest !== null && until === null && newest.on <= asOf && newest.on >= phase.from ? newest.facts : phase.facts
}

/** People acted on what, by what is known now, never was a gap: closed by what shows that, or to be attested to. */
function describeDisproved(trace: FindingTrace, acts: readonly DatedAct[], question: FindingQuestion): FindingItem {
  const attested = acts.findLast((act): act is ActOf<'finding-verified'> => act.kind === 'finding-verified')
  const closing = trace.disproof ?? (attested === undefined ? null : describeAttestation(attested))
  const first = acts[0]?.day ?? question.asOf
  const named = { assigned: assigneeOf(acts), owner: null, backupOwner: null }
  const { owner, note } = whoAnswers(named, question.program, question.asOf)
  return {
    ...subjectOf(trace),
    kind: 'unknown-result',
    severity: 'low',
    title: `${trace.about}: no gap by what is known now`,
    owner,
    ownerNote: note,
    since: first,
    found: first,
    due: null,
    facts: ['What was recorded later shows that there was no gap. Ask what was known on an earlier day to see it.'],
    state: closing === null ? 'ready-to-verify' : 'closed',
    recurrences: 0,
    shows: false,
    closed: closing === null ? null : later(closing.on, first),
    closing,
    accepted: null,
  }
}

function subjectOf({ id, control, requirement, system, vendor }: FindingTrace) {
  return { id, reference: readableId(id), control, requirement, system, vendor }
}
