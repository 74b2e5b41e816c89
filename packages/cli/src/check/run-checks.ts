import { readFile } from 'node:fs/promises'
import { compileCheck, readCheckFile, readDerived } from '@evidentia/connectors'
import type { CheckDefinition, CheckResult, RecordType, Sourced, TypedRecord } from '@evidentia/core'
import { dateOfInstant, dateSchema, runCheck, sortItems, timeZoneSchema } from '@evidentia/core'
import type { ExitCode } from '../command.ts'
import { inOnePiece } from '../folder/read-chunks.ts'
import type { RecordedFile } from '../folder/record-file.ts'
import { recordFile } from '../folder/record-file.ts'
import { Refusal } from '../output/explain-error.ts'
import { readOption } from '../output/options.ts'
import type { Terminal } from '../output/terminal.ts'
import type { CheckOptions } from './command.ts'
import { renderResults } from './results-text.ts'
import { readParameters } from './parameters.ts'

/** An export as a check sees it: its own name stands for the evidence it would be. */
interface Export {
  readonly path: string
  readonly file: RecordedFile
  readonly records: readonly TypedRecord[]
}

/** Runs the checks of `path` on an export and prints every item; answers 0 only when all of them are met. */
export async function runChecks(path: string, options: CheckOptions, terminal: Terminal): Promise<ExitCode> {
  const definitions = readCheckFile(path, new Uint8Array(await readFile(path)))
  if (definitions.length === 0) throw new Refusal(1, `${path} holds no check.`)
  const timeZone = readOption('--time-zone', timeZoneSchema, options.timeZone ?? 'UTC')
  const asOf =
    options.asOf === undefined
      ? dateOfInstant(new Date().toISOString(), timeZone)
      : readOption('--as-of', dateSchema, options.asOf)
  const judged = await readExport(options.evidence)
  const joined = await Promise.all((options.with ?? []).map(readExport))
  const results = definitions.map((definition) => {
    const parameters = readParameters(options.parameter ?? [], definition)
    return judge(definition, judged, joined, { asOf, timeZone, parameters })
  })
  const json = results.map((result) => ({ asOf, ...result }))
  terminal.print(options.json === true ? `${JSON.stringify(json, null, 2)}\n` : renderResults(results, asOf))
  const isMet = results.every(({ verdict }) => verdict === 'met' || verdict === 'not-applicable')
  return isMet ? 0 : 1
}

async function readExport(path: string): Promise<Export> {
  const file = await recordFile(path, path)
  const records: TypedRecord[] = []
  if (file.records !== null) for await (const record of readDerived(inOnePiece(file.records))) records.push(record)
  return { path, file, records }
}

function judge(
  definition: CheckDefinition,
  judged: Export,
  joined: readonly Export[],
  asked: Pick<Parameters<typeof runCheck>[1], 'asOf' | 'timeZone' | 'parameters'>,
): CheckResult {
  const result = runCheck(compileCheck(definition), {
    ...asked,
    subject: { kind: 'organization' },
    // Whether an export is whole is judged where its row's earlier evidence and its reviews are known.
    populations: [],
    joined: [],
    population: (type) => recordsOf(judged, type),
    newest: (type) => joined.map((one) => recordsOf(one, type)).find((records) => records !== null) ?? null,
    history: () => [],
    program: () => {
      throw new RangeError('A check of one’s own reads no programme.')
    },
  })
  return { ...result, items: sortItems(result.items) }
}

function recordsOf<T extends RecordType>({ path, file, records }: Export, type: T): readonly Sourced<T>[] | null {
  if (file.derived?.counts[type] === undefined) return null
  return records
    .filter((record): record is Extract<TypedRecord, { type: T }> => record.type === type)
    .map((record) => ({ ...record, evidence: path }))
}
