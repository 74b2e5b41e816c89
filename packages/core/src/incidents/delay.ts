import { addDays, earlier } from '../time/date.ts'
import { dayEnd, dayOf } from './day-end.ts'
import type { KnownRecord } from './known-record.ts'
import { citeFact } from './known-record.ts'

/** A due instant after law enforcement's statements, and until when notice may not be given. */
export interface Delayed {
  readonly due: number
  readonly until: number | null
  readonly basis: readonly string[]
}

/**
 * Moves `due` for the statements of law enforcement made to `party` (45 CFR 164.412): a written one holds for the time it
 * states, an oral one for at most 30 days. Read the strict way: a delay ends, and its days are not added to the 60.
 * A statement made after the deadline has passed revives nothing.
 */
export function delayDue(known: KnownRecord, party: string, timeZone: string, due: number): Delayed {
  const written = known.of('written-delay').map((fact) => ({ fact, last: fact.until }))
  const oral = known.of('oral-delay').map((fact) => {
    const limit = addDays(dayOf(Date.parse(fact.at), timeZone), 30)
    return { fact, last: fact.until === undefined ? limit : earlier(fact.until, limit) }
  })
  const statements = [...written, ...oral]
    .filter(({ fact }) => fact.party === party)
    .map(({ fact, last }) => ({ cite: citeFact(fact), at: Date.parse(fact.at), end: dayEnd(last, timeZone) }))
    .toSorted((a, b) => a.at - b.at || (a.cite < b.cite ? -1 : 1))
  let delayed: Delayed = { due, until: null, basis: [] }
  for (const { cite, at, end } of statements) {
    if (at > delayed.due) continue
    delayed = {
      due: Math.max(delayed.due, end),
      until: Math.max(delayed.until ?? end, end),
      basis: [...delayed.basis, cite],
    }
  }
  return delayed
}
