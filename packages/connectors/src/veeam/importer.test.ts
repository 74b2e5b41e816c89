import { readFileSync } from 'node:fs'
import type { Importer } from '@evidentia/core'
import { describe, expect, it } from 'vitest'
import { fileOf, importAll } from '../testing/file.ts'
import { sessionsCsvImporter, sessionsJsonImporter } from './importer.ts'

const read = (importer: Importer, name: string) =>
  importAll(importer, fileOf(name, readFileSync(new URL(`./fixtures/${name}`, import.meta.url))))

describe('sessions of Veeam', () => {
  it('are backups as PowerShell writes them as CSV; a time without an offset is listed', async () => {
    const { records, skipped } = await read(sessionsCsvImporter, 'sessions.csv')
    expect(records.map(({ body }) => body)).toMatchObject([
      {
        job: 'EHR nightly',
        kind: 'incremental',
        outcome: 'succeeded',
        startedAt: '2026-06-01T22:00:05.1230000+02:00',
        sizeBytes: 1_048_576,
        storedBytes: 4096,
      },
      { kind: 'full', outcome: 'failed', startedAt: null, finishedAt: null },
      { kind: 'copy', outcome: 'running', finishedAt: null, sizeBytes: null },
      // It has ended and does not say how.
      { kind: null, outcome: 'unknown', finishedAt: '2026-06-03T01:00:09+02:00' },
    ])
    expect(skipped.map(({ part, line, field }) => [part, line, field])).toEqual([
      ['column', 3, 'EndTime'],
      ['column', 3, 'CreationTime'],
    ])
  })

  it('are backups as PowerShell writes them as JSON; a result that is a number says nothing certain', async () => {
    const { records, skipped } = await read(sessionsJsonImporter, 'sessions.json')
    expect(records.map(({ body }) => body)).toMatchObject([
      { kind: 'full', outcome: 'warning', startedAt: '2026-06-01T20:00:05.123Z', sizeBytes: 1_048_576 },
      { kind: null, outcome: 'unknown', startedAt: null, finishedAt: '2026-06-02T22:41:00+02:00', detail: '0, -1; 0' },
    ])
    expect(skipped.map(({ field }) => field)).toEqual(['CreationTime'])
  })

  it('are read also where there is one alone, which PowerShell does not put into a list', async () => {
    expect((await read(sessionsJsonImporter, 'one-session.json')).records).toHaveLength(1)
  })
})
