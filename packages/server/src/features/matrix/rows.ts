import { type Contracts, lengthOfCadence, readStatuses, type Received, type Row, rowStatuses } from '@evidentia/core'

type MatrixQuery = Omit<Received<Contracts['listMatrix']>['query'], 'cursor' | 'limit'>

/** The rows a query asks for, in its order. */
export function selectRows(rows: readonly Row[], query: MatrixQuery): Row[] {
  const statuses = readStatuses(query.status) ?? null
  const areas = listed(query.area)
  const needle = query.q?.toLowerCase() ?? ''
  const { control, system, vendor, owner, framework } = query
  return rows
    .filter(
      (row) =>
        (statuses === null || statuses.includes(row.status)) &&
        (areas === null || areas.includes(row.area)) &&
        (control === undefined || row.control === control) &&
        (system === undefined || row.system === system) &&
        (vendor === undefined || row.vendor === vendor) &&
        (owner === undefined || row.owner === owner || row.backupOwner === owner) &&
        (framework === undefined || framework in row.frameworks) &&
        textOf(row).includes(needle),
    )
    .toSorted(ordering(query.sort))
}

function listed(text: string | undefined): string[] | null {
  return text === undefined || text === '' ? null : text.split(',')
}

function textOf(row: Row): string {
  const { controlTitle, control, requirementTitle, subjectName, artifact, systemOfRecord, area, frameworks } = row
  return [
    controlTitle,
    control,
    requirementTitle,
    subjectName,
    artifact,
    systemOfRecord,
    area,
    ...Object.values(frameworks).flat(),
  ]
    .join('\n')
    .toLowerCase()
}

function ordering(sort: string): (a: Row, b: Row) => number {
  const descends = sort.startsWith('-')
  const key = keys.get(descends ? sort.slice(1) : sort) ?? statusKey
  return (a, b) => {
    const [left, right] = [key(a), key(b)]
    const order = left === right ? 0 : left < right ? -1 : 1
    if (order !== 0) return descends ? -order : order
    return a.key < b.key ? -1 : 1
  }
}

// Rows without a date come last.
const never = '9999-99-99'

function statusKey(row: Row): string {
  return `${rowStatuses.indexOf(row.status)}|${row.due ?? never}`
}

const keys = new Map<string, (row: Row) => string>([
  ['control', (row) => row.controlTitle],
  ['area', (row) => row.area],
  ['subject', (row) => row.subjectName],
  ['owner', (row) => row.owner ?? '~'],
  ['cadence', (row) => String(lengthOfCadence(row.cadence)).padStart(5, '0')],
  ['due', (row) => row.due ?? never],
  ['status', statusKey],
  ['lastEvidence', (row) => row.lastEvidence?.effective.to ?? ''],
])
