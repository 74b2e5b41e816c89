import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { recognizeImporter } from '../registry.ts'
import { fileOf, importAll } from '../testing/file.ts'
import { readProgramFolder } from './folder.ts'

const sample = new URL('../../../../examples/ehr-hosting/', import.meta.url)
const files = readdirSync(sample, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => `${entry.parentPath}/${entry.name}`.slice(sample.pathname.length).replace(/^\//, ''))
const source = {
  list: () => Promise.resolve(files),
  read: (path: string) => Promise.resolve(new Uint8Array(readFileSync(new URL(path, sample)))),
}

describe('the sample workload', () => {
  it('is a folder without a problem', async () => {
    const { documents, manifest } = await readProgramFolder(source)
    expect(documents.filter((document) => document.kind === 'system').length).toBeGreaterThan(15)
    expect(manifest.length).toBeGreaterThan(100)
  })

  it('has its exports read by the importer that the file is for', async () => {
    const { manifest } = await readProgramFolder(source)
    const found = new Map<string, number>()
    for (const { file } of manifest) {
      const bytes = readFileSync(new URL(`evidence/${file}`, sample))
      const importer = recognizeImporter(bytes.subarray(0, 65_536), file)
      if (importer === null) continue
      const { records } = await importAll(importer, fileOf(file, bytes))
      expect(records.length, file).toBeGreaterThan(0)
      found.set(importer.id, (found.get(importer.id) ?? 0) + 1)
    }
    expect([...found.keys()].toSorted()).toEqual([
      'aws-iam-credential-report',
      'change-ticket-csv',
      'hr-roster',
      'lms-completions',
      'trivy-json',
    ])
    for (const [id, count] of found) expect(count, id).toBeGreaterThanOrEqual(id === 'lms-completions' ? 4 : 10)
  })
})
