import { Command } from 'commander'
import type { DescribeCommand } from '../command.ts'
import { collect } from '../output/options.ts'

/** Options of `evidentia population`, as given. */
export interface PopulationOptions {
  readonly key?: readonly string[]
  readonly json?: boolean
}

export const describePopulation: DescribeCommand = (terminal, answer) =>
  new Command('population')
    .description('Draw a frozen population again from the records in a package, offline, and compare.')
    .argument('<package>', 'package (zip) made by a server')
    .argument('[id]', 'the population, po_…; without it, those in the package are listed')
    .option('--key <vkey|file>', 'trust only this verifier key, or those in this file; repeatable', collect)
    .option('--json', 'print JSON')
    .action(async (path: string, id: string | undefined, options: PopulationOptions) => {
      const { runPopulation } = await import('./run-population.ts')
      answer(await runPopulation(path, id, options, terminal))
    })
