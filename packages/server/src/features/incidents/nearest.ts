import type { Clock } from '@evidentia/core'

/** Whether something is owed by this clock, or may be: it applies, is law, and nothing stopped it. */
export function isOwed({ state, stopped, proposed }: Clock): boolean {
  return !proposed && stopped === null && state !== 'not-applicable' && state !== 'stopped'
}

/** Of what is owed, what is due first; null where nothing is. */
export function findNearest(clocks: readonly Clock[]): Clock | null {
  const owed = clocks.filter((clock) => isOwed(clock) && clock.due !== null)
  return owed.toSorted((a, b) => Date.parse(a.due ?? '') - Date.parse(b.due ?? ''))[0] ?? null
}
