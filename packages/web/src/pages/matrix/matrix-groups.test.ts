import type { Row } from '@evidentia/core'
import { describe, expect, it } from 'vitest'
import { groupLines } from './matrix-groups.ts'

function rowOf(key: string, change: Partial<Row>): Row {
  return {
    key,
    control: 'restore-test',
    controlTitle: 'Restore test',
    area: 'backup',
    requirement: 'restore-drill',
    requirementTitle: 'Restore drill',
    system: 'clinical-db',
    vendor: null,
    subjectName: 'Clinical database',
    owner: 'ana',
    backupOwner: 'ben',
    cadence: 'monthly',
    systemOfRecord: 'Backup platform',
    artifact: 'report',
    frameworks: { hipaa: ['164.308'] },
    lastEvidence: null,
    due: null,
    status: 'missing',
    reasons: [],
    ...change,
  }
}
const rows = [
  rowOf('a', {}),
  rowOf('b', { area: 'access', owner: null }),
  rowOf('c', { frameworks: { hipaa: [], soc2: [] } }),
]
const shown = (group: Parameters<typeof groupLines>[1]) =>
  groupLines(rows, group, { ana: 'Ana Ito' }).map((line) =>
    line.type === 'group' ? `${line.label} ${line.count}` : line.item.key,
  )

describe('grouping the matrix', () => {
  it('leaves the rows as they came without a group', () => {
    expect(shown(undefined)).toEqual(['a', 'b', 'c'])
  })

  it('puts rows under a heading with their number', () => {
    expect(shown('area')).toEqual(['Backup 2', 'a', 'c', 'Access 1', 'b'])
  })

  it('names owners, and says Nobody where there is none', () => {
    expect(shown('owner')).toEqual(['Ana Ito 2', 'a', 'c', 'Nobody 1', 'b'])
  })

  it('shows a row under every framework it serves, each line with its own key', () => {
    expect(shown('framework')).toEqual(['hipaa 3', 'a', 'b', 'c', 'soc2 1', 'c'])
    const keys = groupLines(rows, 'framework', {}).map(({ key }) => key)
    expect(new Set(keys).size).toBe(keys.length)
  })
})
