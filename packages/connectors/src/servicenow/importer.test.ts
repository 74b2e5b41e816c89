import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { fileOf, importAll, refusalOf } from '../testing/file.ts'
import { serviceNowChangesImporter } from './importer.ts'

const fixture = (name: string): Uint8Array => readFileSync(new URL(`./fixtures/${name}`, import.meta.url))
const read = (name: string) => importAll(serviceNowChangesImporter, fileOf(name, fixture(name)))

describe('change requests of ServiceNow', () => {
  it('are changes; the kind that is none of ours, and times without an offset, are listed', async () => {
    const { records, skipped } = await read('change_request.csv')
    expect(records.map(({ body }) => body)).toMatchObject([
      {
        key: 'CHG0030001',
        type: 'normal',
        outcome: 'successful',
        plannedStart: null,
        implementedAt: '2026-06-02T22:00:00Z',
        validationResult: 'Messages\nflow again',
        // Approval says that it was approved, not by whom.
        approver: null,
      },
      { key: 'CHG0030002', type: 'emergency', outcome: 'canceled', implementer: null, systems: ['Portal'] },
    ])
    expect(skipped.map(({ part, line, field }) => [part, line, field])).toEqual([
      ['column', 1, 'sys_class_name'],
      [undefined, 5, 'type'],
      ['column', 2, 'start_date'],
    ])
  })

  it('are read by the labels of their fields too', async () => {
    const { records } = await read('labels.csv')
    expect(records.map(({ body }) => body)).toMatchObject([
      { key: 'CHG0030004', type: 'standard', outcome: 'failed', systems: ['ehr-db'], implementedAt: null },
    ])
  })

  it('are refused where one stands twice', async () => {
    const refusal = await refusalOf(read('refused-twice.csv'))
    expect(refusal.place).toEqual({ file: 'refused-twice.csv', line: 3, field: 'number' })
  })

  it('are not taken for incidents, which have a number, a state and a type too', () => {
    const incidents = new TextEncoder().encode('number,short_description,type,state,priority\n')
    expect(serviceNowChangesImporter.recognizes(incidents, 'incident.csv')).toBe(false)
  })
})
