import { readFileSync } from 'node:fs'
import type { Importer } from '@evidentia/core'
import { describe, expect, it } from 'vitest'
import { fileOf, importAll } from '../testing/file.ts'
import { prowlerImporter } from './importer.ts'

const read = (importer: Importer, name: string) =>
  importAll(importer, fileOf(name, readFileSync(new URL(`./fixtures/${name}`, import.meta.url))))

describe('results of Prowler', () => {
  it('are the outcome of a rule on each resource, dated by the second; one that is muted stays a failure', async () => {
    const { records } = await read(prowlerImporter, 'results.ocsf.json')
    expect(records.map(({ body }) => body)).toMatchObject([
      {
        resource: 'arn:aws:s3:::lakeside-exports',
        outcome: 'fail',
        status: 'open',
        observedAt: '2026-06-08T09:10:00.000Z',
      },
      { resource: 'arn:aws:s3:::lakeside-logs', outcome: 'pass', status: null },
      { resource: '111122223333', outcome: 'manual' },
      { rule: 'kms_rotation', outcome: 'fail', status: 'suppressed' },
    ])
  })
})
