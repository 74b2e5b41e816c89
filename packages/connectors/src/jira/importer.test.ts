import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { fileOf, importAll, refusalOf } from '../testing/file.ts'
import { jiraCsvImporter } from './importer.ts'

const fixture = (name: string): Uint8Array => readFileSync(new URL(`./fixtures/${name}`, import.meta.url))
const read = (name: string) => importAll(jiraCsvImporter, fileOf(name, fixture(name)))

describe('issues of Jira', () => {
  it('are changes where the type says so, with every label and component of repeated columns', async () => {
    const { records } = await read('issues.csv')
    expect(records.map(({ type, key, line }) => [type, key, line])).toEqual([
      ['change', 'CHG-1', 2],
      ['ticket', 'SEC-7', 3],
      ['change', 'CHG-2', 5],
    ])
    expect(records.map(({ body }) => body)).toMatchObject([
      { type: 'normal', implementedAt: '2026-06-02T22:00:00.000+00:00', systems: ['Interfaces'], links: ['SEC-7'] },
      {
        summary: 'Remove a left-over account,\nand say who had it',
        phase: 'in-progress',
        due: '2026-06-15',
        labels: ['access'],
        created: '2026-06-01T09:10:00.000+02:00',
      },
      { type: 'emergency', systems: ['Portal'], approver: null },
    ])
  })

  it('say which times have no offset, and which change does not say its kind', async () => {
    const { skipped } = await read('issues.csv')
    expect(skipped.map(({ part, line, field, reason }) => [part, line, field, reason])).toEqual([
      ['column', 1, 'Issue id', 'this column is not read'],
      [undefined, 6, 'Custom field (Change type)', expect.stringContaining('CHG-3 does not say')],
      ['column', 2, 'Created', expect.stringContaining('2 of its times have no offset')],
      ['column', 2, 'Resolved', expect.stringContaining('1 of its times have no offset')],
    ])
  })

  it('are refused where a time is no time', async () => {
    const refusal = await refusalOf(read('refused-no-time.csv'))
    expect(refusal.place).toEqual({ file: 'refused-no-time.csv', line: 2, field: 'Created' })
  })
})
