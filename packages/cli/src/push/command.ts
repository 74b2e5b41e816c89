import { Command } from 'commander'
import type { DescribeCommand } from '../command.ts'
import { collect } from '../output/options.ts'

/** Options of `evidentia push`, as given. */
export interface PushOptions {
  readonly url?: string
  readonly requirement: readonly string[]
  readonly system?: string
  readonly vendor?: string
  readonly effective: string
  readonly source: string
  readonly collectedAt?: string
  readonly collector?: string
  readonly note?: string
  readonly receipt?: string
  readonly stdin?: boolean
  readonly name?: string
  readonly state?: string
  readonly json?: boolean
  readonly allowHttp?: boolean
}

export const describePush: DescribeCommand = (terminal, answer) =>
  new Command('push')
    .description(
      'Record files as evidence on a server and keep the receipts. The API key comes from EVIDENTIA_API_KEY.',
    )
    .argument('[file...]', 'files, folders or patterns to record; all with the same claim')
    .requiredOption('--requirement <control/evidence>', 'what the files prove; repeatable', collect)
    .requiredOption('--effective <from..to|date>', 'the days the files speak of')
    .requiredOption('--source <name>', 'system of record the files come from')
    .option('--system <id>', 'the system they are about')
    .option('--vendor <id>', 'the vendor they are about')
    .option('--collected-at <instant>', 'when they were taken from the source (default: now)')
    .option('--collector <id>', 'person, or connector:<name>, who took them')
    .option('--note <text>', 'a remark to keep with them')
    .option('--url <url>', 'server (default: EVIDENTIA_URL, or http://127.0.0.1:7331)')
    .option('--allow-http', 'send the key over plain http to another machine')
    .option('--receipt <file>', 'save the receipt (one file only)')
    .option('--stdin', 'record what comes through the pipe, under --name')
    .option('--name <file name>', 'the name of what comes through the pipe')
    .option('--state <file>', 'remember what was recorded, to go on there after a break')
    .option('--json', 'print JSON')
    .action(async (files: string[], options: PushOptions) => {
      const { runPush } = await import('./run-push.ts')
      answer(await runPush(files, options, terminal))
    })
