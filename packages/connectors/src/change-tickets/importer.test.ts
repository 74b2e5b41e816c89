import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { fileOf, importAll, refusalOf } from '../testing/file.ts'
import { changeTicketImporter } from './importer.ts'

const fixture = (name: string): Uint8Array => readFileSync(new URL(`./fixtures/${name}`, import.meta.url))
const read = (name: string) => importAll(changeTicketImporter, fileOf(name, fixture(name)))

describe('the change ticket export', () => {
  it('gives one change for each ticket and names the column it does not read', async () => {
    const { records, skipped } = await read('tickets.csv')
    expect(records.map((record) => record.key)).toEqual(['CHG-1', 'CHG-2', 'CHG-3'])
    expect(skipped).toEqual([{ part: 'column', line: 1, field: 'risk', reason: 'this column is not read' }])
  })

  it('splits the systems and reads empty cells as nothing', async () => {
    const { records } = await read('tickets.csv')
    expect(records[0]?.body).toMatchObject({
      systems: ['patient-portal', 'clinical-db'],
      implementedAt: '2026-06-02T02:40:00Z',
    })
    expect(records[2]?.body).toMatchObject({
      approver: null,
      approvedAt: null,
      implementedAt: null,
      testEvidence: null,
    })
  })

  it.each([
    ['refused-type.csv', 3, 'type', '"urgent" is none of standard, normal, emergency'],
    ['refused-time.csv', 2, 'implemented_at', 'instant with its offset'],
    ['refused-no-approver-column.csv', 1, 'approver', 'no column "approver"'],
    ['refused-quote-inside.csv', 2, undefined, 'not quoted'],
  ])('refuses %s, naming line %s and field %s', async (name, line, field, words) => {
    const refusal = await refusalOf(read(name))
    expect(refusal.code).toBe('malformed-file')
    expect(refusal.place).toMatchObject({ file: name, line })
    expect(refusal.place.field).toBe(field)
    expect(refusal.message).toContain(words)
  })

  it('refuses two tickets with one key', async () => {
    const text = new TextDecoder().decode(fixture('tickets.csv')).replace('CHG-2', 'CHG-1')
    const refusal = await refusalOf(importAll(changeTicketImporter, fileOf('tickets.csv', text)))
    expect(refusal.place).toEqual({ file: 'tickets.csv', line: 3, field: 'key' })
  })
})
