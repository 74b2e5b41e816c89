import { EvidentiaError } from '@evidentia/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { refusalOf } from '../testing/file.ts'
import { readProgramFolder } from './folder.ts'
import type { FolderSource } from './folder.ts'

const good: Readonly<Record<string, string>> = {
  'program/organization.yaml': `id: lakeside
name: Lakeside Hosting
timeZone: America/Chicago
observationPeriod: {from: 2026-01-01, to: 2026-12-31}
frameworks: [tsc-2017]
roles:
  security-lead: {owner: ada, backup: ben}
`,
  'program/people.yaml': `- {id: ada, name: Ada North, email: ada@lakeside.example}
- {id: ben, name: Ben Okafor, email: ben@lakeside.example}
- id: ben
  effective: 2026-06-12
  name: Ben Okafor
  email: ben@lakeside.example
  left: 2026-06-12
`,
  'program/systems.yaml': `- id: clinical-db
  name: Clinical database
  kind: database
  environment: production
  sensitivity: phi
  criticality: critical
  internetFacing: false
  owner: ada
  vendor: lake
`,
  'program/vendors.yaml': '- {id: lake, name: Lake, service: Hosting, touches: [phi], tier: high, owner: ben}\n',
  'program/agreements.yaml':
    '- {id: baa-lake, type: baa, party: {vendor: lake}, signed: 2025-01-01, term: {from: 2025-01-01}}\n',
  'program/flows.yaml': '# none yet\n',
  'evidence/manifest.yaml': `- file: backup/drill.pdf
  proves: [{requirement: restore-test/restore-drill, system: clinical-db}]
  effective: {from: 2026-01-01, to: 2026-01-31}
  collectedAt: 2026-02-01T12:00:00Z
  source: Restore drills
  collector: ada
`,
  'evidence/backup/drill.pdf': '%PDF-1.7',
  'evidence/README.md': 'What lies here.',
  'README.md': 'About this folder.',
}

const folder = (files: Readonly<Record<string, string | null>>): FolderSource => {
  const present = Object.entries({ ...good, ...files }).flatMap(([path, text]) =>
    text === null ? [] : [[path, text] as const],
  )
  const texts = new Map(present)
  return {
    list: () => Promise.resolve([...texts.keys()]),
    read: (path) => Promise.resolve(new TextEncoder().encode(texts.get(path))),
  }
}
const read = (files: Readonly<Record<string, string | null>> = {}) => readProgramFolder(folder(files))
const edit = (path: string, from: string | RegExp, to: string) => read({ [path]: (good[path] ?? '').replace(from, to) })

