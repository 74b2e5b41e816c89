import { readFileSync } from 'node:fs'
import type { Importer } from '@evidentia/core'
import { describe, expect, it } from 'vitest'
import { fileOf, importAll } from '../testing/file.ts'
import { jobsImporter } from './importer.ts'

const read = (importer: Importer, name: string) =>
  importAll(importer, fileOf(name, readFileSync(new URL(`./fixtures/${name}`, import.meta.url))))

describe('jobs of AWS Backup', () => {
  it('count as failed where they never began in time, and as doubtful where they are partial', async () => {
    const { records } = await read(jobsImporter, 'jobs.json')
    expect(records.map(({ body }) => body)).toMatchObject([
      {
        identifier: 'j1',
        job: 'nightly',
        outcome: 'succeeded',
        finishedAt: '2026-06-01T03:00:00+00:00',
        sizeBytes: 1000,
      },
      { identifier: 'j2', outcome: 'failed', finishedAt: '2026-06-01T02:00:00.500Z' },
      { identifier: 'j3', outcome: 'warning', job: null, sizeBytes: null },
    ])
  })
})
