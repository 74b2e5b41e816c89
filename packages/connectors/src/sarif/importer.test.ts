import { readFileSync } from 'node:fs'
import type { Importer } from '@evidentia/core'
import { describe, expect, it } from 'vitest'
import { fileOf, importAll } from '../testing/file.ts'
import { sarifImporter } from './importer.ts'

const read = (importer: Importer, name: string) =>
  importAll(importer, fileOf(name, readFileSync(new URL(`./fixtures/${name}`, import.meta.url))))

describe('SARIF', () => {
  it('gives findings by the score of their rule or by level, and what became of those put aside', async () => {
    const { records } = await read(sarifImporter, 'scan.sarif')
    expect(records.map(({ body }) => body)).toMatchObject([
      {
        identifier: 'js/sql',
        severity: 'high',
        score: 8.8,
        location: 'src/visits.ts:14:3',
        scanned: '2026-06-08T09:10:00Z',
      },
      { identifier: 'js/style', severity: 'low', status: 'accepted', statusReason: 'kept for the next release' },
      // The tool stands after its results, and is theirs all the same.
      {
        identifier: 'DKL-1',
        severity: 'high',
        scanner: 'Image Lint',
        target: 'what Image Lint looked at',
        scanned: null,
      },
    ])
  })

  it('lists what a rule passed, what stands twice, and that a tool did not get to look', async () => {
    const { skipped } = await read(sarifImporter, 'scan.sarif')
    expect(skipped.map(({ line, reason }) => [line, reason])).toEqual([
      [91, 'a result of kind pass is no finding'],
      [98, 'the same as on line 47'],
      [142, 'the run has no results: nothing was looked at'],
    ])
  })
})
