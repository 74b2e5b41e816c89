import { spawnSync } from 'node:child_process'
import { closeSync, createReadStream, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { importers } from '@evidentia/connectors'
import { parse } from 'csv-parse'
import { SaxesParser } from 'saxes'
import { type Figure, type Sample, time } from './measure.ts'
import type { Export } from './import/export.ts'
import { exportsToRead, largeAccounts, largeScan } from './import/exports.ts'

const bench = fileURLToPath(new URL('../bench.ts', import.meta.url))
/** Half of the rows a second that the parser alone reads. */
const goal = 2
const goalMegabytes = 512

/** What each importer costs beside the parser it stands on, and what two large files do to memory. */
export async function importFigures(): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'evidentia-bench-'))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  return [
    ...exportsToRead.map((one) => figureOf(one, join(folder, one.importer), 20_000_000)),
    figureOf(largeAccounts, join(folder, 'accounts'), 1_000_000, true),
    figureOf(largeScan, join(folder, 'scan'), 500_000_000, true),
  ]
}

function figureOf(one: Export, path: string, size: number, apart = false): Figure {
  let rows = 0
  const many = apart ? 'a large file' : 'a file'
  return {
    name: `read ${many} by ${one.importer}`,
    reference: parsers[one.format].name,
    goal,
    ...(apart ? { goalMegabytes } : {}),
    prepare: () => {
      rows = writeExport(one, path, size)
      console.error(`${one.importer}: ${rows} rows`)
    },
    runOurs: async () => {
      const sample = apart ? askProcess(one.importer, path) : await readAll(one.importer, path)
      if (sample.rows !== rows) throw new Error(`${one.importer} read ${sample.rows} of ${rows} rows.`)
      return sample
    },
    runReference: async () => time(async () => parsers[one.format].read(path)),
    finish: () => rmSync(path, { force: true }),
  }
}

const parsers = {
  json: {
    name: 'JSON.parse of the same file',
    read: async (path: string) => void JSON.parse(readFileSync(path, 'utf8')),
  },
  csv: {
    name: 'csv-parse alone on the same file',
    read: async (path: string) => {
      for await (const row of createReadStream(path).pipe(parse({ record_delimiter: '\n' }))) if (row === null) break
    },
  },
  xml: {
    name: 'the XML parser alone on the same file',
    read: async (path: string) => {
      const parser = new SaxesParser()
      for await (const text of createReadStream(path, 'utf8')) parser.write(String(text))
      parser.close()
    },
  },
  ldif: {
    name: 'reading the lines of the same file',
    read: async (path: string) => {
      for await (const line of createInterface({ input: createReadStream(path) })) if (line === '\0') break
    },
  },
} as const

/** A measurement in this process, for the bench that started it. */
export async function runImportWork(given: readonly string[]): Promise<Sample & { rows: number }> {
  const [importer = '', path = ''] = given
  return { ...(await readAll(importer, path)), megabytes: process.resourceUsage().maxRSS / 1024 }
}

async function readAll(id: string, path: string): Promise<Sample & { rows: number }> {
  const importer = importers.find((one) => one.id === id)
  if (importer === undefined) throw new Error(`There is no importer ${id}.`)
  let rows = 0
  const sample = await time(async () => {
    for await (const item of importer.read({ name: id, bytes: createReadStream(path) })) if ('record' in item) rows += 1
  })
  return { ...sample, rows }
}

function askProcess(importer: string, path: string): Sample & { rows: number } {
  const { status, stdout, stderr } = spawnSync('node', [bench, '--work', 'import', importer, path], {
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`Reading failed: ${stderr}`)
  return JSON.parse(stdout)
}

/** Writes rows until the file is `size` bytes, or for CSV with a number of rows, so many. Returns how many there are. */
function writeExport({ head, row, separator, tail, rows: wanted }: Export, path: string, size: number): number {
  const file = openSync(path, 'w')
  let [rows, bytes, pending] = [0, 0, head]
  while (wanted === undefined ? bytes < size : rows < wanted) {
    pending += rows === 0 ? row(rows) : separator + row(rows)
    rows += 1
    if (pending.length < 1_000_000) continue
    bytes += writeSync(file, pending)
    pending = ''
  }
  writeSync(file, pending + tail)
  closeSync(file)
  return rows
}
