import { Command } from 'commander'
import type { DescribeCommand } from '../command.ts'

export const describeKeygen: DescribeCommand = (terminal, answer) =>
  new Command('keygen')
    .description('Make a key that signs packages. Writes the private key to a file and prints the verifier key.')
    .argument('<file>', 'where the private key goes; must not exist yet')
    .option('--name <name>', 'what the key is called in packages (default: the name of the file)')
    .action(async (file: string, options: { readonly name?: string }) => {
      const { runKeygen } = await import('./run-keygen.ts')
      answer(await runKeygen(file, options.name, terminal))
    })
