import type { Row } from '@evidentia/core'
import type { MatrixGroup } from '../../app/list-search.ts'
import { rowStatusFaces } from '../../status/row-status.ts'
import type { Line } from '../../table/table-model.ts'
import { wordsOf } from '../../widgets/words.ts'

interface Place {
  readonly key: string
  readonly label: string
}
type Names = { readonly [id: string]: string }

/** Puts rows under headings, in the order the groups first appear; `names` are those of owners or of frameworks. A row that serves several frameworks stands under each. */
export function groupLines(rows: readonly Row[], group: MatrixGroup | undefined, names: Names): readonly Line<Row>[] {
  if (group === undefined) return rows.map((row) => ({ type: 'item', key: row.key, item: row }))
  const groups = new Map<string, { readonly label: string; readonly rows: Row[] }>()
  for (const row of rows) {
    for (const { key, label } of placesOf(row, group, names)) {
      const known = groups.get(key)
      if (known === undefined) groups.set(key, { label, rows: [row] })
      else known.rows.push(row)
    }
  }
  return groups
    .entries()
    .toArray()
    .flatMap(([key, { label, rows: members }]): Line<Row>[] => [
      { type: 'group', key: `group:${key}`, label, count: members.length },
      ...members.map((row): Line<Row> => ({ type: 'item', key: `${key}:${row.key}`, item: row })),
    ])
}

/** The sort that lets the groups come whole from the server, page by page. */
export function sortForGroup(group: MatrixGroup | undefined): string {
  if (group === 'system') return 'subject'
  return group === undefined || group === 'framework' ? 'status' : group
}

function placesOf(row: Row, group: MatrixGroup, names: Names): readonly Place[] {
  switch (group) {
    case 'area':
      return [{ key: row.area, label: wordsOf(row.area) }]
    case 'system':
      return [{ key: row.system ?? row.vendor ?? '', label: row.subjectName }]
    case 'owner':
      return [{ key: row.owner ?? '', label: row.owner === null ? 'Nobody' : (names[row.owner] ?? row.owner) }]
    case 'status':
      return [{ key: row.status, label: rowStatusFaces[row.status].word }]
    case 'framework': {
      const served = Object.keys(row.frameworks)
      return served.length === 0
        ? [{ key: '', label: 'No framework' }]
        : served.map((id) => ({ key: id, label: names[id] ?? id }))
    }
  }
}
