import { type CadenceEvent, ruleOf } from '../time/cadence.ts'
import { addDays } from '../time/date.ts'
import { eventsKnownTo } from './event-occurrences.ts'
import type { Judgement, RowView } from './judgement.ts'
import { owedSince } from './judgement.ts'
import type { Gap } from './standing.ts'

/** The longest a source of events may be silent before nobody can say that none happened, in days. */
const longestSilence = 45

/** A row owed per event whose events nobody can tell: without a roster, no termination is not the same as none. */
export function findEventGap(view: RowView, judgement: Judgement): Gap | null {
  const event = eventOf(view)
  const known = eventsKnownTo(event, judgement)
  if (known === null)
    return {
      status: 'unknown',
      since: owedSince(view),
      explain: () => [
        `No source at hand tells of each ${event}, so nobody can say that all were followed by evidence.`,
      ],
    }
  const silentFrom = addDays(known, longestSilence + 1)
  if (judgement.asOf < silentFrom) return null
  return {
    status: 'unknown',
    since: silentFrom,
    explain: () => [
      `The newest source that tells of each ${event} ends on ${known}; what happened since is not known.`,
    ],
  }
}

/** How many events there were, and to which day that is known. */
export function explainEvents(view: RowView, count: number, judgement: Judgement): string[] {
  const event = eventOf(view)
  const known = eventsKnownTo(event, judgement)
  const words = count === 0 ? `No ${event}` : `${count} × ${event}`
  return known === null ? [] : [`${words} since ${owedSince(view)}, as known to ${known}.`]
}

function eventOf(view: RowView): CadenceEvent {
  const rule = ruleOf(view.obligation.cadence)
  if (rule.kind !== 'event') throw new RangeError('The row does not follow events.')
  return rule.event
}
