import { readFile } from 'node:fs/promises'
import { createMappedImporter, importers, readDerived, readMappingFile } from '@evidentia/connectors'
import { type Derived, EvidentiaError, type Importer } from '@evidentia/core'
import type { ExitCode } from '../command.ts'
import { inOnePiece } from '../folder/read-chunks.ts'
import { recordFile } from '../folder/record-file.ts'
import { count, plainText } from '../output/plain-text.ts'
import type { Terminal } from '../output/terminal.ts'
import type { InspectOptions } from './command.ts'
import type { RecordPeriod } from './record-period.ts'
import { findPeriod } from './record-period.ts'

/** What `inspect` answers: which importer, how many records of each type, what was not read, and the days they speak of. */
export interface Inspection {
  readonly importer: string | null
  readonly records: Derived['counts']
  readonly skipped: readonly { readonly where: string; readonly reason: string }[]
  readonly period?: RecordPeriod
}

/** Reads a file as it would be recorded and prints what was found. */
export async function runInspect(path: string, options: InspectOptions, terminal: Terminal): Promise<ExitCode> {
  const inspection = await inspect(path, await chooseImporter(options))
  terminal.print(
    options.json === true ? `${JSON.stringify(inspection, null, 2)}\n` : renderInspection(path, inspection),
  )
  return 0
}

async function inspect(path: string, chosen: Importer | undefined): Promise<Inspection> {
  const { derived, records } = await recordFile(path, path, { chosen })
  if (derived === null || records === null) return { importer: null, records: {}, skipped: [] }
  const period = await findPeriod(readDerived(inOnePiece(records)))
  return {
    importer: derived.importer,
    records: derived.counts,
    skipped: derived.skipped.map(({ line, field, reason }) => ({ where: describePlace(line, field), reason })),
    ...(period === null ? {} : { period }),
  }
}

/** The importer that a person named, if one did. */
async function chooseImporter({ importer: id, mapping }: InspectOptions): Promise<Importer | undefined> {
  if (mapping !== undefined) {
    const read = readMappingFile(mapping, new Uint8Array(await readFile(mapping)))
    return createMappedImporter({ id: 'mapped', version: 1, title: mapping, mapping: read })
  }
  if (id === undefined) return undefined
  const found = importers.find((importer) => importer.id === id)
  if (found !== undefined) return found
  throw new EvidentiaError('invalid-input', `There is no importer "${id}".`, {
    place: { field: '--importer' },
    remedy: `Use one of ${importers.map((importer) => importer.id).join(', ')}.`,
  })
}

function describePlace(line: number | undefined, field: string | undefined): string {
  const parts = [line === undefined ? [] : [`line ${line}`], field === undefined ? [] : [`field ${field}`]].flat()
  return parts.length === 0 ? 'file' : parts.join(', ')
}

function renderInspection(path: string, { importer, records, skipped, period }: Inspection): string {
  if (importer === null) return `${plainText(path)}: kept as it is; no importer reads records out of it.\n`
  const lines = [
    `${path}: read by ${importer}`,
    ...Object.entries(records).map(([type, total]) => `  ${count(total, 'record')} of type ${type}`),
    ...(period === undefined ? [] : [`  speaking of ${period.from} to ${period.to}`]),
    ...skipped.map(({ where, reason }) => `  not read: ${where}: ${reason}`),
  ]
  return `${lines.map(plainText).join('\n')}\n`
}
