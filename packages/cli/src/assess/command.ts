import { Command } from 'commander'
import type { DescribeCommand } from '../command.ts'

/** Options of `evidentia assess`, as given. */
export interface AssessOptions {
  readonly asOf?: string
  readonly knownAt?: string
  readonly period?: string
  readonly json?: boolean
  readonly package?: string
  readonly key?: string
  readonly catalog?: string
}

export const describeAssess: DescribeCommand = (terminal, answer) =>
  new Command('assess')
    .description('Compute what every control owes and has, from a program folder; no server, no database.')
    .argument('<dir>', 'program folder with program/*.yaml and evidence/manifest.yaml')
    .option('--as-of <date>', 'the day asked about (default: today where the organization is)')
    .option('--known-at <instant>', 'leave out what was collected after this instant')
    .option('--period <from..to>', 'the period judged (default: the observation period up to the day)')
    .option('--json', 'print JSON')
    .option('--package <file>', 'also seal everything into a package that verifies offline')
    .option('--key <file>', 'private key to sign the package with, from evidentia keygen')
    .option('--catalog <dir>', 'catalog to use instead of the built-in one')
    .action(async (dir: string, options: AssessOptions) => {
      const { runAssess } = await import('./run-assess.ts')
      answer(await runAssess(dir, options, terminal))
    })
