import type { Answer } from '../../client/answers.ts'
import type { Line } from '../../table/table-model.ts'
import { formatDate, formatDaysFrom } from '../../time/format.ts'

export type ForecastRow = Answer<'listForecast'>['items'][number]
type Names = { readonly [id: string]: string }

/** What will be missed under headings of its last day in time and, within a day, of who owns it. */
export function groupForecast(
  rows: readonly ForecastRow[],
  people: Names,
  today: string,
): readonly Line<ForecastRow>[] {
  const ownerOf = ({ owner }: ForecastRow) => (owner === null ? 'Nobody' : (people[owner] ?? owner))
  const groups = Map.groupBy(
    rows.toSorted((a, b) => a.due.localeCompare(b.due) || ownerOf(a).localeCompare(ownerOf(b))),
    (row) => `${row.due} ${row.owner ?? ''}`,
  )
  return groups
    .entries()
    .toArray()
    .flatMap(([key, members]): Line<ForecastRow>[] => {
      const [first] = members
      if (first === undefined) return []
      const label = `By ${formatDate(first.due)}, ${formatDaysFrom(first.due, today)}: ${ownerOf(first)}`
      return [
        { type: 'group', key: `group:${key}`, label, count: members.length },
        ...members.map((item): Line<ForecastRow> => ({ type: 'item', key: item.key, item })),
      ]
    })
}
