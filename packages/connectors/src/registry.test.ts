import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Connector } from './connector.ts'
import { checks, connectors, gather, importers, recognizeImporter } from './registry.ts'
import { createJsonImporter, type JsonImporterPlan } from './source-file/json-importer.ts'
import { judgeScene } from './testing/check-input.ts'
import { fileOf, importAll } from './testing/file.ts'

const here = new URL('.', import.meta.url)
/** Folders that are rooms of this package and no system of record. */
const rooms = [
  'collection',
  'custom-checks',
  'derivation',
  'mapped',
  'outbound',
  'program-folder',
  'sealed-results',
  'source-file',
  'testing',
]

function fixturesOf(id: string): string[] {
  const folders = readdirSync(new URL(`${id}/`, here))
  return folders.includes('fixtures') ? readdirSync(new URL(`${id}/fixtures/`, here)) : []
}

describe('the registry', () => {
  it('names exactly the folders there are', () => {
    const folders = readdirSync(here, { withFileTypes: true }).filter((entry) => entry.isDirectory())
    const expected = folders.map((entry) => entry.name).filter((name) => !rooms.includes(name))
    expect(connectors.map((connector) => connector.id).toSorted()).toEqual(expected.toSorted())
  })

  it('holds every check file of every connector, under the name of its file, with a test beside it', () => {
    for (const connector of connectors) {
      const folder = readdirSync(new URL(`${connector.id}/`, here))
      const files = folder.includes('checks') ? readdirSync(new URL(`${connector.id}/checks/`, here)) : []
      const sources = files.filter((file) => !file.endsWith('.test.ts')).map((file) => file.replace(/\.ts$/, ''))
      expect(connector.checks.map((check) => check.id).toSorted()).toEqual(sources.toSorted())
      for (const source of sources) expect(files).toContain(`${source}.test.ts`)
    }
  })

  it('gives every connector a README', () => {
    for (const connector of connectors) expect(readdirSync(new URL(`${connector.id}/`, here))).toContain('README.md')
  })

  it('reads the artifact of every dataset that a collector leaves', () => {
    for (const { collector, importers: own } of connectors)
      for (const { importer } of collector?.datasets ?? []) expect(own).toContain(importer)
  })

  it('says of every dataset which rights it needs, what for, and what will be asked', () => {
    for (const { collector } of connectors)
      for (const { says, permissions } of collector?.datasets ?? []) {
        expect(says).toMatch(/^[A-Z].+\.$/)
        expect(permissions.length).toBeGreaterThan(0)
        for (const { why } of permissions) expect(why).toMatch(/^[A-Z].+\.$/)
      }
  })

  it('titles and describes every setting and secret, from which its form is drawn', () => {
    for (const { collector } of connectors) {
      for (const field of Object.values(collector?.settings.shape ?? {}))
        expect(z.globalRegistry.get(field)).toMatchObject({
          title: expect.any(String),
          description: expect.any(String),
        })
      for (const { title, says } of Object.values(collector?.secrets ?? {})) expect([title, says]).not.toContain('')
    }
  })

  it('has no id twice', () => {
    for (const list of [importers, checks]) {
      const ids = list.map((entry) => entry.id)
      expect(new Set(ids).size).toBe(ids.length)
    }
  })

  it('asserts one readable sentence in each check', () => {
    for (const check of checks) expect(check.asserts).toMatch(/^[A-Z].{20,220}\.$/)
  })
})

describe.each(checks)('the check $id', (check) => {
  it('is unknown where nothing could be read', () => {
    expect(judgeScene(check, { population: null })).toMatchObject({ verdict: 'unknown', items: [] })
  })

  it('is unknown of an empty list, unless it is of what a scanner finds', () => {
    const verdict = check.shrinkage === 'progress' ? 'met' : 'unknown'
    expect(judgeScene(check, { population: [], newest: [] })).toMatchObject({ verdict, items: [] })
  })
})

describe('a new connector', () => {
  const plan: JsonImporterPlan = {
    id: 'ward-doors',
    version: 1,
    title: 'Doors of a ward',
    recordTypes: ['asset'],
    remedy: 'Export the doors again.',
    recognizes: (start) => start.startsWith('{"doors":'),
    paths: ['doors[]'],
    open: (read) => ({
      *take(part) {
        if (part.path !== 'doors[]') return
        const name = read.parse(z.string(), part.value, part)
        yield { record: { type: 'asset', key: name, line: part.line, body: { identifier: name, name, kind: 'other' } } }
      },
    }),
  }
  const ward: Connector = {
    id: 'ward',
    name: 'Ward',
    reads: 'Doors.',
    importers: [createJsonImporter(plan)],
    checks: [],
  }

  it('is one folder and one line: its files are recognized and read, and everybody else keeps theirs', async () => {
    const { recognizeImporter: recognize, importers: all } = gather([...connectors, ward])
    const bytes = new TextEncoder().encode('{"doors":["front","back"]}')
    const found = recognize(bytes, 'doors.json')
    expect(found?.id).toBe('ward-doors')
    if (found === null) return
    const { records } = await importAll(found, fileOf('doors.json', bytes))
    expect(records.map(({ key }) => key)).toEqual(['front', 'back'])
    expect(all.length).toBe(importers.length + 1)
    expect(recognizeImporter(bytes, 'doors.json')).toBeNull()
  })

  it('that claims a file of another one makes neither be guessed', () => {
    const thief = { ...ward, importers: [createJsonImporter({ ...plan, id: 'thief', recognizes: () => true })] }
    const head = new TextEncoder().encode('{"doors":[]}')
    expect(gather([ward, thief]).recognizeImporter(head, 'doors.json')).toBeNull()
  })
})

describe('recognition', () => {
  const cases = connectors.flatMap((connector) => fixturesOf(connector.id).map((file) => ({ connector, file })))

  it.each(cases)('gives $connector.id/$file to its own importer and to no other', ({ connector, file }) => {
    const head = readFileSync(new URL(`${connector.id}/fixtures/${file}`, here)).subarray(0, 65_536)
    const [claim, ...rivals] = importers.filter((importer) => importer.recognizes(head, file))
    expect(rivals).toEqual([])
    expect(connector.importers).toContain(claim)
    expect(recognizeImporter(head, file)).toBe(claim)
  })

  it('judges the bytes, whatever the file is called', () => {
    const head = readFileSync(new URL('hr-roster/fixtures/roster.csv', here))
    expect(recognizeImporter(head, 'report.json')?.id).toBe('hr-roster')
  })

  it.each([
    ['nothing', ''],
    ['a PDF', '%PDF-1.7\n%âãÏÓ\n'],
    [
      'a training list that shares four columns with the roster',
      'employee_id,first_name,last_name,work_email,course,completed\n',
    ],
    ['another JSON', '{"version":"2.1.0","races":[]}'],
    ['a JSON that only mentions a schema', '[{"SchemaVersion":2}]'],
  ])('leaves %s to be kept as an artifact', (_name, text) => {
    expect(recognizeImporter(new TextEncoder().encode(text), 'file')).toBeNull()
  })
})
