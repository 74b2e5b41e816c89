import { readFile } from 'node:fs/promises'
import { readIncidentFile } from '@evidentia/connectors'
import type { Clock } from '@evidentia/core'
import { computeClocks, counselDecides, instantSchema } from '@evidentia/core'
import { loadCatalog } from '../catalog/load-catalog.ts'
import type { ExitCode } from '../command.ts'
import { readOption } from '../output/options.ts'
import { plainText } from '../output/plain-text.ts'
import type { Terminal } from '../output/terminal.ts'
import type { ClocksOptions } from './command.ts'

/** Prints every clock of the incident in `path`. JSON is the list alone; each clock in it carries the notice about counsel. */
export async function runClocks(path: string, options: ClocksOptions, terminal: Terminal): Promise<ExitCode> {
  const asOf = readOption('--as-of', instantSchema, options.asOf)
  const { incident, facts } = readIncidentFile(path, new Uint8Array(await readFile(path)))
  const states = [...loadCatalog(options.catalog).breachClocks.values()]
  const clocks = computeClocks(facts, { asOf, states, proposed: options.proposed === true })
  if (options.json === true) {
    const json = clocks.map((clock) => ({ ...clock, asOf, notice: counselDecides }))
    terminal.print(`${JSON.stringify(json, null, 2)}\n`)
    return 0
  }
  const lines = [`${incident}, as of ${asOf}`, ...clocks.flatMap(renderClock), '', counselDecides]
  terminal.print(`${lines.map(plainText).join('\n')}\n`)
  return 0
}

function renderClock({ clock, state, due, dueDay, timeZone, passed, citation, rule, basis, missing }: Clock): string[] {
  if (state === 'not-applicable')
    return ['', `${clock}: not applicable`, `  ${citation}. ${rule}`, `  From ${basis.join(', ')}`]
  return [
    '',
    `${clock}: ${state.toUpperCase()}${passed ? ', THE DEADLINE HAS PASSED' : ''}`,
    `  due ${due}, on ${dueDay} in ${timeZone}`,
    `  ${citation}. ${rule}`,
    `  From ${basis.join(', ')}`,
    ...missing.map((what) => `  Not recorded: ${what}; this is the earliest possible deadline.`),
  ]
}
