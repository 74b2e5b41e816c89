import { Command, Option } from 'commander'
import type { DescribeCommand } from '../command.ts'

/** Options of `evidentia inspect`, as given. */
export interface InspectOptions {
  readonly importer?: string
  readonly mapping?: string
  readonly json?: boolean
}

export const describeInspect: DescribeCommand = (terminal, answer) =>
  new Command('inspect')
    .description('Show what Evidentia would read out of a file, without storing anything.')
    .argument('<file>', 'any export or report')
    .addOption(new Option('--importer <id>', 'read it by this importer, whatever it looks like').conflicts('mapping'))
    .option('--mapping <yaml>', 'read a CSV or XLSX table by this mapping of your own')
    .option('--json', 'print JSON')
    .action(async (file: string, options: InspectOptions) => {
      const { runInspect } = await import('./run-inspect.ts')
      answer(await runInspect(file, options, terminal))
    })
