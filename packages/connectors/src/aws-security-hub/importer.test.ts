import { readFileSync } from 'node:fs'
import type { Importer } from '@evidentia/core'
import { describe, expect, it } from 'vitest'
import { fileOf, importAll } from '../testing/file.ts'
import { securityHubImporter } from './importer.ts'

const read = (importer: Importer, name: string) =>
  importAll(importer, fileOf(name, readFileSync(new URL(`./fixtures/${name}`, import.meta.url))))

describe('findings of AWS Security Hub', () => {
  it('are outcomes of rules, alerts, or vulnerabilities, by what they hold', async () => {
    const { records } = await read(securityHubImporter, 'findings.json')
    expect(records.map(({ type, body }) => ({ type, ...body }))).toMatchObject([
      { type: 'configuration-state', rule: 'S3.8', outcome: 'fail', status: 'open' },
      { type: 'alert', source: 'GuardDuty', raisedAt: '2026-06-01T08:00:00Z', acknowledgedAt: null },
      { type: 'vulnerability', package: 'liblzma5', score: 10, status: 'fixed' },
    ])
  })
})
