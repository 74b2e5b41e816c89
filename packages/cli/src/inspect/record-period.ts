import { whenOf } from '@evidentia/core'
import type { TypedRecord } from '@evidentia/core'

/** First and last day that a file's records date themselves to, in UTC. */
export interface RecordPeriod {
  readonly from: string
  readonly to: string
}

/** The period that records speak of, or null when none of them bears a date. */
export async function findPeriod(records: AsyncIterable<TypedRecord>): Promise<RecordPeriod | null> {
  const days = new Set<string>()
  for await (const record of records) {
    const instant = whenOf(record)
    if (instant !== null) days.add(new Date(instant).toISOString().slice(0, 10))
  }
  const [from, ...later] = [...days].toSorted()
  return from === undefined ? null : { from, to: later.at(-1) ?? from }
}
