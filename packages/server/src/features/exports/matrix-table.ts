import type { Catalog, Row } from '@evidentia/core'
import type { Answered } from '../matrix/service.ts'
import type { Column, Table } from './table.ts'

const columns: readonly Column[] = [
  { title: 'Status', width: 9 },
  { title: 'Control', width: 16 },
  { title: 'Area', width: 13 },
  { title: 'Evidence', width: 14 },
  { title: 'Subject', width: 13 },
  { title: 'Owner', width: 12 },
  { title: 'Backup owner', width: 12 },
  { title: 'Cadence', width: 10 },
  { title: 'System of record', width: 12 },
  { title: 'Artifact', width: 22 },
  { title: 'Last evidence', width: 17 },
  { title: 'Speaks of', width: 11 },
  { title: 'Due', width: 11 },
  { title: 'Requirements', width: 19 },
  { title: 'Reasons', width: 22 },
]

/** The evidence matrix as on its screen, with why each row stands where it does. */
export function tabulateMatrix(
  catalog: Catalog,
  { program, header, assessment }: Answered,
  rows: readonly Row[],
  narrowedTo: string,
): Table {
  const nameOf = (id: string | null): string => (id === null ? '' : (program.person.get(id)?.name ?? id))
  return {
    title: 'Evidence matrix',
    details: [
      ['Organization', header.name],
      ['As of', assessment.asOf],
      ['Period', `${assessment.period.from} to ${assessment.period.to}`],
      ...(narrowedTo === '' ? [] : [['Narrowed to', narrowedTo] as const]),
      ['Rows', String(rows.length)],
    ],
    columns,
    rows: rows.map((row) => [
      row.status,
      row.controlTitle,
      row.area,
      row.requirementTitle,
      row.subjectName,
      nameOf(row.owner),
      nameOf(row.backupOwner),
      row.cadence,
      row.systemOfRecord,
      row.artifact,
      row.lastEvidence === null ? '' : `${row.lastEvidence.name} (${row.lastEvidence.state})`,
      row.lastEvidence === null ? '' : `${row.lastEvidence.effective.from} to ${row.lastEvidence.effective.to}`,
      row.due ?? '',
      Object.entries(row.frameworks)
        .map(([id, ids]) => `${catalog.frameworks.get(id)?.shortTitle ?? id}: ${ids.join(', ')}`)
        .join('; '),
      row.reasons.join(' '),
    ]),
  }
}
