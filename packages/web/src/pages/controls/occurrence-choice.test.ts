import type { Occurrence, OccurrenceStatus } from '@evidentia/core'
import { describe, expect, it } from 'vitest'
import { chosenOccurrence, type RowWithOccurrences } from './occurrence-choice.ts'

function rowOf(system: string, statuses: readonly OccurrenceStatus[]): RowWithOccurrences {
  const occurrences = statuses.map((status, index): Occurrence => {
    const label = `2026-${String(index + 1).padStart(2, '0')}`
    return {
      interval: { from: `${label}-01`, to: `${label}-28`, label },
      due: `${label}-28`,
      status,
      evidence: [],
      checks: [],
      owner: null,
      controlVersion: 1,
      reasons: [],
    }
  })
  return {
    key: `restore-test/restore-drill@${system}`,
    control: 'restore-test',
    controlTitle: 'Restore test',
    area: 'backup',
    requirement: 'restore-drill',
    requirementTitle: 'Restore drill',
    system,
    vendor: null,
    subjectName: system,
    owner: null,
    backupOwner: null,
    cadence: 'monthly',
    systemOfRecord: 'x',
    artifact: 'x',
    frameworks: {},
    lastEvidence: null,
    due: null,
    status: 'missing',
    reasons: [],
    occurrences,
  }
}
const rows = [rowOf('a', ['on-time', 'late', 'on-time']), rowOf('b', ['missing', 'failing', 'failing'])]
function opened(search: Parameters<typeof chosenOccurrence>[1]): string | null {
  const chosen = chosenOccurrence(rows, search)
  return chosen === null ? null : `${chosen.row.system} ${chosen.occurrence.interval.label}`
}

describe('the interval that a control page opens', () => {
  it('is the newest one that fails, of the first row that needs a person', () => {
    expect(opened({})).toBe('b 2026-03')
  })

  it('is the one the address names', () => {
    expect(opened({ row: 'restore-test/restore-drill@b', interval: '2026-01' })).toBe('b 2026-01')
    expect(opened({ row: 'restore-test/restore-drill|b|' })).toBe('b 2026-03')
  })

  it('is none for a row that needs nobody, or once the reader closed it', () => {
    expect(opened({ row: 'restore-test/restore-drill@a' })).toBeNull()
    expect(opened({ interval: 'none' })).toBeNull()
  })
})
