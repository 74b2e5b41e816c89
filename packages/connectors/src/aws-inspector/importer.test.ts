import { readFileSync } from 'node:fs'
import type { Importer } from '@evidentia/core'
import { describe, expect, it } from 'vitest'
import { fileOf, importAll } from '../testing/file.ts'
import { inspectorImporter } from './importer.ts'

const read = (importer: Importer, name: string) =>
  importAll(importer, fileOf(name, readFileSync(new URL(`./fixtures/${name}`, import.meta.url))))

describe('findings of Amazon Inspector', () => {
  it('give one vulnerability for each package, and one where there is none', async () => {
    const { records, skipped } = await read(inspectorImporter, 'findings.json')
    expect(records.map(({ body }) => body)).toMatchObject([
      { package: 'liblzma5', installedVersion: '5.6.0-0.2', fixedVersion: '0:5.6.1', exploited: true, status: 'open' },
      { package: 'xz-utils', installedVersion: '1:5.6.0', fixedVersion: null },
      { kind: 'code', location: 'app.py:7', package: '' },
      { kind: 'host', location: 'TCP 22-22', status: 'fixed' },
    ])
    expect(skipped).toMatchObject([{ reason: 'there are more findings than this page holds' }])
  })
})
