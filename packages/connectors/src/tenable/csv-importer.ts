import type { DraftOf } from '@evidentia/core'
import { createCsvImporter } from '../source-file/csv-importer.ts'
import { csvColumns, csvOptional, csvRow } from './schema.ts'
import type { TenableRow } from './schema.ts'

/** One record for each row: Tenable writes one for each CVE of a finding. */
export const tenableCsvImporter = createCsvImporter({
  id: 'tenable-csv',
  version: 1,
  title: 'Nessus or Tenable export (CSV)',
  recordTypes: ['vulnerability'],
  layout: { columns: csvColumns, optional: csvOptional, order: 'any' },
  rowSchema: csvRow,
  toRecord,
})

function toRecord(row: TenableRow, line: number): DraftOf<'vulnerability'> {
  const plugin = `Nessus ${row['Plugin ID']}`
  const location = row.Port === null || row.Port === '0' ? null : `${row.Protocol ?? ''} ${row.Port}`.trim()
  return {
    type: 'vulnerability',
    key: `${row.CVE ?? plugin}|${plugin}|${location ?? ''}|${row.Host}`,
    line,
    body: {
      identifier: row.CVE ?? plugin,
      aliases: row.CVE === null ? null : [plugin],
      target: row.Host,
      targetId: row['IP Address'],
      kind: 'host',
      package: '',
      installedVersion: '',
      location,
      severity: row.Risk,
      score: row['CVSS3 Base Score'] ?? row.CVSS,
      exploited: row['Exploit Available'],
      title: row.Name,
      status: row['Vulnerability State'],
      scanner: 'Nessus',
      firstSeen: row['First Found'],
      lastSeen: row['Last Found'],
      fixedAt: row['Last Fixed'],
      scanned: row['Host End'] ?? row['Last Found'],
    },
  }
}
