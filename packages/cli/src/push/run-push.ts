import { writeFile } from 'node:fs/promises'
import type { EvidenceClaim } from '@evidentia/core'
import type { ExitCode } from '../command.ts'
import { readConfig } from '../config.ts'
import { explainError, Refusal } from '../output/explain-error.ts'
import { plainText } from '../output/plain-text.ts'
import type { Terminal } from '../output/terminal.ts'
import { checkReceipt } from '../verify/check-receipt.ts'
import { parseReceiptObject } from '../verify/receipt-file.ts'
import { chooseFiles, withSpooled } from './choose-files.ts'
import type { PushOptions } from './command.ts'
import { PushState } from './push-state.ts'
import { readClaim } from './read-claim.ts'
import type { Recorded, Server } from './send-evidence.ts'
import { nameRequest, sendEvidence } from './send-evidence.ts'

/**
 * Records each file in turn, checks each receipt against the file on this machine, and prints what was sealed. Of several files a
 * refused one does not keep the others back.
 */
export async function runPush(named: readonly string[], options: PushOptions, terminal: Terminal): Promise<ExitCode> {
  const server = readServer(options)
  if (options.stdin === true) {
    const { name } = options
    if (name === undefined) throw new Refusal(2, '--stdin needs --name, the name the file is to have.')
    if (named.length > 0) throw new Refusal(2, 'Give files or --stdin, not both.')
    return withSpooled(process.stdin, name, async (file) => pushFiles([file], server, options, terminal))
  }
  if (named.length === 0) throw new Refusal(2, 'Name the files to record, or use --stdin.')
  return pushFiles(await chooseFiles(named), server, options, terminal)
}

type Answered = Recorded & { readonly file: string }
type Refused = { readonly file: string; readonly refused: string }

async function pushFiles(
  files: readonly string[],
  server: Server,
  options: PushOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  if (options.receipt !== undefined && files.length > 1) {
    throw new Refusal(2, '--receipt keeps one receipt; push the files one at a time, or use --json to get all of them.')
  }
  const claim = readClaim(options, new Date().toISOString())
  const state = await PushState.open(options.state)
  const outcomes: (Answered | Refused)[] = []
  for (const [at, file] of files.entries()) {
    if (files.length > 1 && process.stderr.isTTY)
      terminal.complain(`${at + 1} of ${files.length}: ${plainText(file)}\n`)
    try {
      const answer = await pushOne(file, server, claim, state)
      if (options.receipt !== undefined) {
        await writeFile(options.receipt, `${JSON.stringify(answer.receipt, null, 2)}\n`, { flush: true })
      }
      outcomes.push({ file, ...answer })
      // Said file by file, so that a later refusal does not hide what was already recorded.
      if (options.json !== true) terminal.print(renderAnswer(file, answer, options.receipt))
    } catch (error) {
      // What is wrong with the way it was called is wrong for every file.
      if (files.length === 1 || (error instanceof Refusal && error.exitCode === 2)) throw error
      const { sentence } = explainError(error)
      outcomes.push({ file, refused: sentence })
      terminal.complain(`evidentia: ${sentence}\n`)
    }
  }
  if (options.json === true) terminal.print(`${JSON.stringify(outcomes, null, 2)}\n`)
  const refused = outcomes.filter((outcome) => 'refused' in outcome).length
  if (refused === 0) return 0
  terminal.complain(
    `evidentia: ${refused} of ${files.length} files were refused; run it again with --state once they are mended.\n`,
  )
  return 1
}

async function pushOne(file: string, server: Server, claim: EvidenceClaim, state: PushState): Promise<Recorded> {
  const known = await nameRequest(file, claim, true)
  const before = state.find(known)
  if (before !== undefined) return { ...before, duplicate: true }
  const answer = await sendEvidence(server, file, claim, await nameRequest(file, claim))
  await confirm(answer, file)
  await state.add(known, answer)
  return answer
}

function readServer({ url: given, allowHttp }: PushOptions): Server {
  const { apiKey, url: configured } = readConfig()
  if (apiKey === undefined) {
    throw new Refusal(2, 'EVIDENTIA_API_KEY is not set; put a contributor API key in that environment variable.')
  }
  const text = given ?? configured
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) {
    throw new Refusal(2, `"${text}" is not a web address; use one such as https://evidentia.example.`)
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname) && allowHttp !== true) {
    throw new Refusal(
      2,
      `${url.origin} would receive the API key unencrypted; use https, or --allow-http if the network is yours.`,
    )
  }
  return { url, apiKey }
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(host)
}

async function confirm({ receipt }: Recorded, file: string): Promise<void> {
  const parsed = parseReceiptObject(receipt, 'The receipt the server sent')
  const { problems } = await checkReceipt(parsed, { artifact: file })
  const [first] = problems
  if (first === undefined) return
  throw new Refusal(
    1,
    `The server recorded ${file}, but its receipt does not hold (${first.where}: ${first.problem}) Keep the file and tell the administrator.`,
  )
}

function renderAnswer(file: string, { evidence, receipt, duplicate }: Recorded, saved: string | undefined): string {
  const lines = [
    `${file}: ${duplicate ? 'was already recorded' : 'recorded'} as ${evidence.id}`,
    `  sealed     SHA-256 ${evidence.artifact.sha256}, recorded ${evidence.recordedAt}`,
    `  receipt    entry ${receipt.entry}, verified offline with the key the server sent${saved === undefined ? '' : `; saved to ${saved}`}`,
    ...(evidence.derived === null ? [] : [`  records    ${describeCounts(evidence.derived)}`]),
  ]
  return `${lines.map(plainText).join('\n')}\n`
}

function describeCounts({ importer, counts, skippedTotal }: NonNullable<Recorded['evidence']['derived']>): string {
  const found = Object.entries(counts).map(([type, total]) => `${total} ${type}`)
  return `${found.join(', ') || 'none'} by ${importer}${skippedTotal === 0 ? '' : `, ${skippedTotal} skipped`}`
}
