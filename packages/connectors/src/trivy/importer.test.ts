import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { recognizeImporter } from '../registry.ts'
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
      'Results[3].Class',
    ])
  })

  it('reads a clean scan as no vulnerability', async () => {
    expect(await read('clean.json')).toEqual({ records: [], skipped: [] })
  })

  it.each([
    ['refused-cut-off.json', 56, undefined, 'cut off'],
    ['refused-severity.json', 28, 'Results[0].Vulnerabilities[1].Severity', '"SEVERE" is none of CRITICAL'],
    ['refused-duplicate-member.json', 39, undefined, '"PkgName" stands twice'],
    ['refused-schema-version-1.json', 1, 'SchemaVersion', 'schema version 2'],
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

  it('refuses a report over 64 MiB without reading it to its end', async () => {
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
    expect(pulled).toBe(65)
  })
})

// Real reports of other tools, kept beside the repository and not part of it; a clone alone does not have them.
const samples = new URL('../../../../../shared/samples/vulnerabilities/', import.meta.url)
describe.skipIf(!existsSync(samples))('real scanner reports (skipped where ../shared/samples is absent)', () => {
  it('are read where Trivy wrote them', async () => {
    const bytes = readFileSync(new URL('trivy-image.json', samples))
    expect(recognizeImporter(bytes.subarray(0, 65_536), 'trivy-image.json')).toBe(trivyImporter)
    const { records, skipped } = await importAll(trivyImporter, fileOf('trivy-image.json', bytes))
    expect(records.length).toBeGreaterThan(3)
    expect(skipped).toEqual([])
  })

  it.each([
    'codeql.sarif',
    'cyclonedx-sbom.json',
    'aws-inspector2.json',
    'nessus.nessus',
    'tenable.csv',
    'trivy-kubernetes.json',
  ])('are left alone where the format is another: %s', (name) => {
    expect(recognizeImporter(readFileSync(new URL(name, samples)).subarray(0, 65_536), name)).toBeNull()
  })
})
