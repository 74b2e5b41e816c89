import { parseArgs } from 'node:util'
import { assessFigures } from './bench/assess.ts'
import { graphFigures } from './bench/graph.ts'
import { importFigures, runImportWork } from './bench/import.ts'
import { ledgerFigures, runLedgerWork } from './bench/ledger.ts'
import { type Figure, type Measurement, measure } from './bench/measure.ts'
import { renderTable } from './bench/table.ts'

/** What can be measured, by area. A new area is one line here. */
const areas: Readonly<Record<string, () => Promise<readonly Figure[]>>> = {
  assess: assessFigures,
  graph: graphFigures,
  import: importFigures,
  ledger: ledgerFigures,
}

await main()

/** `npm run bench -- AREA [--json] [--only TEXT]`. Exits 1 when a goal is missed, 2 when the call makes no sense. */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: { type: 'boolean' }, only: { type: 'string' }, work: { type: 'string' } },
  })
  if (values.work !== undefined) {
    // The bench calls itself so, for a measurement in a process of its own.
    const run = values.work === 'import' ? runImportWork(positionals) : runLedgerWork(values.work, positionals)
    console.log(JSON.stringify(await run))
    return
  }
  const figures = areas[positionals[0] ?? '']
  if (figures === undefined) {
    console.error(`Name what to measure: npm run bench -- ${Object.keys(areas).join(' | ')}`)
    process.exitCode = 2
    return
  }
  const measured: Measurement[] = []
  for (const figure of await figures()) {
    if (values.only !== undefined && !figure.name.includes(values.only)) {
      await figure.finish?.()
      continue
    }
    const measurement = await measure(figure)
    // A long run that is cut off has still said what it found.
    console.error(`${measurement.name}: ${measurement.ratio.toPrecision(3)}, ${measurement.verdict}`)
    measured.push(measurement)
  }
  console.log(values.json === true ? JSON.stringify(measured, null, 2) : renderTable(measured))
  if (measured.some(({ verdict }) => verdict !== 'met')) process.exitCode = 1
}
