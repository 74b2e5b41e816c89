import { tableMappingSchema } from '@evidentia/core'
import { strToU8, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { fileOf, importAll, refusalOf } from '../testing/file.ts'
import { createMappedImporter } from './importer.ts'
import { peekTable } from './read-table.ts'

const mapping = tableMappingSchema.parse({
  recordType: 'person',
  key: ['employeeId'],
  fields: {
    employeeId: { columns: ['Emp #'] },
    name: { columns: ['First', 'Last'] },
    status: { columns: ['State'], words: { A: 'active', T: 'terminated' } },
    hired: { columns: ['Start'], dates: 'M/D/YYYY' },
    workerType: { constant: 'employee' },
  },
  delimiter: ';',
})
const importer = createMappedImporter({ id: 'mapped-hr', version: 1, title: 'HR', mapping })
const csv = 'Emp #;First;Last;State;Start;Pay\n7;Ada;North;a;6/1/2026;1\n8;Ben;;T;;2\n'

/** A workbook as a spreadsheet writes it, with a shared text, a day as a number and a cell left out. */
function workbookOf(dayStyle: string): Uint8Array {
  const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
  const cells = ['Emp #', 'First', 'Last', 'State', 'Start'].map(
    (text) => `<c t="inlineStr"><is><t>${text}</t></is></c>`,
  )
  return zipSync({
    'xl/workbook.xml': strToU8(
      `<workbook ${main} xmlns:r="urn:r"><sheets><sheet name="Staff" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    ),
    'xl/_rels/workbook.xml.rels': strToU8(
      '<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet9.xml"/></Relationships>',
    ),
    'xl/sharedStrings.xml': strToU8(`<sst ${main}><si><t>Ada</t></si></sst>`),
    'xl/styles.xml': strToU8(
      `<styleSheet ${main}><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>`,
    ),
    'xl/worksheets/sheet9.xml': strToU8(
      `<worksheet ${main}><sheetData><row r="1">${cells.join('')}</row><row r="3"><c r="A3"><v>7</v></c>` +
        `<c r="B3" t="s"><v>0</v></c><c r="D3" t="str"><v>A</v></c><c r="E3" s="${dayStyle}"><v>46174</v></c></row></sheetData></worksheet>`,
    ),
  })
}

describe('a table with a saved mapping', () => {
  it('gives the records that the mapping says, and names the column it leaves', async () => {
    const { records, skipped } = await importAll(importer, fileOf('staff.csv', csv, 3))
    expect(records.map((record) => [record.key, record.line, record.body])).toMatchObject([
      ['7', 2, { name: 'Ada North', status: 'active', hired: '2026-06-01', workerType: 'employee', email: null }],
      ['8', 3, { name: 'Ben', status: 'terminated', hired: null }],
    ])
    expect(skipped).toEqual([{ part: 'column', line: 1, field: 'Pay', reason: 'this column is not mapped' }])
  })

  it('is read from a workbook too, days that it counts as numbers included', async () => {
    const { records } = await importAll(importer, fileOf('staff.xlsx', workbookOf('1')))
    expect(records).toMatchObject([{ key: '7', line: 3, body: { name: 'Ada', status: 'active', hired: '2026-06-01' } }])
    const refusal = await refusalOf(importAll(importer, fileOf('staff.xlsx', workbookOf('0'))))
    expect(refusal.place).toEqual({ file: 'staff.xlsx', line: 3, field: 'Start' })
  })

  it.each([
    ['a word without a meaning', csv.replace(';T;', ';X;'), 3, 'State'],
    ['a day in another format', csv.replace('6/1/2026', '1.6.2026'), 2, 'Start'],
    ['a key that stands twice', csv.replace('8;', '7;'), 3, 'employeeId'],
    ['a missing column', csv.replace('Emp #', 'Number'), 1, 'Emp #'],
    ['a failed formula', csv.replace('Ada;North', '#N/A;'), 2, 'First, Last'],
    ['a missing name', csv.replace('Ben', ''), 3, 'name'],
  ])('is refused with %s', async (_what, text, line, field) => {
    const refusal = await refusalOf(importAll(importer, fileOf('staff.csv', text)))
    expect(refusal.place).toEqual({ file: 'staff.csv', line, field })
  })

  it('is never recognized: a person chooses it', () => {
    expect(importer.recognizes(new TextEncoder().encode(csv), 'staff.csv')).toBe(false)
  })

  it('shows a person its sheets, its columns and its first rows', async () => {
    const layout = { delimiter: ',', sheet: null, headerRow: 1, rows: 1 } as const
    const seen = await peekTable(fileOf('staff.xlsx', workbookOf('1')), layout)
    expect(seen).toEqual({
      sheets: ['Staff'],
      header: ['Emp #', 'First', 'Last', 'State', 'Start'],
      rows: [['7', 'Ada', '', 'A', '2026-06-01']],
    })
  })
})
