import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import writeXlsxFile from 'write-excel-file/node'
import {
  configBeside,
  createTestOrganization,
  startTestServer,
  type TestOrganization,
  type TestServer,
} from '../testing/test-server.ts'
import { importMycsf } from './import-mycsf.ts'

// Invented: the statements of HITRUST are licensed, and none of their words is here.
const rows = [
  ['Baseline Unique ID', 'Control Reference', 'Requirement Statement', 'Score'],
  ['EX-0001', '01.a First reference', 'The lighthouse keeper writes down, "in ink",\nwho borrowed the lantern.', '3'],
  ['EX-0002.x', '1.b', 'Borrowed lanterns come back before the tide does.', '4'],
]
const faulty = [
  ['EX-0003', '99.z', 'A lantern of nowhere.', '1'],
  ['EX-0004', '01.a', '', '1'],
  ['EX-0001', '01.a', 'The same number again.', '1'],
]

let server: TestServer
let own: TestOrganization
let other: TestOrganization
let folder = ''
beforeAll(async () => {
  server = await startTestServer()
  own = await createTestOrganization(server, 'own')
  other = await createTestOrganization(server, 'other')
  folder = await mkdtemp(join(tmpdir(), 'evidentia-mycsf-'))
})
afterAll(async () => {
  await server.stop()
  await rm(folder, { recursive: true, force: true })
})

function csv(lines: readonly (readonly string[])[]): string {
  return lines.map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\r\n')
}
async function run(file: string, options: { map?: string[]; dryRun?: boolean } = {}): Promise<string[]> {
  const said: string[] = []
  await importMycsf(
    configBeside(server),
    file,
    { organization: 'own', framework: 'hitrust-csf', map: [], ...options },
    (line) => said.push(line),
  ).catch((error: unknown) => said.push(error instanceof Error ? `refused: ${error.message}` : 'refused'))
  return said
}
async function statements(of: TestOrganization, key = of.keys.auditor) {
  const path = '/api/v1/frameworks/hitrust-csf/requirements/01.a'
  const reply = await server.request('GET', path, { key })
  return reply.json<{ statements: { statement: string; text: string }[] }>().statements
}

describe('evidentia-server import mycsf', () => {
  it('says what it would record and records nothing when it is tried out', async () => {
    const file = join(folder, 'statements.csv')
    await writeFile(file, csv(rows))
    expect(await run(file, { dryRun: true })).toEqual([
      'statement is read from the column "Baseline Unique ID"',
      'requirement is read from the column "Control Reference"',
      'text is read from the column "Requirement Statement"',
      '2 would be recorded, 0 unchanged, 0 not understood',
    ])
    expect(await statements(own)).toEqual([])
  })

  it('records each statement for that organization alone, and none twice', async () => {
    const file = join(folder, 'statements.csv')
    expect((await run(file)).at(-1)).toBe('2 recorded, 0 unchanged, 0 not understood')
    expect(await statements(own)).toMatchObject([
      { statement: 'EX-0001', text: 'The lighthouse keeper writes down, "in ink",\nwho borrowed the lantern.' },
    ])
    expect(await statements(other)).toEqual([])
    expect((await run(file)).at(-1)).toBe('0 recorded, 2 unchanged, 0 not understood')
    const changed = rows.map((cells) => cells.map((cell) => cell.replace('tide', 'storm')))
    await writeFile(file, csv(changed))
    expect((await run(file)).at(-1)).toBe('1 recorded, 1 unchanged, 0 not understood')
  })

  it('reads the same from a workbook', async () => {
    const file = join(folder, 'statements.xlsx')
    const changed = rows.map((cells) => cells.map((cell) => cell.replace('tide', 'storm')))
    await writeXlsxFile(changed.map((cells) => cells.map((value) => ({ value, type: String })))).toFile(file)
    expect((await run(file)).at(-1)).toBe('0 recorded, 2 unchanged, 0 not understood')
  })

  it('names every row it does not understand, and does not pass for complete', async () => {
    const file = join(folder, 'faulty.csv')
    await writeFile(file, csv([...rows, ...faulty]))
    expect((await run(file)).slice(3)).toEqual([
      'line 5 is not recorded: "99.z" is no reference of hitrust-csf',
      'line 6 is not recorded: the text is empty',
      'line 7 is not recorded: it repeats statement EX-0001 of line 2',
      '1 recorded, 1 unchanged, 3 not understood',
      'refused: 3 rows of faulty.csv were not understood.',
    ])
  })

  it('asks which column is which where the header does not say it', async () => {
    const file = join(folder, 'columns.csv')
    await writeFile(file, csv([['No', 'Where', 'Words'], ...rows.slice(1)]))
    expect(await run(file)).toEqual(['refused: No column is known to hold the statement.'])
    const map = ['No=statement', 'Where=requirement', 'Words=text']
    expect((await run(file, { map, dryRun: true })).at(-1)).toContain('not understood')
    expect(await run(file, { map: ['Nowhere=text'] })).toEqual(['refused: The file has no column "Nowhere".'])
    expect((await run(file, { map: ['No=number'] }))[0]).toContain('There is no field "number"')
  })

  it.each([
    ['an empty file', 'empty.csv', new Uint8Array(), 'empty.csv is empty.'],
    ['a damaged archive', 'bad.xlsx', new Uint8Array([0x50, 0x4b, 3, 4, 9, 9, 9]), 'the archive is damaged'],
    ['another encoding', 'latin.csv', new Uint8Array([0x22, 0xe9, 0x22]), 'neither XLSX nor text in UTF-8'],
    ['an open quote', 'quote.csv', Buffer.from('a,b,c\n"x,y,z\n'), 'it is not CSV'],
  ])('refuses %s in a sentence', async (_, name, bytes, words) => {
    const file = join(folder, name)
    await writeFile(file, bytes)
    expect((await run(file))[0]).toContain(words)
  })
})
