import type { ProgramHistory } from '../assessment/program-history.ts'
import { addDays } from '../time/date.ts'
import { actsOn, computeFinding } from './compute-finding.ts'
import type { FindingAct } from './finding-acts.ts'
import type { FindingItem } from './finding-record.ts'
import type { FindingTrace } from './finding-trace.ts'

/** Where a finding stood from one day on, until the next span begins. */
export interface FindingSpan {
  readonly from: string
  readonly item: FindingItem
}

/** Where a finding stood on every day up to one, and the first later day on which it can turn though nothing new is learned. */
export interface FollowedFinding {
  /** Oldest first; none repeats the one before it. Before the first it was not found yet. */
  readonly spans: readonly FindingSpan[]
  readonly expires: string | null
  /** Whoever can come to answer for it: what is learned about one of them can turn it. */
  readonly people: readonly string[]
}

/** Follows a finding through time: on each day what `computeFinding` says of it. */
export function followFinding(
  trace: FindingTrace,
  acts: readonly FindingAct[],
  until: string,
  history: ProgramHistory,
  timeZone: string,
): FollowedFinding {
  const people = listPeople(trace, acts, history)
  const days = listTurningDays(trace, acts, until, { history, timeZone, people })
  const spans: FindingSpan[] = []
  let said = ''
  for (const day of days) {
    if (day > until) break
    const item = computeFinding(trace, acts, { asOf: day, timeZone, program: history.on(day) })
    const text = JSON.stringify(item)
    if (item !== null && text !== said) spans.push({ from: day, item })
    said = text
  }
  return { spans, expires: days.find((day) => day > until) ?? null, people }
}

interface Following {
  readonly history: ProgramHistory
  readonly timeZone: string
  readonly people: readonly string[]
}

function listTurningDays(
  { episodes, newest }: FindingTrace,
  acts: readonly FindingAct[],
  until: string,
  { history, timeZone, people }: Following,
): string[] {
  const days = new Set<string>()
  for (const episode of episodes) {
    days.add(episode.found)
    if (episode.until !== null) days.add(episode.until)
    for (const { from } of episode.phases) days.add(from)
  }
  if (newest !== null) days.add(newest.on)
  for (const act of actsOn(acts, { asOf: until, timeZone })) {
    days.add(act.day)
    if (act.kind === 'risk-accepted') days.add(addDays(act.body.expires, 1))
  }
  for (const id of history.idsOf('organization'))
    for (const { effective } of history.versionsOf('organization', id)) days.add(effective)
  for (const person of people) {
    for (const { effective, body } of history.versionsOf('person', person)) {
      days.add(effective)
      if (body?.left !== undefined) days.add(body.left)
    }
  }
  return [...days].toSorted()
}

/** Everybody named for it on some day: its owners, those it was assigned to, and the compliance leads behind them. */
function listPeople({ episodes }: FindingTrace, acts: readonly FindingAct[], history: ProgramHistory): string[] {
  const named = new Set<string | null | undefined>()
  for (const { owner, backupOwner } of episodes.flatMap(({ phases }) => phases)) named.add(owner).add(backupOwner)
  for (const act of acts)
    if (act.kind === 'finding-assigned' || act.kind === 'finding-raised') named.add(act.body.owner)
  for (const id of history.idsOf('organization'))
    for (const { body } of history.versionsOf('organization', id)) named.add(body?.roles['compliance-lead']?.owner)
  return [...named].filter((person) => person !== null && person !== undefined).toSorted()
}
