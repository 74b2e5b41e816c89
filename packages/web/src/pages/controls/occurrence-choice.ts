import type { Occurrence, OccurrenceStatus } from '@evidentia/core'
import type { ControlSearch } from '../../app/list-search.ts'
import type { Answer } from '../../client/answers.ts'

export type RowWithOccurrences = Answer<'readControl'>['rows'][number]
const openStatuses: readonly OccurrenceStatus[] = ['failing', 'missing', 'unknown']

/**
 * The interval that is opened: the one the address names, else the newest of its row that needs a person, else the first such
 * interval of the control. `interval=none` means that the reader closed it.
 */
export function chosenOccurrence(
  rows: readonly RowWithOccurrences[],
  { row: key, interval }: ControlSearch,
): { readonly row: RowWithOccurrences; readonly occurrence: Occurrence } | null {
  if (interval === 'none') return null
  const named = key === undefined ? undefined : rows.find((row) => isRow(row, key))
  for (const row of named === undefined ? rows : [named]) {
    const occurrence =
      row.occurrences.find((one) => interval !== undefined && one.interval.label === interval) ??
      openStatuses.flatMap((status) => row.occurrences.findLast((one) => one.status === status) ?? []).at(0)
    if (occurrence !== undefined) return { row, occurrence }
  }
  return null
}

/** A row by its key, or by `<control>/<requirement>|<system>|<vendor>` as findings name it. */
function isRow(row: RowWithOccurrences, key: string): boolean {
  return row.key === key || `${row.control}/${row.requirement}|${row.system ?? ''}|${row.vendor ?? ''}` === key
}
