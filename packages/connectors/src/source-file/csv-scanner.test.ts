import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CsvScanner, type TableRow } from './csv-scanner.ts'

/** The rows of `text`, handed over in blocks of whole lines that end where `ends` says; null where it is refused. */
function scan(text: string, ends: readonly boolean[]): TableRow[] | null {
  const scanner = new CsvScanner('x.csv', ',')
  const rows: TableRow[] = []
  try {
    let block = ''
    for (const [index, line] of (text.match(/[^\n]*\n|[^\n]+$/g) ?? []).entries()) {
      block += line
      if (ends[index % ends.length] === false) continue
      rows.push(...scanner.push(block))
      block = ''
    }
    rows.push(...scanner.push(block))
    scanner.end()
    return rows
  } catch {
    return null
  }
}

/** What another reader of the same rules finds. */
function parseOtherwise(text: string): string[][] | null {
  try {
    return parse(text, { relax_column_count: true, skip_empty_lines: true, record_delimiter: '\n' })
  } catch {
    return null
  }
}

const csv = fc.string({
  unit: fc.constantFrom('a', ' ', 'é', ',', ',', '"', '"', '""', '\n', ',"', '",', '"\n'),
  maxLength: 30,
})
const ends = fc.array(fc.boolean(), { minLength: 1, maxLength: 5 })

describe('the rows of a CSV text', () => {
  it('are those that csv-parse finds, wherever the blocks end, and refused where it refuses', () => {
    const outcomes = { read: 0, refused: 0 }
    fc.assert(
      fc.property(csv, ends, (text, given) => {
        const expected = parseOtherwise(text)
        expect(scan(text, given)?.map(({ cells }) => cells) ?? null).toEqual(expected)
        outcomes[expected === null ? 'refused' : 'read'] += 1
      }),
      { numRuns: 20_000 },
    )
    expect(Math.min(outcomes.read, outcomes.refused)).toBeGreaterThan(1000)
  })

  it('begin on the lines that they say', () => {
    const field = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n'), maxLength: 6 })
    fc.assert(
      fc.property(fc.array(fc.array(field, { minLength: 2, maxLength: 3 }), { maxLength: 6 }), ends, (rows, given) => {
        const texts = rows.map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(','))
        let line = 1
        const lines = texts.map((text) => {
          const first = line
          line += text.split('\n').length
          return first
        })
        expect(scan(texts.join('\n'), given)?.map((row) => row.line)).toEqual(lines)
      }),
      { numRuns: 2000 },
    )
  })

  it('are found where blocks far longer than a row end inside a cell', () => {
    const row = '1,"two\nlines"\n'
    const scanner = new CsvScanner('x.csv', ',')
    const block = row.repeat(6000)
    const rows = [block.slice(0, -7), block.slice(-7) + block, block].flatMap((text) => [...scanner.push(text)])
    expect(rows).toHaveLength(18_000)
    expect(rows.at(-1)).toEqual({ line: 35_999, cells: ['1', 'two\nlines'] })
  })
})
