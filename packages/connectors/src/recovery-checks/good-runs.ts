import type { RecordBody, Sourced } from '@evidentia/core'

type Run = RecordBody<'backup-run'>

/** The newest run that succeeded and says when it ended. */
export function newestGoodRun(runs: readonly Sourced<'backup-run'>[]): Run | null {
  const good = runs.flatMap(({ body }) => (body.outcome === 'succeeded' && endOf(body) !== null ? [body] : []))
  return good.toSorted((one, other) => Date.parse(endOf(other) ?? '') - Date.parse(endOf(one) ?? ''))[0] ?? null
}

/** When the run ended, or began where only that is said. */
export function endOf({ finishedAt, startedAt }: Run): string | null {
  return finishedAt ?? startedAt
}

/** Whether the run put something into the store that can be restored from. */
export function isStored({ outcome }: Run): boolean {
  return outcome === 'succeeded' || outcome === 'warning'
}
