import { describe, expect, it } from 'vitest'
import { groupForecast, type ForecastRow } from './forecast-groups.ts'

function rowOf(key: string, due: string, owner: string | null): ForecastRow {
  return {
    key,
    control: 'restore-test',
    controlTitle: 'Restore test',
    requirement: 'restore-drill',
    requirementTitle: 'Restore drill',
    system: key,
    vendor: null,
    subjectName: key,
    owner,
    status: 'current',
    systemOfRecord: 'Backup platform',
    artifact: 'report',
    due,
    missedFrom: due,
  }
}

describe('what will be missed', () => {
  it('stands under its day, then under who owns it, however it came', () => {
    const rows = [
      rowOf('a', '2026-11-30', 'ben'),
      rowOf('b', '2026-11-30', 'ana'),
      rowOf('c', '2026-11-29', null),
      rowOf('d', '2026-11-30', 'ben'),
    ]
    const lines = groupForecast(rows, { ana: 'Ana Ito', ben: 'Ben Carter' }, '2026-11-28')
    expect(lines.map((line) => (line.type === 'group' ? `${line.label} (${line.count})` : line.item.key))).toEqual([
      'By Nov 29, 2026, tomorrow: Nobody (1)',
      'c',
      'By Nov 30, 2026, in 2 days: Ana Ito (1)',
      'b',
      'By Nov 30, 2026, in 2 days: Ben Carter (2)',
      'a',
      'd',
    ])
  })
})