describe('a program folder', () => {
  it('gives every version of every object, from its day on', async () => {
    const { documents, manifest } = await read()
    expect(documents.map((d) => `${d.kind}/${d.id}@${d.effective}`)).toEqual([
      'organization/lakeside@2026-01-01',
      'person/ada@2026-01-01',
      'person/ben@2026-01-01',
      'person/ben@2026-06-12',
      'system/clinical-db@2026-01-01',
      'vendor/lake@2026-01-01',
      'agreement/baa-lake@2026-01-01',
    ])
    expect(documents[3]).toMatchObject({ recordedAt: '2026-06-12T00:00:00Z', body: { left: '2026-06-12' } })
    expect(documents[3]?.body).not.toHaveProperty('effective')
    expect(documents[6]?.body).toMatchObject({ term: { from: '2025-01-01' } })
    expect(manifest.map((entry) => entry.file)).toEqual(['backup/drill.pdf'])
  })

  it.each([
    [
      'an unknown field',
      'program/systems.yaml',
      'owner: ada',
      'colour: red\n  owner: ada',
      8,
      'colour',
      'there is no field "colour" here',
    ],
    [
      'a wrong type',
      'program/systems.yaml',
      'internetFacing: false',
      'internetFacing: maybe',
      7,
      'internetFacing',
      '"maybe" stands where true or false belongs',
    ],
    [
      'a word outside its set',
      'program/systems.yaml',
      'kind: database',
      'kind: toaster',
      3,
      'kind',
      '"toaster" is none of database',
    ],
    ['a missing field', 'program/systems.yaml', '  kind: database\n', '', 1, 'kind', 'this field is missing'],
    [
      'a day that does not exist',
      'program/people.yaml',
      'left: 2026-06-12',
      'left: 2026-06-31',
      7,
      'left',
      '"2026-06-31" cannot be read',
    ],
    [
      'a bad effective day',
      'program/people.yaml',
      'effective: 2026-06-12',
      'effective: June',
      4,
      'effective',
      '"June" is not a calendar date',
    ],
    [
      'a version that stands twice',
      'program/people.yaml',
      '  effective: 2026-06-12\n',
      '',
      3,
      'id',
      'already stands on line 2',
    ],
    [
      'a key that stands twice',
      'program/systems.yaml',
      'owner: ada',
      'owner: ada\n  owner: ben',
      9,
      undefined,
      '"owner" stands twice',
    ],
    [
      'a person who does not exist',
      'program/systems.yaml',
      'owner: ada',
      'owner: eve',
      8,
      'owner',
      'refers to person "eve", which does not exist',
    ],
    [
      'a vendor who does not exist',
      'program/agreements.yaml',
      'vendor: lake',
      'vendor: sea',
      1,
      'party.vendor',
      'refers to vendor "sea"',
    ],
    [
      'a role given to nobody',
      'program/organization.yaml',
      'backup: ben',
      'backup: bob',
      7,
      'roles.security-lead.backup',
      'refers to person "bob"',
    ],
    [
      'an agreement that ends before it starts',
      'program/agreements.yaml',
      'term: {from: 2025-01-01}',
      'term: {from: 2025-01-01, to: 2024-12-31}',
      1,
      'term',
      'the range ends before it starts',
    ],
    [
      'two agreements in force with one party',
      'program/agreements.yaml',
      /$/,
      '- {id: baa-lake-2, type: baa, party: {vendor: lake}, signed: 2026-02-01}\n',
      2,
      'id',
      'from 2026-02-01 on, agreement "baa-lake-2" is in force beside "baa-lake"',
    ],
    [
      'a vendor with the name of another',
      'program/vendors.yaml',
      /$/,
      '- {id: lake-2, name: LAKE, service: Hosting, touches: [], tier: low}\n',
      2,
      'name',
      'vendor "lake-2" has the name of vendor "lake"',
    ],
    [
      'a flow to itself',
      'program/flows.yaml',
      '# none yet',
      '- {id: loop, from: {system: clinical-db}, to: {system: clinical-db}, carries: phi, protocol: sql, encrypted: true}',
      1,
      'to',
      'it begins and ends at the same place',
    ],
    [
      'a flow to a system that does not exist',
      'program/flows.yaml',
      '# none yet',
      '- {id: out, from: {system: clinical-db}, to: {system: nowhere}, carries: phi, protocol: sql, encrypted: true}',
      1,
      'to.system',
      'flow "out" refers to system "nowhere", which does not exist',
    ],
    [
      'a service account used by nobody known',
      'program/systems.yaml',
      'owner: ada',
      'owner: ada\n  serviceAccounts: [{id: robot, usedBy: {vendor: sea}}]',
      9,
      'serviceAccounts.0.usedBy.vendor',
      'refers to vendor "sea"',
    ],
    [
      'a support role that comes in by a jump host nobody knows',
      'program/vendors.yaml',
      'owner: ben',
      'owner: ben, supportRoles: [{id: night, title: Night, through: jump}]',
      1,
      'supportRoles.0.through',
      'refers to system "jump"',
    ],
    ['an anchor', 'program/vendors.yaml', '{id: lake', '&a {id: lake', 1, undefined, 'anchor or alias'],
    ['a tag', 'program/vendors.yaml', 'name: Lake', 'name: !secret Lake', 1, undefined, 'tags are not read'],
    ['a second document', 'program/vendors.yaml', /$/, '---\n- 1\n', 2, undefined, 'second YAML document'],
    ['broken YAML', 'program/vendors.yaml', '}', '', 2, undefined, 'not YAML'],
    ['a mapping where a list belongs', 'program/vendors.yaml', '- ', '', 1, undefined, 'not a list of vendor entries'],
    [
      'a manifest file that is not there',
      'evidence/manifest.yaml',
      'drill.pdf',
      'drill-2.pdf',
      1,
      'file',
      'there is no file "backup/drill-2.pdf"',
    ],
    [
      'a path that climbs out',
      'evidence/manifest.yaml',
      'backup/drill.pdf',
      '../program/people.yaml',
      1,
      'file',
      'does not stay inside',
    ],
    [
      'a system nobody knows',
      'evidence/manifest.yaml',
      'clinical-db',
      'claims-db',
      2,
      'proves.0.system',
      'there is no system "claims-db"',
    ],
    [
      'a collector nobody knows',
      'evidence/manifest.yaml',
      'collector: ada',
      'collector: eve',
      6,
      'collector',
      'there is no person "eve"',
    ],
    [
      'an unknown manifest field',
      'evidence/manifest.yaml',
      'source:',
      'sauce: x\n  source:',
      5,
      'sauce',
      'there is no field "sauce"',
    ],
  ])('refuses %s with file, line and field', async (_case, path, from, to, line, field, words) => {
    const refusal = await refusalOf(edit(path, from, to))
    expect(refusal.code).toBe('malformed-file')
    expect(refusal.place).toEqual({ file: path, line, field })
    expect(refusal.message).toContain(`${path}, line ${line}`)
    expect(refusal.message).toContain(words)
    expect(refusal.remedy).toMatch(/\.$/)
  })

  it('refuses a dependency of a system on itself, and keeps nothing of the folder', async () => {
    const dependencies = '- {id: loop, from: {system: clinical-db}, to: {system: clinical-db}, type: hosted-by}\n'
    const refusal = await refusalOf(read({ 'program/dependencies.yaml': dependencies }))
    expect(refusal.place).toEqual({ file: 'program/dependencies.yaml', line: 1, field: 'to' })
    expect(refusal.message).toBe('program/dependencies.yaml, line 1, to: it begins and ends at the same place.')
  })

  it('says how many more problems there are', async () => {
    const refusal = await refusalOf(edit('program/systems.yaml', 'kind: database', 'kind: toaster\n  colour: red'))
    expect(refusal.message).toMatch(/\(and 1 more\)$/)
  })

  it('refuses a file that nobody listed, a program file that nobody reads, and a folder without an organization', async () => {
    expect((await refusalOf(read({ 'evidence/backup/stray.csv': 'x' }))).message).toContain(
      'evidence/backup/stray.csv: the manifest does not list',
    )
    expect((await refusalOf(read({ 'program/system.yaml': '[]' }))).message).toContain(
      'program/system.yaml: no program file',
    )
    expect((await refusalOf(read({ 'program/organization.yaml': null }))).message).toContain(
      'program/organization.yaml: this file is missing',
    )
  })

  it('accepts a connector as collector and a folder without evidence', async () => {
    await expect(
      edit('evidence/manifest.yaml', 'collector: ada', 'collector: "connector:aws-iam"'),
    ).resolves.toBeDefined()
    const bare = { 'evidence/manifest.yaml': null, 'evidence/backup/drill.pdf': null }
    expect((await read(bare)).manifest).toEqual([])
  })

  it('does not follow an alias bomb and does not slow down on many keys', async () => {
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefgh'
      .split('')
      .map((n, i) => `${n}: &${n} [${Array(9).fill(`*${'abcdefg'[i]}`).join(',')}]`)
      .join('\n')}\n`
    const wide = `- {${Array.from({ length: 40_000 }, (_, n) => `k${n}: 1`).join(', ')}}\n`
    const started = performance.now()
    expect((await refusalOf(read({ 'program/vendors.yaml': bomb }))).message).toContain('anchor or alias')
    expect((await refusalOf(read({ 'program/vendors.yaml': wide }))).message).toContain('(and at least 20 more)')
    expect((await refusalOf(read({ 'program/vendors.yaml': '['.repeat(100_000) }))).code).toBe('malformed-file')
    // Three seconds on a quiet machine; what is guarded against would take hours.
    expect(performance.now() - started).toBeLessThan(15_000)
  })

  it('is read or refused in one sentence, whatever happened to a file', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...Object.keys(good).filter((path) => path.endsWith('.yaml'))),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.oneof(
          fc.string({ maxLength: 6 }),
          fc.constantFrom('\n', ': ', '- ', '{', '[', '&a ', '*a', '!!set ', '? ', '"', '<<: ', '\t', '---\n', '|\n'),
        ),
        fc.nat(4),
        async (path, at, inserted, removed) => {
          const text = good[path] ?? ''
          const position = Math.floor(at * text.length)
          try {
            await read({ [path]: text.slice(0, position) + inserted + text.slice(position + removed) })
          } catch (error) {
            if (!(error instanceof EvidentiaError)) throw error
            expect(error.place.file).toBeTruthy()
          }
        },
      ),
      { numRuns: 500 },
    )
  }, 60_000)
})

describe('the checks of a program folder', () => {
  const check = `- id: accounts-have-people
  version: 1
  title: Accounts have people
  asserts: Every account belongs to a person, or is younger than {days} days.
  population: account
  value: kind
  parameters:
    days: { type: integer, title: How young, unit: days, minimum: 1, maximum: 30, default: 7 }
  expression: |
    record.kind == "person" ||
    daysBetween(day(record.created), asOf) < parameters.days
`
  const control = `- id: access-removal
  version: 1
  adopted: 2026-01-01
  evidence:
    account-listing:
      checks:
        accounts-have-people:
          parameters: { days: 3 }
          reason: We look at machines, too.
`
  const files = { 'program/checks.yaml': check, 'program/controls.yaml': control }
  const wrong = (path: keyof typeof files, from: string, to: string) =>
    refusalOf(read({ ...files, [path]: files[path].replace(from, to) }))

  it('are documents like all others, and a tailoring activates them', async () => {
    const { documents } = await read(files)
    expect(documents.find(({ kind }) => kind === 'check')).toMatchObject({
      id: 'accounts-have-people',
      body: { shrinkage: 'silence', parameters: { days: { default: 7 } } },
    })
  })

  it.each([
    ['program/checks.yaml', 'record.kind', 'record.sort', 9, 'expression', 'line 1, column 8: no such key: sort'],
    ['program/checks.yaml', 'value: kind', 'value: sort', 6, 'value', 'has no field sort'],
    ['program/checks.yaml', 'default: 7', 'default: 70', 8, 'parameters.days.default', 'from 1 to 30'],
    ['program/checks.yaml', '{days} days', '{day} days', 4, 'asserts', 'no parameter is called day'],
    [
      'program/checks.yaml',
      'id: accounts-have-people',
      'id: root-account-unused',
      1,
      'id',
      'a check "root-account-unused" of its own',
    ],
    [
      'program/controls.yaml',
      'accounts-have-people',
      'accounts-have',
      7,
      'evidence.account-listing.checks.accounts-have',
      'there is no check',
    ],
    [
      'program/controls.yaml',
      'days: 3',
      'days: 31',
      8,
      'evidence.account-listing.checks.accounts-have-people.parameters.days',
      'from 1 to 30',
    ],
    [
      'program/controls.yaml',
      'days: 3',
      'weeks: 3',
      8,
      'evidence.account-listing.checks.accounts-have-people.parameters.weeks',
      'has no parameter "weeks"',
    ],
  ] as const)('are refused where they stand: %s, %s becomes %s', async (path, from, to, line, field, sentence) => {
    const refusal = await wrong(path, from, to)
    expect(refusal.place).toEqual({ file: path, line, field })
    expect(refusal.message).toContain(sentence)
  })

  it('keep their meaning while they keep their version', async () => {
    const again = check.replace('- id', '- effective: 2026-06-01\n  id').replace('< parameters', '<= parameters')
    const refusal = await refusalOf(read({ ...files, 'program/checks.yaml': check + again }))
    expect(refusal.message).toContain('version 1 says something else already')
    const next = again.replace('version: 1', 'version: 2')
    await expect(read({ ...files, 'program/checks.yaml': check + next })).resolves.toBeDefined()
  })
})
