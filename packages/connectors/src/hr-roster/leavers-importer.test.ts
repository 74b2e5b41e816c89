import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { fileOf, importAll, refusalOf } from '../testing/file.ts'
import { hrLeaversImporter } from './leavers-importer.ts'

const fixture = (name: string): Uint8Array => readFileSync(new URL(`./fixtures/${name}`, import.meta.url))
const read = (name: string) => importAll(hrLeaversImporter, fileOf(name, fixture(name)))

describe('the list of HR leavers', () => {
  it('gives one person who left for each row, by the names that termination reports use', async () => {
    const { records, skipped } = await read('leavers.csv')
    expect(records.map(({ key, body }) => ({ key, ...body }))).toMatchObject([
      {
        key: 'E-101',
        name: 'Okafor, Ben',
        status: 'terminated',
        terminated: '2026-06-12',
        terminationKind: 'voluntary',
      },
      { key: 'E-117', email: null, terminated: '2026-06-30', terminationKind: 'involuntary' },
    ])
    expect(skipped).toEqual([
      { part: 'column', line: 1, field: 'Eligible for Rehire', reason: 'this column is not read' },
      { line: 4, field: 'termination_date', reason: 'no day of leaving for E-118' },
      { line: 5, field: 'row 5', reason: 'the same as on line 2' },
    ])
  })

  it('refuses a day that may be a month', async () => {
    const refusal = await refusalOf(read('refused-leavers-day.csv'))
    expect(refusal.place).toEqual({ file: 'refused-leavers-day.csv', line: 2, field: 'termination_date' })
  })

  it('leaves the roster to its own importer', () => {
    expect(hrLeaversImporter.recognizes(fixture('roster.csv'), 'roster.csv')).toBe(false)
  })
})
