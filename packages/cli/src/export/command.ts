import { Command } from 'commander'
import type { DescribeCommand } from '../command.ts'

/** Options of `evidentia export oscal`, as given. */
export interface OscalOptions {
  readonly model: string
  readonly framework?: string
  readonly asOf?: string
  readonly knownAt?: string
  readonly period?: string
  readonly out?: string
  readonly catalog?: string
}

export const describeExport: DescribeCommand = (terminal, answer) => {
  const command = new Command('export').description(
    'Write what a program folder says in formats that other tools read.',
  )
  command
    .command('oscal')
    .description('One OSCAL 1.2.2 document in JSON.')
    .argument('<dir>', 'program folder with program/*.yaml and evidence/manifest.yaml')
    .requiredOption('--model <model>', 'which OSCAL model, for example assessment-results')
    .option('--framework <id>', 'one framework (default: all that the organization is judged by)')
    .option('--as-of <date>', 'the day asked about (default: today where the organization is)')
    .option('--known-at <instant>', 'leave out what was collected after this instant')
    .option('--period <from..to>', 'the period judged (default: the observation period up to the day)')
    .option('--out <file>', 'write here instead of to standard output')
    .option('--catalog <dir>', 'catalog to use instead of the built-in one')
    .action(async (dir: string, options: OscalOptions) => {
      const { runExportOscal } = await import('./run-export-oscal.ts')
      answer(await runExportOscal(dir, options, terminal))
    })
  return command
}
