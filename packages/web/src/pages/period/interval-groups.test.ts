import type { Occurrence, OccurrenceStatus } from '@evidentia/core'
import { describe, expect, it } from 'vitest'
import { piecesOf, rangeOf } from './interval-groups.ts'

function occurrenceOf(from: string, to: string, status: OccurrenceStatus): Occurrence {
  const interval = { from, to, label: from }
  return { interval, due: to, status, evidence: [], checks: [], owner: null, controlVersion: 1, reasons: [] }
}
const dayOf = (n: number) => new Date(Date.UTC(2026, 0, n)).toISOString().slice(0, 10)
const shown = (row: Parameters<typeof piecesOf>[0]) =>
  piecesOf(row).map((piece) =>
    piece.type === 'change'
      ? `changed ${piece.change.on}`
      : `${rangeOf(piece).from} to ${rangeOf(piece).to}: ${piece.occurrences.length} ${piece.occurrences[0].status}`,
  )

describe('the cells of a row over a period', () => {
  const halves = [
    occurrenceOf('2026-01-01', '2026-03-31', 'on-time'),
    occurrenceOf('2026-04-01', '2026-05-14', 'on-time'),
    occurrenceOf('2026-05-15', '2026-05-31', 'missing'),
  ]

  it('are one for each interval, with a divider where the design changed', () => {
    const changes = [{ on: '2026-05-15', what: ['Owed every month instead of every quarter.'] }]
    expect(shown({ occurrences: halves, changes })).toEqual([
      '2026-01-01 to 2026-03-31: 1 on-time',
      '2026-04-01 to 2026-05-14: 1 on-time',
      'changed 2026-05-15',
      '2026-05-15 to 2026-05-31: 1 missing',
    ])
  })

  it('keep a change that no interval follows', () => {
    const changes = [{ on: '2026-06-10', what: ['It does not apply: switched off'] }]
    expect(shown({ occurrences: halves, changes }).at(-1)).toBe('changed 2026-06-10')
  })

  it('join neighbors of one status where there are many, and never hide a missed one among them', () => {
    const days = Array.from({ length: 40 }, (_, n) =>
      occurrenceOf(dayOf(n + 1), dayOf(n + 1), n === 19 ? 'missing' : 'on-time'),
    )
    expect(shown({ occurrences: days, changes: [] })).toEqual([
      '2026-01-01 to 2026-01-19: 19 on-time',
      '2026-01-20 to 2026-01-20: 1 missing',
      '2026-01-21 to 2026-02-09: 20 on-time',
    ])
  })
})
