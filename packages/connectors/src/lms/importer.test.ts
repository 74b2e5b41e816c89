import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { fileOf, importAll, refusalOf } from '../testing/file.ts'
import { lmsCompletionsImporter } from './importer.ts'

const fixture = (name: string): Uint8Array => readFileSync(new URL(`./fixtures/${name}`, import.meta.url))
const read = (name: string) => importAll(lmsCompletionsImporter, fileOf(name, fixture(name)))

describe('completions of a learning system', () => {
  it('are read by the names that learning systems use, and what is not understood is listed', async () => {
    const { records, skipped } = await read('completions.csv')
    expect(records.map(({ body }) => body)).toMatchObject([
      { person: 'E1', name: 'Ada North', courseId: 'SEC-101', status: 'completed', completed: '2026-05-20', score: 95 },
      { person: 'E2', status: 'in-progress', completed: null, score: null },
    ])
    expect(skipped).toEqual([
      { part: 'column', line: 1, field: 'Manager', reason: 'this column is not read' },
      { line: 4, field: 'status', reason: 'the status Overdue does not say what became of it' },
      { line: 5, field: 'employee_id', reason: 'the row does not say whose training it is' },
      { line: 6, field: 'row 6', reason: 'the same as on line 2' },
    ])
  })

  it('name the person by user name where there is nothing better', async () => {
    const { records } = await read('users.csv')
    expect(records[0]).toMatchObject({ key: 'ada|Phishing|', body: { person: 'ada', status: 'waived' } })
  })

  it('are refused where the month may be the day', async () => {
    const refusal = await refusalOf(read('refused-month-first.csv'))
    expect(refusal.place).toEqual({ file: 'refused-month-first.csv', line: 2, field: 'completed' })
    expect(refusal.message).toContain('"05/20/2026" is not a calendar date')
  })

  it('are not seen in a list of courses that says of nobody what became of it', () => {
    const list = new TextEncoder().encode('employee_id,course,completed\n')
    expect(lmsCompletionsImporter.recognizes(list, 'x.csv')).toBe(false)
  })
})
