import { expect, it } from 'vitest'
import { changeOf, changesOf, exportOf, select } from '../testing/populations.ts'
import { listOpenPoints } from './card-words.ts'
import { judgePopulation } from './population.ts'

const file = { sha256: '0'.repeat(64), size: 0, lines: 0 }

it('an empty population is unknown until a person attests that there was nothing', async () => {
  const { card } = await select(changesOf('2026-01-01', '2026-01-31'), [exportOf(1, '2026-01-01', '2026-01-31', [])])
  expect(judgePopulation(card, [])).toBe('unknown')
  expect(judgePopulation(card, [{ says: 'complete' }])).toBe('unknown')
  expect(judgePopulation(card, [{ says: 'empty' }])).toBe('attested')
  expect(listOpenPoints({ ...card, rows: file, appendix: file })).toEqual([
    'There are no items. Unless a person attests that there was nothing, this shows nothing.',
    'It was not held against a second source.',
  ])
})

it('everything a reader must weigh is one sentence', async () => {
  const broken = exportOf(1, '2026-01-01', '2026-01-30', [
    changeOf('CHG-1', '2026-01-02T12:00:00Z'),
    changeOf('CHG-4', '2026-01-03T12:00:00Z'),
    changeOf('CHG-5', null),
  ])
  const derived = { ...broken.evidence.derived!, skipped: [{ line: 7, reason: 'odd' }], skippedTotal: 3 }
  const exports = [{ ...broken, evidence: { ...broken.evidence, derived } }]
  const reconciliation = { with: 'count', count: 5, statedBy: 'Dashboard' } as const
  const { card } = await select({ ...changesOf('2026-01-01', '2026-01-31'), numbered: true, reconciliation }, exports)
  expect(judgePopulation(card, [])).toBe('not-attested')
  expect(judgePopulation(card, [{ says: 'complete' }])).toBe('attested')
  expect(listOpenPoints({ ...card, rows: file, appendix: file })).toEqual([
    '1 day of the period is covered by no export.',
    'Importers did not read 3 rows or columns of the exports.',
    '1 record has no date and so no place in the period.',
    '2 numbers of the sequence are missing.',
    'The stated count is 5, and there are 2 items.',
  ])
})
