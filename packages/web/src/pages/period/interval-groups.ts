import type { Occurrence } from '@evidentia/core'
import type { Answer } from '../../client/answers.ts'

export type PeriodRow = Answer<'listPeriod'>['items'][number]
export type DesignChange = PeriodRow['changes'][number]

/** Neighboring intervals that are shown as one cell: all of the same status, the oldest first. */
export interface IntervalGroup {
  readonly type: 'intervals'
  readonly occurrences: readonly [Occurrence, ...Occurrence[]]
}
export type Piece = IntervalGroup | { readonly type: 'change'; readonly change: DesignChange }

/** A row with more intervals than this (weeks, days, events of a year) shows neighbors of the same status as one cell. */
const mostCells = 24

/** The intervals of a row in order, with a divider before the first that ends on or after each change of design. */
export function piecesOf({ occurrences, changes }: Pick<PeriodRow, 'occurrences' | 'changes'>): readonly Piece[] {
  const joins = occurrences.length > mostCells
  const pieces: Piece[] = []
  const ahead = [...changes]
  for (const occurrence of occurrences) {
    for (let next = ahead[0]; next !== undefined && next.on <= occurrence.interval.to; next = ahead[0]) {
      pieces.push({ type: 'change', change: next })
      ahead.shift()
    }
    const last = pieces.at(-1)
    if (joins && last?.type === 'intervals' && last.occurrences[0].status === occurrence.status)
      pieces[pieces.length - 1] = { type: 'intervals', occurrences: [...last.occurrences, occurrence] }
    else pieces.push({ type: 'intervals', occurrences: [occurrence] })
  }
  return [...pieces, ...ahead.map((change): Piece => ({ type: 'change', change }))]
}

/** The days a group spans. */
export function rangeOf({ occurrences }: IntervalGroup): { readonly from: string; readonly to: string } {
  const last = occurrences.at(-1) ?? occurrences[0]
  return { from: occurrences[0].interval.from, to: last.interval.to }
}
