import { Command } from 'commander'
import { createApiKey, createSignInLink, listOrganizations } from './administer.ts'
import { rebuild } from './rebuild.ts'
import { runServer } from './start.ts'
import type { Config } from '../config.ts'

/** Runs one command line. Refusals are thrown as ConfigurationError or EvidentiaError. */
export async function runCommandLine(words: readonly string[], config: Config): Promise<void> {
  const program = new Command('evidentia-server').description(
    'The Evidentia server. Every setting is an environment variable; none is needed.',
  )

  program
    .command('start', { isDefault: true })
    .description('serve the web app and the API')
    .action(async () => runServer(config, print))
  program
    .command('rebuild')
    .description('recreate every organization table from the log and the artifacts')
    .action(async () => rebuild(config, print))

  const apiKey = program.command('api-key').description('API keys')
  apiKey
    .command('create')
    .description('issue a key and print it once')
    .requiredOption('--org <slug>', 'short name of the organization')
    .requiredOption('--role <role>', 'what the key may do, such as contributor')
    .option('--name <name>', 'what the key is for', 'command line')
    .option('--expires <instant>', 'when the key stops working, such as 2027-01-31T00:00:00Z')
    .action(async (options: { org: string; role: string; name: string; expires?: string }) =>
      createApiKey(config, options, print),
    )

  program
    .command('sign-in-link')
    .description('print a link that signs a person in once')
    .option('--email <address>', 'whom; by default the local administrator')
    .action(async (options: { email?: string }) => createSignInLink(config, options, print))

  program
    .command('org')
    .description('organizations')
    .command('list')
    .description('list every organization')
    .action(async () => listOrganizations(config, print))

  await program.parseAsync(words)
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}
