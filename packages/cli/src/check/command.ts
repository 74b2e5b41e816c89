import { Command } from 'commander'
import type { DescribeCommand } from '../command.ts'
import { collect } from '../output/options.ts'

/** Options of `evidentia check`, as given. */
export interface CheckOptions {
  readonly evidence: string
  readonly with?: readonly string[]
  readonly asOf?: string
  readonly timeZone?: string
  readonly parameter?: readonly string[]
  readonly json?: boolean
}

export const describeCheck: DescribeCommand = (terminal, answer) =>
  new Command('check')
    .description('Try checks of your own on an export: items and verdicts, and where an expression is wrong.')
    .argument('<file>', 'YAML with one check, or a list such as program/checks.yaml')
    .requiredOption('--evidence <export>', 'the export whose records are judged')
    .option('--with <export>', 'an export whose records are joined; repeatable', collect)
    .option('--as-of <date>', 'the day judged (default: today)')
    .option('--time-zone <zone>', 'the zone in which an instant has a day', 'UTC')
    .option('--parameter <name=value>', 'another value than the default; repeatable', collect)
    .option('--json', 'print JSON')
    .action(async (file: string, options: CheckOptions) => {
      const { runChecks } = await import('./run-checks.ts')
      answer(await runChecks(file, options, terminal))
    })
