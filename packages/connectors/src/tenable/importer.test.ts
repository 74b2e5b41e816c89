import { readFileSync } from 'node:fs'
import type { Importer } from '@evidentia/core'
import { describe, expect, it } from 'vitest'
import { fileOf, importAll } from '../testing/file.ts'
import { tenableCsvImporter } from './csv-importer.ts'
import { nessusImporter } from './nessus-importer.ts'

const read = (importer: Importer, name: string) =>
  importAll(importer, fileOf(name, readFileSync(new URL(`./fixtures/${name}`, import.meta.url))))

describe('a Nessus report', () => {
  it('gives one record for each item, named by its CVE where it has one, of the host it stands in', async () => {
    const { records } = await read(nessusImporter, 'report.nessus')
    expect(records.map(({ body }) => body)).toMatchObject([
      { identifier: 'Nessus 19506', severity: 'informational', location: null, scanned: '2026-06-08T09:10:00.000Z' },
      {
        identifier: 'CVE-2024-3094',
        aliases: ['Nessus 500001'],
        severity: 'critical',
        score: 10,
        targetId: '192.0.2.10',
      },
      // Nothing is said of this host, least of all what was said of the one before.
      { identifier: 'Nessus 500002', aliases: ['CVE-2026-0001', 'CVE-2026-0002'], targetId: null, scanned: null },
    ])
  })
})

describe('a Tenable export', () => {
  it('gives one record for each row, past empty lines and repeated columns', async () => {
    const { records, skipped } = await read(tenableCsvImporter, 'vulnerabilities.csv')
    expect(records.map(({ line, body }) => ({ line, ...body }))).toMatchObject([
      { line: 2, identifier: 'CVE-2024-3094', status: 'open', score: 10, scanned: '2026-06-08T08:10:00Z' },
      { line: 4, identifier: 'Nessus 19506', severity: 'informational', scanned: null },
    ])
    expect(skipped.map(({ part, reason }) => [part, reason])).toEqual([
      ['column', 'this column is not read'],
      ['column', 'this column is not read'],
      [undefined, 'the same as on line 2'],
    ])
  })
})
