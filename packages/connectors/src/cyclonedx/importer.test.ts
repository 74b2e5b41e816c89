import { readFileSync } from 'node:fs'
import type { Importer } from '@evidentia/core'
import { describe, expect, it } from 'vitest'
import { fileOf, importAll } from '../testing/file.ts'
import { cycloneDxImporter } from './importer.ts'

const read = (importer: Importer, name: string) =>
  importAll(importer, fileOf(name, readFileSync(new URL(`./fixtures/${name}`, import.meta.url))))

describe('CycloneDX', () => {
  it('gives an asset for each component, those inside others too, and counts the lists beside them', async () => {
    const { records, skipped } = await read(cycloneDxImporter, 'sbom.json')
    expect(records.map(({ body }) => body)).toMatchObject([
      { identifier: 'pkg:npm/semver@7.3.5', kind: 'component', system: 'portal', license: 'ISC' },
      { identifier: 'semver.js', type: 'file' },
      { identifier: 'lakeside/base@12', kind: 'container-image' },
    ])
    expect(skipped).toMatchObject([{ part: 'section', field: 'dependencies' }])
  })

  it('gives a vulnerability for each component affected, by the worst rating, with what its analysis says', async () => {
    const { records } = await read(cycloneDxImporter, 'vex.json')
    expect(records.filter(({ type }) => type === 'vulnerability').map(({ body }) => body)).toMatchObject([
      { package: 'semver', installedVersion: '7.3.5', severity: 'high', score: 7.5, status: 'not-affected' },
      { package: 'elsewhere', installedVersion: '', statusReason: 'code_not_reachable' },
      { identifier: 'CVE-2026-0001', package: '', severity: 'unknown', status: 'open' },
    ])
  })
})
