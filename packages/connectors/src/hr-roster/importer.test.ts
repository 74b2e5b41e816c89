import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { fileOf, importAll, refusalOf } from '../testing/file.ts'
import { hrRosterImporter } from './importer.ts'

const fixture = (name: string): Uint8Array => readFileSync(new URL(`./fixtures/${name}`, import.meta.url))
const read = (name: string, chunk?: number) => importAll(hrRosterImporter, fileOf(name, fixture(name), chunk))

describe('the HR roster', () => {
  it('gives one person for each row, with the line on which the row begins', async () => {
    const { records } = await read('roster.csv')
    expect(records.map((record) => [record.key, record.line])).toEqual([
      ['E-100', 2],
      ['E-101', 3],
      ['E-102', 4],
      ['E-103', 6],
    ])
  })

  it('keeps commas, line breaks and accents inside values', async () => {
    const { records } = await read('roster.csv', 3)
    expect(records[2]?.body).toMatchObject({
      name: 'Marie, Anne Dufour',
      title: 'Analyst,\nnight shift',
      status: 'leave',
    })
    expect(records[3]?.body).toMatchObject({ name: 'Noé Castellán', email: null, hired: null })
  })

  it('reads columns in any order, with any line ends, and names the column it does not read', async () => {
    const { records, skipped } = await read('roster-in-another-order.csv')
    expect(records).toEqual((await read('roster.csv')).records)
    expect(skipped).toEqual([{ part: 'column', line: 1, field: 'cost_center', reason: 'this column is not read' }])
  })

  it.each([
    ['refused-unclosed-quote.csv', 4, undefined, 'never closed'],
    ['refused-short-row.csv', 4, undefined, '3 values and the header 10'],
    ['refused-status.csv', 4, 'employment_status', '"sabbatical" is none of active, leave'],
    ['refused-twice.csv', 7, 'employee_id', 'already stands on line 2'],
    ['refused-no-status-column.csv', 1, 'employment_status', 'no column'],
    ['refused-semicolons.csv', 1, undefined, 'not separated by commas'],
    ['refused-windows-1252.csv', 6, undefined, 'not UTF-8'],
  ])('refuses %s, naming line %s and field %s', async (name, line, field, words) => {
    const refusal = await refusalOf(read(name))
    expect(refusal.code).toBe('malformed-file')
    expect(refusal.place).toMatchObject({ file: name, line })
    expect(refusal.place.field).toBe(field)
    expect(refusal.message).toContain(words)
  })

  it.each([
    ['termination_date', '2026-06-12', '2026-06-31'],
    ['termination_date', '2026-06-12', '06/12/2026'],
    ['work_email', 'ben.okafor@lakeside.example', 'ben.okafor'],
    ['employee_id', 'E-101', ' '],
  ])('refuses a %s that is not one', async (field, from, to) => {
    const text = new TextDecoder().decode(fixture('roster.csv')).replace(from, to)
    const refusal = await refusalOf(importAll(hrRosterImporter, fileOf('roster.csv', text)))
    expect(refusal.place).toEqual({ file: 'roster.csv', line: 3, field })
  })

  it('imports a header without rows as nobody', async () => {
    const [header = ''] = new TextDecoder().decode(fixture('roster.csv')).split('\n')
    expect((await importAll(hrRosterImporter, fileOf('roster.csv', header))).records).toEqual([])
  })
})
