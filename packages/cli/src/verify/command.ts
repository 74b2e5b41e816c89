import { Command } from 'commander'
import type { DescribeCommand } from '../command.ts'
import { collect } from '../output/options.ts'

/** Options of `evidentia verify`, as given. */
export interface VerifyOptions {
  readonly key?: readonly string[]
  readonly artifact?: string
  readonly seen?: readonly string[]
  readonly tsaCertificate?: readonly string[]
  readonly json?: boolean
}

export const describeVerify: DescribeCommand = (terminal, answer) =>
  new Command('verify')
    .description('Check a sealed package or a receipt, offline. Trusts nothing in the file, its name included.')
    .argument('<file>', 'package (zip) or receipt (JSON)')
    .option('--key <vkey|file>', 'trust only this verifier key, or those in this file; repeatable', collect)
    .option('--artifact <file>', 'with a receipt: check that this file is the one that was sealed')
    .option('--seen <file>', 'with a package: a checkpoint of its log seen earlier; repeatable', collect)
    .option('--tsa-certificate <file>', 'with a package: require a time stamp that leads to this certificate', collect)
    .option('--json', 'print JSON')
    .action(async (file: string, options: VerifyOptions) => {
      const { runVerify } = await import('./run-verify.ts')
      answer(await runVerify(file, options, terminal))
    })
