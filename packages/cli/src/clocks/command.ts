import { Command } from 'commander'
import type { DescribeCommand } from '../command.ts'

/** Options of `evidentia clocks`, as given. */
export interface ClocksOptions {
  readonly asOf: string
  readonly proposed?: boolean
  readonly catalog?: string
  readonly json?: boolean
}

export const describeClocks: DescribeCommand = (terminal, answer) =>
  new Command('clocks')
    .description('Every notification deadline that follows from the recorded facts of an incident. No legal advice.')
    .argument('<file>', 'YAML with the facts of one incident')
    .requiredOption('--as-of <instant>', 'the instant asked about, with its offset')
    .option('--proposed', 'show rules that are proposed and not law too')
    .option('--catalog <dir>', 'catalog to use instead of the built-in one')
    .option('--json', 'print JSON')
    .action(async (file: string, options: ClocksOptions) => {
      const { runClocks } = await import('./run-clocks.ts')
      answer(await runClocks(file, options, terminal))
    })
