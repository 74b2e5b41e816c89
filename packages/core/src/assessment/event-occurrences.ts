import type { Sourced } from '../checks/check.ts'
import type { RecordType } from '../records/record.ts'
import type { CadenceEvent } from '../time/cadence.ts'
import { ruleOf } from '../time/cadence.ts'
import type { DateRange } from '../time/date.ts'
import { addDays, dateOfInstant, later } from '../time/date.ts'
import type { Judgement, RowView } from './judgement.ts'
import { recordsOf } from './known-facts.ts'
import type { JudgedOccurrence } from './judge-interval.ts'
import { judgeInterval } from './judge-interval.ts'
import type { Run } from './runs.ts'

/** Something that happened and asks for evidence of its own. */
export interface CadenceEventRecord {
  /** The key of the record that tells of it; evidence names it as what it proves. */
  readonly key: string
  readonly on: string
  readonly label: string
}

/** The record types that tell of each kind of event. */
export const cadenceEventSources: { readonly [E in CadenceEvent]: readonly RecordType[] } = {
  hire: ['person'],
  termination: ['person'],
  change: ['change'],
  incident: [],
}

/** What one record tells: when it happened to the row's subject, if it did, and what to call it. */
interface Telling {
  readonly on: string | null
  readonly label: string
}

/**
 * What happened between two days, by every source at hand; null where no source tells of such events, which is not the same as
 * that none happened.
 */
function listEvents(
  event: CadenceEvent,
  view: RowView,
  window: DateRange,
  judgement: Judgement,
): CadenceEventRecord[] | null {
  const { subject } = view.row
  const { timeZone } = judgement.facts
  switch (event) {
    case 'hire':
      return gather('person', window, judgement, ({ body }) => ({ on: body.hired, label: `${body.name}, hired` }))
    case 'termination':
      return gather('person', window, judgement, ({ body }) => ({ on: body.terminated, label: `${body.name}, left` }))
    case 'change':
      return gather('change', window, judgement, ({ body: { implementedAt, systems, summary } }) => {
        const isElsewhere = subject.kind === 'system' && !systems.includes(subject.id)
        const on = implementedAt === null || isElsewhere ? null : dateOfInstant(implementedAt, timeZone)
        return { on, label: summary }
      })
    case 'incident':
      return null
  }
}

/** One occurrence for each event of the run, due within the days its cadence gives. */
export function judgeEvents(view: RowView, run: Run, window: DateRange, judgement: Judgement): JudgedOccurrence[] {
  const rule = ruleOf(run.cadence)
  if (rule.kind !== 'event') return []
  const until = judgement.asOf < window.to ? judgement.asOf : window.to
  const events = listEvents(rule.event, view, { from: window.from, to: until }, judgement) ?? []
  return events.map(({ key, on, label }) => {
    const interval = { from: on, to: addDays(on, rule.withinDays), label }
    const own = view.evidence.filter((e) => e.proves.some((proof) => proof.event === key))
    return judgeInterval(view, interval, own, judgement)
  })
}

function gather<T extends RecordType>(
  type: T,
  { from, to }: DateRange,
  { facts, asOf }: Judgement,
  tell: (record: Sourced<T>) => Telling,
): CadenceEventRecord[] | null {
  const exports = facts.sourcesOf(type).filter((e) => e.collectedOn <= asOf)
  if (exports.length === 0) return null
  const events = new Map<string, CadenceEventRecord>()
  for (const { evidence } of exports) {
    for (const record of recordsOf(facts, evidence, type) ?? []) {
      const { on, label } = tell(record)
      // A later export corrects an earlier one.
      if (on === null || on < from || on > to) events.delete(record.key)
      else events.set(record.key, { key: record.key, on, label: `${label} (${record.key})` })
    }
  }
  return [...events.values()].toSorted((a, b) => (`${a.on} ${a.key}` < `${b.on} ${b.key}` ? -1 : 1))
}

/** The last day of which a source of the row's events tells; null where there is none. */
export function eventsKnownTo(event: CadenceEvent, { facts, asOf }: Judgement): string | null {
  const sources = cadenceEventSources[event].flatMap((type) => facts.sourcesOf(type))
  const days = sources.filter((e) => e.collectedOn <= asOf)
  return days.length === 0 ? null : days.map((e) => e.evidence.effective.to).reduce(later)
}
