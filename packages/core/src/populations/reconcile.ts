import { compareText } from './exports.ts'

/** A value of one side, with the record it stands in. */
export interface Compared {
  readonly value: string
  readonly key: string
}

export function compareCompared(a: Compared, b: Compared): number {
  return compareText(a.value, b.value) || compareText(a.key, b.key)
}

/** Which side a value stands on alone. */
export type Side = 'here' | 'there'

/** How many different values each side has, and how many both have. */
export interface Reconciled {
  readonly here: number
  readonly there: number
  readonly inBoth: number
}

/**
 * Walks two sorted lists beside each other and tells of each value that only one of them has, in the order of values.
 * Turned around, it gives the same answer turned around.
 */
export async function reconcile(
  here: AsyncIterable<readonly Compared[]>,
  there: AsyncIterable<readonly Compared[]>,
  tellOnly: (side: Side, compared: Compared) => Promise<void>,
): Promise<Reconciled> {
  const counts = { here: 0, there: 0, inBoth: 0 }
  const [mine, theirs] = [distinct(here), distinct(there)]
  let [a, b] = [await next(mine), await next(theirs)]
  while (a !== null || b !== null) {
    const order = a === null ? 1 : b === null ? -1 : compareText(a.value, b.value)
    if (order <= 0 && a !== null) {
      counts.here += 1
      if (order < 0) await tellOnly('here', a)
      else counts.inBoth += 1
      a = await next(mine)
    }
    if (order >= 0 && b !== null) {
      counts.there += 1
      if (order > 0) await tellOnly('there', b)
      b = await next(theirs)
    }
  }
  return counts
}

async function* distinct(batches: AsyncIterable<readonly Compared[]>): AsyncGenerator<Compared> {
  let last: string | null = null
  for await (const batch of batches)
    for (const compared of batch) {
      if (compared.value === last) continue
      last = compared.value
      yield compared
    }
}

async function next(values: AsyncGenerator<Compared>): Promise<Compared | null> {
  const { value, done } = await values.next()
  return done === true ? null : value
}
