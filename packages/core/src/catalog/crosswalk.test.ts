import { describe, expect, it } from 'vitest'
import type { Row } from '../assessment/row.ts'
import { programOn } from '../program/program.ts'
import { catalog, documentsOf } from '../testing/workload.ts'
import { composeCrosswalk } from './crosswalk.ts'

const program = programOn(documentsOf(), '2026-03-01')

function row(status: Row['status']): Row {
  return {
    key: `restore-test/restore-drill@system/${status}`,
    control: 'restore-test',
    controlTitle: 'restore-test',
    area: 'backup',
    requirement: 'restore-drill',
    requirementTitle: 'restore-drill',
    system: null,
    vendor: null,
    subjectName: 'A database',
    owner: 'ada',
    backupOwner: 'bob',
    cadence: 'monthly',
    systemOfRecord: 'Console',
    artifact: 'A report',
    frameworks: { one: ['R1'] },
    lastEvidence: null,
    due: null,
    status,
    reasons: [],
  }
}

describe('the crosswalk', () => {
  it('counts a requirement as standing only when every row behind it stands', () => {
    const coverage = (statuses: Row['status'][]) =>
      composeCrosswalk(catalog, program, statuses.map(row), ['one'], '2026-06-30').coverage[0]
    expect(coverage(['current', 'excepted'])).toMatchObject({ reached: 1, adopted: 1, standing: 1, gaps: 0 })
    expect(coverage(['current', 'unknown'])).toMatchObject({ adopted: 1, standing: 0, gaps: 1 })
  })

  it('is never green by absence: no row is neither standing nor a gap, and has no worst status', () => {
    const { coverage, lines } = composeCrosswalk(catalog, program, [], ['one'], '2026-06-30')
    expect(coverage[0]).toMatchObject({ adopted: 1, standing: 0, gaps: 0 })
    expect(lines.every((line) => line.worst === null)).toBe(true)
    expect(
      composeCrosswalk(catalog, program, [row('not-applicable')], ['one'], '2026-06-30').coverage[0]?.standing,
    ).toBe(0)
  })

  it('gives no credit to a control nobody adopted', () => {
    const bare = { ...program, control: new Map() }
    expect(composeCrosswalk(catalog, bare, [row('current')], ['one'], '2026-06-30').coverage[0]).toMatchObject({
      reached: 1,
      adopted: 0,
      standing: 0,
    })
  })

  it('gives no credit before a control is adopted nor after it is retired, and keeps that of the days between', () => {
    const tailoring = program.control.get('restore-test')
    if (tailoring === undefined) throw new Error('The control is not adopted.')
    const retired = { ...tailoring, adopted: '2026-02-01', retired: '2026-06-30', reason: 'The system is gone.' }
    const over = { ...program, control: new Map([['restore-test', retired]]) }
    const adoptedOn = (day: string) => composeCrosswalk(catalog, over, [], ['one'], day).coverage[0]?.adopted
    expect(['2026-01-31', '2026-02-01', '2026-06-30', '2026-07-01'].map(adoptedOn)).toEqual([0, 1, 1, 0])
  })

  it('shows the status that needs a person most', () => {
    const { lines } = composeCrosswalk(catalog, program, [row('current'), row('missing')], ['one'], '2026-06-30')
    expect(lines.map((line) => [line.control.id, line.worst])).toEqual([['restore-test', 'missing']])
  })
})
