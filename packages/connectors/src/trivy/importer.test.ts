import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { fileOf, importAll, refusalOf } from '../testing/file.ts'
import { trivyImporter } from './importer.ts'

const fixture = (name: string): Uint8Array => readFileSync(new URL(`./fixtures/${name}`, import.meta.url))
const read = (name: string, chunk?: number) => importAll(trivyImporter, fileOf(name, fixture(name), chunk))
const text = (name: string): string => new TextDecoder().decode(fixture(name))

describe('the Trivy report', () => {
  it('gives one vulnerability for each finding, with the line on which it begins', async () => {
    const { records } = await read('report.json', 5)
    expect(records).toHaveLength(5)
    const first = records[0]
    expect(first?.body).toMatchObject({
      identifier: 'CVE-2024-3094',
      target: 'registry.lakeside.example/portal:2026.6 (debian 12.6)',
      package: 'liblzma5',
      installedVersion: '5.6.0-0.2',
      fixedVersion: '5.6.1+really5.4.5-1',
      severity: 'critical',
      title: 'liblzma: altered upstream release',
      published: '2024-03-29T17:15:21.15Z',
      scanned: '2026-06-08T09:10:00.123456789Z',
    })
    expect(text('report.json').split('\n')[first?.line ?? 0]).toContain('CVE-2024-3094')
  })

  it('lists what the scan found and this importer does not read', async () => {
    const { skipped } = await read('report.json')
    expect(skipped.map((item) => item.field)).toEqual([
      'Results[1].Packages',
      'Results[1].Vulnerabilities[1]',
      'Results[2].Secrets',
    ])
  })

  it('reads what a cluster runs, and the rules its objects passed and failed', async () => {
    const { records } = await read('cluster.json')
    expect(records.map(({ type, line, body }) => [type, line, 'target' in body ? body.target : body])).toMatchObject([
      ['vulnerability', 14, 'ehr/Deployment/portal: registry.lakeside.example/portal:2026.6 (debian 12.6)'],
      ['configuration-state', 31, { system: 'lakeside', rule: 'KSV001', outcome: 'fail', severity: 'medium' }],
      ['configuration-state', 39, { system: 'lakeside', rule: 'KSV012', outcome: 'pass', severity: 'low' }],
    ])
  })

  it('refuses findings before the name of their target, which would be nobody’s', async () => {
    const swapped = '{"SchemaVersion":2,"ArtifactName":"x","Results":[{"Vulnerabilities":[{}],"Target":"x"}]}'
    const refusal = await refusalOf(importAll(trivyImporter, fileOf('a.json', swapped)))
    expect(refusal.place).toMatchObject({ line: 1, field: 'Results[0].Target' })
  })

  it('reads a clean scan as no vulnerability', async () => {
    expect(await read('clean.json')).toEqual({ records: [], skipped: [] })
  })

  it.each([
    ['refused-cut-off.json', 56, undefined, 'cut off'],
    ['refused-severity.json', 28, 'Results[0].Vulnerabilities[1].Severity', '"SEVERE" is none of CRITICAL'],
    ['refused-duplicate-member.json', 39, undefined, '"PkgName" stands twice'],
    ['refused-schema-version-1.json', 2, 'SchemaVersion', 'schema version 2'],
    ['refused-utf-16.json', 1, undefined, 'UTF-16'],
  ])('refuses %s, naming line %s and field %s', async (name, line, field, words) => {
    const refusal = await refusalOf(read(name))
    expect(refusal.code).toBe('malformed-file')
    expect(refusal.place).toMatchObject({ file: name, line })
    expect(refusal.place.field).toBe(field)
    expect(refusal.message).toContain(words)
  })

  it('refuses 0 bytes, and text that no database can hold', async () => {
    expect((await refusalOf(importAll(trivyImporter, fileOf('a.json', '')))).code).toBe('empty-file')
    const nul = text('report.json').replace('liblzma: altered', String.raw`liblzma\u0000 altered`)
    expect((await refusalOf(importAll(trivyImporter, fileOf('a.json', nul)))).place.field).toContain('Title')
  })

  it('refuses a report that never comes to its point without reading on', async () => {
    const piece = new Uint8Array(1_048_576).fill(0x20)
    let pulled = 0
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (;;) {
        pulled += 1
        yield await Promise.resolve(piece)
      }
    }
    const refusal = await refusalOf(importAll(trivyImporter, { name: 'huge.json', bytes: endless() }))
    expect(refusal.code).toBe('too-large')
    expect(pulled).toBe(2)
  })
})
