import type { EvidenceState } from '../evidence/lifecycle.ts'
import type { JudgedRow, Knowledge } from './judge-row.ts'
import { judgeRow, organizationOn } from './judge-row.ts'
import type { RowIdentity, Stretch } from './obligations.ts'
import type { RowStatus } from './row.ts'
import { listTurningDays } from './turning-days.ts'

/** Where a row stood from one day on, until the next span begins. */
export interface Span {
  readonly from: string
  /** Null while the row owes nothing. */
  readonly status: RowStatus | null
  readonly due: string | null
  readonly since: string | null
  /** The newest evidence, and how far it has come: collected, reviewed by a named person, accepted by the auditor. */
  readonly newest: string | null
  /** The last day that evidence speaks of. */
  readonly newestTo: string | null
  readonly state: EvidenceState | null
  readonly owner: string | null
  readonly backupOwner: string | null
}

/** Where a row stood on every day up to one, as known at one instant. */
export interface Timeline {
  /** Oldest first; none repeats the one before it. Before the first the row owed nothing. */
  readonly spans: readonly Span[]
  /** The first later day on which it can stand otherwise though nothing new is learned; null where there is none. */
  readonly expires: string | null
  /** The row on the last day on which it owed something; null where it never did. */
  readonly last: JudgedRow | null
  /** The last day it was looked at, on which it stood as `last`: nothing happened to it since. Null where `last` is. */
  readonly lastOn: string | null
}

const nothingOwed = {
  status: null,
  due: null,
  since: null,
  newest: null,
  newestTo: null,
  state: null,
  owner: null,
  backupOwner: null,
}

/** Follows the standing of a row through time: on each day what `judgeRow` says of it. */
export function followRow(
  knowledge: Knowledge,
  row: RowIdentity,
  until: string,
  trace: readonly Stretch[] = knowledge.obligations.trace(row),
): Timeline {
  const days = listTurningDays(knowledge, row, trace, until)
  const spans: Span[] = []
  let last: JudgedRow | null = null
  let lastOn: string | null = null
  for (const day of days) {
    if (day > until) break
    const judged = organizationOn(knowledge.history, day) === undefined ? null : judgeRow(knowledge, row, trace, day)
    if (judged !== null) [last, lastOn] = [judged, day]
    const span = spanOf(day, judged, knowledge)
    const before = spans.at(-1)
    if (before === undefined ? span.status !== null : !isSame(before, span)) spans.push(span)
  }
  return { spans, expires: days.find((day) => day > until) ?? null, last, lastOn }
}

/** Where the row stood on `day`; undefined while it had owed nothing yet. */
export function spanOn(spans: readonly Span[], day: string): Span | undefined {
  return spans.findLast((span) => span.from <= day)
}

function spanOf(from: string, judged: JudgedRow | null, { facts }: Knowledge): Span {
  if (judged === null) return { from, ...nothingOwed }
  const { status, due, since, newest } = judged.standing
  const { owner, backupOwner } = judged.view.obligation
  const state = newest === null ? null : facts.lifecycleOf(newest.id).state
  const named = { newest: newest?.id ?? null, newestTo: newest?.effective.to ?? null }
  return { from, status, due, since, ...named, state, owner, backupOwner }
}

function isSame(a: Span, b: Span): boolean {
  return (
    a.status === b.status &&
    a.due === b.due &&
    a.since === b.since &&
    a.newest === b.newest &&
    a.state === b.state &&
    a.owner === b.owner &&
    a.backupOwner === b.backupOwner
  )
}
