import { Command } from 'commander'
import { createApiKey, createSignInLink, listOrganizations } from './administer.ts'
import { backup } from './backup/backup.ts'
import { restore } from './backup/restore.ts'
import { doctor } from './doctor/doctor.ts'
import { fsck } from './fsck/fsck.ts'
import { changeLogKey, destroyArtifactKey, listArtifactKeys, listLogKeys, rotateArtifactKey } from './key.ts'
import { importMycsf, type ImportOptions } from './import-mycsf.ts'
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

  program
    .command('backup')
    .description('copy logs and artifacts, sealed as they are, to a folder or to s3://…; only what is not there yet')
    .requiredOption('--to <place>', 'folder, or s3://bucket/prefix?endpoint=…&region=…')
    .action(async (options: { to: string }) => backup(config, options.to, print))
  program
    .command('restore')
    .description('fill an empty installation from a backup; its root key must be in place')
    .requiredOption('--from <place>', 'where the backup is')
    .action(async (options: { from: string }) => restore(config, options.from, print))
  program
    .command('fsck')
    .description('re-derive every hash, root, artifact and row from the log and name what differs')
    .option('--org <slug>', 'only this organization')
    .action(async (options: { org?: string }) => fsck(config, options, print))
  program
    .command('doctor')
    .description('explain the configuration and check database, keys, clock and disk')
    .action(async () => doctor(config, print))

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

  program
    .command('import')
    .description('content that an organization brings along')
    .command('mycsf')
    .description('record licensed HITRUST statements from a CSV or XLSX file, for one organization only')
    .argument('<file>', 'the file, with a header in its first row')
    .requiredOption('--organization <slug>', 'short name of the organization')
    .option('--framework <id>', 'whose references the file names', 'hitrust-csf')
    .option('--map <column=field...>', 'which column is the statement, the requirement or the text', [])
    .option('--dry-run', 'say what would be recorded, and record nothing')
    .action(async (file: string, options: ImportOptions) => importMycsf(config, file, options, print))

  const key = program
    .command('key')
    .description('keys that seal the artifacts of an organization, and the one that signs its log')
  key
    .command('list')
    .description('list the keys, newest first')
    .requiredOption('--org <slug>', 'short name of the organization')
    .action(async (options: { org: string }) => listArtifactKeys(config, options, print))
  key
    .command('rotate')
    .description('seal new artifacts with a new key')
    .requiredOption('--org <slug>', 'short name of the organization')
    .requiredOption('--reason <text>', 'why, for the log')
    .action(async (options: { org: string; reason: string }) => rotateArtifactKey(config, options, print))
  key
    .command('destroy')
    .description('make everything a key sealed unreadable, for good')
    .requiredOption('--org <slug>', 'short name of the organization')
    .requiredOption('--key <id>', 'the key, as listed')
    .requiredOption('--reason <text>', 'why, for the log')
    .action(async (options: { org: string; key: string; reason: string }) => destroyArtifactKey(config, options, print))
  key
    .command('list-log')
    .description('list the verifier keys of the log, newest first')
    .requiredOption('--org <slug>', 'short name of the organization')
    .action(async (options: { org: string }) => listLogKeys(config, options, print))
  key
    .command('rotate-log')
    .description('sign the log with a new key, announced in the log by the old one')
    .requiredOption('--org <slug>', 'short name of the organization')
    .requiredOption('--reason <text>', 'why, for the log')
    .action(async (options: { org: string; reason: string }) => changeLogKey(config, options, print))

  await program.parseAsync(words)
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}
