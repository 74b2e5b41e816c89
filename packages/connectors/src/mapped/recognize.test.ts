import { mappingsOn, savedMappingSchema, tableMappingSchema } from '@evidentia/core'
import type { ProgramDocument } from '@evidentia/core'
import { describe, expect, it } from 'vitest'
import { fileOf, importAll } from '../testing/file.ts'
import { previewMapping } from './preview.ts'
import { recognizeByMapping } from './recognize.ts'

const layout = { delimiter: ';', sheet: null, headerRow: 2 } as const
const mapping = {
  recordType: 'person',
  key: ['employeeId'],
  fields: {
    employeeId: { columns: ['Emp #'] },
    name: { columns: ['Name'] },
    status: { columns: ['State'], words: { A: 'active' } },
  },
  ...layout,
}
const saved = (more: object = {}) =>
  savedMappingSchema.parse({
    id: 'people',
    name: 'People',
    columns: ['Emp #', 'Name', 'State', 'Pay'],
    mapping,
    owner: 'lena',
    ...more,
  })
const csv = 'As of June\nEmp #;Pay;Name;State\n7;1;Ada;A\n'
const recognize = async (text: string, ...mappings: readonly ReturnType<typeof saved>[]) =>
  recognizeByMapping(
    () => fileOf('x.csv', text, 5),
    mappings.map((one) => ({ saved: one, version: 3 })),
  )

describe('a saved mapping', () => {
  it('recognizes a table with exactly its columns, in any order, and reads it', async () => {
    const found = await recognize(csv, saved())
    expect(found).toMatchObject({ id: 'mapped-people', version: 3, title: 'People' })
    if (found === null) return
    expect((await importAll(found, fileOf('x.csv', csv))).records).toMatchObject([{ key: '7', body: { name: 'Ada' } }])
  })

  it.each([
    ['another column', csv.replace('Pay', 'Grade')],
    ['one column more', csv.replace('State\n', 'State;Site\n')],
    ['one column twice', csv.replace('Emp #;', 'Emp #;Emp #;')],
    ['another delimiter', csv.replaceAll(';', ',')],
    ['no header', 'As of June\n'],
    ['what is no table', 'As of June\n"\u0000;'],
  ])('is for no table with %s', async (_what, text) => {
    expect(await recognize(text, saved())).toBeNull()
  })

  it('is not guessed where another one is for the same table', async () => {
    expect(await recognize(csv, saved(), saved({ id: 'staff' }))).toBeNull()
    expect(await recognize(csv, saved(), saved({ id: 'staff', columns: ['Emp #', 'Name', 'State'] }))).not.toBeNull()
  })

  it('maps no column that its table does not have', () => {
    expect(() => saved({ columns: ['Emp #', 'Name'] })).toThrow('the table has no column \\"State\\"')
  })

  it('has the version of how often it was saved, as far as it is in force', () => {
    const version = (effective: string, name: string | null): ProgramDocument => ({
      kind: 'mapping',
      id: 'people',
      effective,
      recordedAt: `${effective}T00:00:00Z`,
      body: name === null ? null : saved({ name }),
    })
    const documents = [version('2026-01-01', 'One'), version('2026-03-01', 'Two'), version('2026-05-01', null)]
    const on = (day: string) => mappingsOn(documents, day).map(({ saved: { name }, version: number }) => [name, number])
    expect(on('2025-12-31')).toEqual([])
    expect(on('2026-02-01')).toEqual([['One', 1]])
    expect(on('2026-04-01')).toEqual([['Two', 2]])
    expect(on('2026-06-01')).toEqual([])
  })
})

describe('a preview', () => {
  const preview = async (text: string, draft: Record<string, unknown> | null) =>
    previewMapping(() => fileOf('x.csv', text), layout, draft)

  it('shows the table before there is a mapping', async () => {
    expect(await preview(csv, null)).toMatchObject({
      sheets: null,
      columns: ['Emp #', 'Pay', 'Name', 'State'],
      rows: [['7', '1', 'Ada', 'A']],
      words: [['7'], ['1'], ['Ada'], ['A']],
      refusal: null,
      faults: [],
    })
  })

  it('says what the mapping still lacks, each in its place', async () => {
    const { faults, total } = await preview(csv, { ...mapping, fields: { employeeId: { columns: ['Emp #'] } } })
    expect(faults.map(({ field }) => field)).toEqual(['fields.name', 'fields.status'])
    expect(total).toBe(0)
  })

  it('shows the records and what is left, and the first row that refuses the file', async () => {
    expect(await preview(csv, mapping)).toMatchObject({
      records: [{ type: 'person', key: '7', line: 3 }],
      total: 1,
      skipped: [
        { line: 1, problem: expect.stringContaining('above the header') },
        { line: 2, field: 'Pay' },
      ],
      refusal: null,
    })
    expect(await preview(`${csv}8;1;Ben;B\n`, mapping)).toMatchObject({
      total: 1,
      refusal: { sentence: expect.stringContaining('no meaning to "B"'), line: 4 },
    })
    expect(await preview('', mapping)).toMatchObject({ columns: [], refusal: { sentence: expect.any(String) } })
  })

  it('reads by the very mapping that would be saved', () => {
    expect(tableMappingSchema.safeParse(mapping).success).toBe(true)
  })
})
