import type { ImportFile } from '@evidentia/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fileOf, refusalOf } from '../testing/file.ts'
import { readCsvRows } from './csv-rows.ts'
import type { CsvItem, CsvRow } from './csv-rows.ts'
import { maxRows } from './table.ts'

const layout = { columns: ['a', 'b'], order: 'any' } as const

async function* itemsOf(file: ImportFile): AsyncGenerator<CsvItem> {
  for await (const items of readCsvRows(file, layout)) yield* items
}

async function rowsOf(text: string | Uint8Array, chunk?: number): Promise<CsvRow[]> {
  const rows: CsvRow[] = []
  for await (const item of itemsOf(fileOf('x.csv', text, chunk))) if ('row' in item) rows.push(item.row)
  return rows
}

describe('reading CSV', () => {
  it('gives back what was written, whatever the values hold and however the bytes arrive', async () => {
    const value = fc
      .string({ unit: 'grapheme', maxLength: 12 })
      .map((text) => text.replaceAll('\r', '').replaceAll('\0', ''))
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(value, value), { maxLength: 8 }),
        fc.integer({ min: 1, max: 40 }),
        async (pairs, chunk) => {
          const quote = (text: string) => `"${text.replaceAll('"', '""')}"`
          const text = ['a,b', ...pairs.map((pair) => pair.map(quote).join(','))].join('\n')
          const cells = (await rowsOf(text, chunk)).map((row) => [row.cells['a'], row.cells['b']])
          // Empty cells alone are an empty line, as spreadsheets write it.
          expect(cells).toEqual(pairs.filter(([a, b]) => a !== '' || b !== ''))
        },
      ),
      { numRuns: 200 },
    )
  })

  it('names the line on which a row begins, past blank lines and values that span lines', async () => {
    const rows = await rowsOf('a,b\r\n1,2\r\n\r\n"x\r\ny",3\r\n4,5\r\n')
    expect(rows.map((row) => row.line)).toEqual([2, 4, 6])
  })

  it('refuses a column that stands twice, a header alone that lacks one, and nothing but blank lines', async () => {
    expect((await refusalOf(rowsOf('a,b,a\n'))).place).toEqual({ file: 'x.csv', line: 1, field: 'a' })
    expect((await refusalOf(rowsOf('a,c\n'))).place).toEqual({ file: 'x.csv', line: 1, field: 'b' })
    expect((await refusalOf(rowsOf('\n\n'))).place.line).toBe(1)
  })

  it('refuses a row over 64 KiB, quoted or not', async () => {
    const long = await refusalOf(rowsOf(`a,b\n1,2\n1,${'x'.repeat(70_000)}\n`))
    expect(long).toMatchObject({ code: 'too-large', place: { line: 3 } })
    const spanning = await refusalOf(rowsOf(`a,b\n1,"${'x\n'.repeat(40_000)}"\n`))
    expect(spanning).toMatchObject({ code: 'too-large', place: { line: 2 } })
  })

  it('refuses a line that never ends without holding all of it', async () => {
    let pulled = 0
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (;;) {
        pulled += 1
        yield await Promise.resolve(new Uint8Array(4096).fill(0x78))
      }
    }
    const reading = (async () => {
      for await (const item of itemsOf({ name: 'x.csv', bytes: endless() })) expect(item).toBeNull()
    })()
    expect((await refusalOf(reading)).code).toBe('too-large')
    expect(pulled).toBeLessThan(40)
  })

  it('refuses more than a million rows, at the first one too many', async () => {
    async function* many(): AsyncGenerator<Uint8Array> {
      yield new TextEncoder().encode('a,b\n')
      const block = new TextEncoder().encode('1,2\n'.repeat(10_000))
      for (let blocks = 0; blocks <= maxRows / 10_000; blocks += 1) yield await Promise.resolve(block)
    }
    const reading = (async () => {
      let last = 0
      for await (const item of itemsOf({ name: 'x.csv', bytes: many() })) last = 'row' in item ? item.row.line : last
      return last
    })()
    expect(await refusalOf(reading)).toMatchObject({ code: 'too-large', place: { line: maxRows + 2 } })
  }, 60_000)

  it('passes on the error of a source that breaks', async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield await Promise.resolve(new TextEncoder().encode('a,b\n1,2\n'))
      throw new Error('the connection was lost')
    }
    const reading = (async () => {
      for await (const item of itemsOf({ name: 'x.csv', bytes: broken() })) expect(item).toBeDefined()
    })()
    await expect(reading).rejects.toThrow('the connection was lost')
  })
})
