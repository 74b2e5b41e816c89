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
}

/** Follows a finding through time: on each day what `computeFinding` says of it. */
export function followFinding(
  trace: FindingTrace,
  acts: readonly FindingAct[],
  until: string,
  history: ProgramHistory,
  timeZone: string,
): FollowedFinding {
  const days = listTurningDays(trace, acts, until, history, timeZone)
  const spans: FindingSpan[] = []
  let said = ''
  for (const day of days) {
    if (day > until) break
    const item = computeFinding(trace, acts, { asOf: day, timeZone, program: history.on(day) })
    const text = JSON.stringify(item)
    if (item !== null && text !== said) spans.push({ from: day, item })
    said = text
  }
  return { spans, expires: days.find((day) => day > until) ?? null }
}

function listTurningDays(
  { episodes, newest }: FindingTrace,
  acts: readonly FindingAct[],
  until: string,
  history: ProgramHistory,
  timeZone: string,
): string[] {
  const days = new Set<string>()
  const people = new Set<string | null>()
  for (const episode of episodes) {
    days.add(episode.found)
    if (episode.until !== null) days.add(episode.until)
    for (const { from, owner, backupOwner } of episode.phases) {
      days.add(from)
      people.add(owner).add(backupOwner)
    }
  }
  if (newest !== null) days.add(newest.on)
  for (const act of actsOn(acts, { asOf: until, timeZone })) {
    days.add(act.day)
    if (act.kind === 'risk-accepted') days.add(addDays(act.body.expires, 1))
    if (act.kind === 'finding-assigned' || act.kind === 'finding-raised') people.add(act.body.owner ?? null)
  }
  addPeople(days, people, history)
  return [...days].toSorted()
}

/** The days on which somebody who can answer for it comes, goes or is named in the place of another. */
function addPeople(days: Set<string>, named: ReadonlySet<string | null>, history: ProgramHistory): void {
  const people = new Set(named)
  for (const id of history.idsOf('organization')) {
    for (const { effective, body } of history.versionsOf('organization', id)) {
      days.add(effective)
      people.add(body?.roles['compliance-lead']?.owner ?? null)
    }
  }
  for (const person of people) {
    for (const { effective, body } of person === null ? [] : history.versionsOf('person', person)) {
      days.add(effective)
      if (body?.left !== undefined) days.add(body.left)
    }
  }
}
