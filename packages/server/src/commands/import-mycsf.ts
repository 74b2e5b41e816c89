import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { EvidentiaError } from '@evidentia/core'
import type { Config } from '../config.ts'
import { ConfigurationError } from '../configuration-error.ts'
import type { Say } from '../installation.ts'
import { findOrganization, operator, withServices } from './administer.ts'

/** Far more than the statements of a whole assessment take. */
const sizeLimit = 64 * 1024 * 1024

export interface ImportOptions {
  readonly organization: string
  readonly framework: string
  readonly map: readonly string[]
  readonly dryRun?: boolean | undefined
}

/**
 * Records the licensed statements of a MyCSF export for one organization. Throws after what could be read was recorded when a row
 * was not understood, so that nobody takes a part for the whole.
 */
export async function importMycsf(config: Config, file: string, options: ImportOptions, print: Say): Promise<void> {
  const columns = new Map(options.map.map(readPair))
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new ConfigurationError(`${file} cannot be read; give the path of a CSV or XLSX file.`, { cause })
  })
  if (bytes.length > sizeLimit) throw new ConfigurationError(`${file} is larger than 64 MiB; split it.`)
  const isDryRun = options.dryRun === true
  await withServices(config, async (services) => {
    const organization = await findOrganization(services, options.organization)
    const { mapping, recorded, unchanged, unread } = await services.licensedStatements.import(
      { organization, actor: operator, request: null },
      { name: basename(file), bytes: new Uint8Array(bytes), framework: options.framework, columns, isDryRun },
    )
    for (const { field, column } of mapping) print(`${field} is read from the column "${column}"`)
    for (const { line, reason } of unread) print(`line ${line} is not recorded: ${reason}`)
    print(
      `${recorded} ${isDryRun ? 'would be recorded' : 'recorded'}, ${unchanged} unchanged, ${unread.length} not understood`,
    )
    if (unread.length > 0)
      throw new EvidentiaError('invalid-input', `${unread.length} rows of ${basename(file)} were not understood.`, {
        remedy: 'Correct them and run the import again; what is unchanged is not recorded twice.',
      })
  })
}

function readPair(text: string): [string, string] {
  const at = text.lastIndexOf('=')
  if (at < 1) throw new ConfigurationError(`--map is "${text}"; write it as "Column heading=field".`)
  return [text.slice(0, at), text.slice(at + 1)]
}
