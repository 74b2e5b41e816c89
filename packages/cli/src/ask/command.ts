import { Command } from 'commander'
import type { DescribeCommand } from '../command.ts'

/** Options of `evidentia ask`, as given. */
export interface AskOptions {
  readonly from?: string
  readonly asOf?: string
  readonly json?: boolean
}

export const describeAsk: DescribeCommand = (terminal, answer) =>
  new Command('ask')
    .description('Questions to the workload of a program folder, each answer with the path that proves it.')
    .argument('<question>', 'phi-paths, reach, impact, baa-gaps, chains or another; an unknown one lists them all')
    .argument('<dir>', 'program folder with program/*.yaml')
    .option('--from <id>', 'the system or vendor asked about')
    .option('--as-of <date>', 'the day asked about (default: today where the organization is)')
    .option('--json', 'print JSON')
    .action(async (question: string, dir: string, options: AskOptions) => {
      const { runAsk } = await import('./run-ask.ts')
      answer(await runAsk(question, dir, options, terminal))
    })
