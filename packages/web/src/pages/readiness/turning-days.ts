import type { RowStatus } from '@evidentia/core'
import type { Answer } from '../../client/answers.ts'
import { rowStatusOrder } from '../../status/row-status.ts'

export type ReadinessDay = Answer<'readReadiness'>['days'][number]
export const evidenceStates = ['collected', 'reviewed', 'accepted'] as const
export type CountedState = (typeof evidenceStates)[number]

/** The statuses any row had on any of the days, in the order of attention. */
export function statusesOf(days: readonly ReadinessDay[]): readonly RowStatus[] {
  return rowStatusOrder.filter((status) => days.some(({ counts }) => (counts[status] ?? 0) > 0))
}

/** The first day, the last, and every day whose numbers are not those of the day before. */
export function turningDays(days: readonly ReadinessDay[]): readonly ReadinessDay[] {
  return days.filter((day, n) => {
    const before = days[n - 1]
    return before === undefined || n === days.length - 1 || !isSame(before, day)
  })
}

function isSame(a: ReadinessDay, b: ReadinessDay): boolean {
  return (
    rowStatusOrder.every((status) => (a.counts[status] ?? 0) === (b.counts[status] ?? 0)) &&
    evidenceStates.every((state) => a[state] === b[state])
  )
}
