import { Command } from 'commander'
import type { DescribeCommand } from '../command.ts'
import { collect } from '../output/options.ts'

/** Options of `evidentia rerun`, as given. */
export interface RerunOptions {
  readonly package: string
  readonly all?: boolean
  readonly key?: readonly string[]
  readonly json?: boolean
}

export const describeRerun: DescribeCommand = (terminal, answer) =>
  new Command('rerun')
    .description('Run a sealed check result again from its sealed inputs, offline, and compare byte by byte.')
    .argument('[result]', 'id of the result, re_…')
    .requiredOption('--package <file>', 'package that holds the result and what it was judged by')
    .option('--all', 'every result in the package')
    .option('--key <vkey|file>', 'trust only this verifier key, or those in this file; repeatable', collect)
    .option('--json', 'print JSON')
    .action(async (result: string | undefined, options: RerunOptions) => {
      const { runRerun } = await import('./run-rerun.ts')
      answer(await runRerun(result, options, terminal))
    })
