import { findCheck } from '../checks/find-check.ts'
import { intervalsBetween, ruleOf } from '../time/cadence.ts'
import { addDays, earlier, later } from '../time/date.ts'
import { versionsOfExceptions } from './exceptions.ts'
import type { Knowledge } from './judge-row.ts'
import type { RowIdentity, Stretch } from './obligations.ts'
import { dueSoonDays } from './standing.ts'

/** How far beyond the last day asked about turning days are looked for: two of the longest plain intervals. */
const outlookDays = 740

/**
 * The days, oldest first, on which the standing of a row can turn: between two of them nothing happens to it. Those after `until`
 * say when it has to be looked at again. A day too many costs a look; a day too few would be a wrong answer, so what depends on
 * the day itself (a check over the programme, events) turns every day.
 */
export function listTurningDays(
  knowledge: Knowledge,
  row: RowIdentity,
  trace: readonly Stretch[],
  until: string,
): string[] {
  const { history, facts, checks, obligations } = knowledge
  const first = history.days[0]
  if (first === undefined || trace.length === 0) return []
  const days = new Set<string>(obligations.turnsOf(row))
  const own = facts.ofRow(row.key)
  for (const { collectedOn } of own) days.add(collectedOn)
  const used = new Set(trace.flatMap(({ obligation }) => obligation.requirement.checks ?? []))
  if (used.size > 0) for (const day of history.days) days.add(day)
  addPeopleAndExceptions(days, knowledge, row, trace)
  for (const id of history.idsOf('organization')) {
    for (const { body } of history.versionsOf('organization', id))
      if (body !== null) days.add(body.observationPeriod.from)
  }
  let turnsDaily = trace.some(({ obligation }) => ruleOf(obligation.cadence).kind === 'event')
  for (const id of used) {
    const check = findCheck(checks, id, history.on(until))
    if (check === undefined) continue
    turnsDaily ||= check.population.length === 0
    for (const type of check.joins) {
      for (const { collectedOn, evidence } of facts.sourcesOf(type)) days.add(collectedOn).add(evidence.effective.from)
    }
  }
  for (const { obligation, from, to } of trace) {
    if (turnsDaily) addEveryDay(days, later(from, first), addDays(until, 1))
    else
      addIntervals(
        days,
        obligation.cadence,
        obligation.graceDays,
        from,
        earlier(to ?? '9999', addDays(until, outlookDays)),
      )
    if (obligation.ends !== null)
      days.add(addDays(obligation.ends, 1)).add(addDays(obligation.ends, obligation.graceDays + 1))
  }
  // A check judges evidence that reaches beyond the day as of that day.
  if (used.size > 0)
    for (const { collectedOn, evidence } of own)
      addEveryDay(days, collectedOn, earlier(evidence.effective.to, addDays(until, 1)))
  return [...days].filter((day) => day >= first).toSorted()
}

function addPeopleAndExceptions(
  days: Set<string>,
  { history }: Knowledge,
  row: RowIdentity,
  trace: readonly Stretch[],
): void {
  for (const { effective, body } of versionsOfExceptions(history, row)) {
    days.add(effective)
    if (body !== null) days.add(body.approved).add(addDays(body.expires, 1))
  }
  for (const owner of new Set(trace.map(({ obligation }) => obligation.owner))) {
    for (const { effective, body } of owner === null ? [] : history.versionsOf('person', owner)) {
      days.add(effective)
      if (body?.left !== undefined) days.add(body.left)
    }
  }
}

function addIntervals(days: Set<string>, cadence: string, graceDays: number, from: string, to: string): void {
  const soon = dueSoonDays(cadence)
  days.add(from)
  for (const interval of intervalsBetween(cadence, from, to, from)) {
    days
      .add(interval.from)
      .add(addDays(interval.to, -soon))
      .add(addDays(interval.to, 1))
      .add(addDays(interval.to, graceDays + 1))
  }
  // A run that ends or is cut owes its last part by its own last day.
  days
    .add(addDays(to, -soon))
    .add(addDays(to, 1))
    .add(addDays(to, graceDays + 1))
}

function addEveryDay(days: Set<string>, from: string, to: string): void {
  for (let day = from; day <= to; day = addDays(day, 1)) days.add(day)
}
