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

/** What became of one file. `unsaved`: it is recorded, and what was to be kept of that on this machine could not be written. */
type Outcome =
  | (Recorded & { readonly file: string; readonly unsaved?: string })
  | { readonly file: string; readonly refused: string }

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
  const state = await PushState.open(options.state, server)
  const outcomes: Outcome[] = []
  for (const [at, file] of files.entries()) {
    if (files.length > 1 && process.stderr.isTTY)
      terminal.complain(`${at + 1} of ${files.length}: ${plainText(file)}\n`)
    const outcome = await pushOne(file, server, claim, { state, receipt: options.receipt })
    outcomes.push(outcome)
    // Said file by file, so that a later refusal does not hide what was already recorded.
    if ('refused' in outcome) terminal.complain(`evidentia: ${outcome.refused}\n`)
    else {
      if (options.json !== true) terminal.print(renderAnswer(outcome, options.receipt))
      if (outcome.unsaved !== undefined) terminal.complain(`evidentia: ${outcome.unsaved}\n`)
    }
  }
  if (options.json === true) terminal.print(`${JSON.stringify(outcomes, null, 2)}\n`)
  const refused = outcomes.filter((outcome) => 'refused' in outcome).length
  if (refused > 0 && files.length > 1) {
    terminal.complain(
      `evidentia: ${refused} of ${files.length} files were refused; run it again with --state once they are mended.\n`,
    )
  }
  return outcomes.every((outcome) => !('refused' in outcome) && outcome.unsaved === undefined) ? 0 : 1
}

interface Keeping {
  readonly state: PushState
  readonly receipt: string | undefined
}

/** Records one file. A refusal, or a disk that is full after it was recorded, is an outcome like any other. */
async function pushOne(file: string, server: Server, claim: EvidenceClaim, keeping: Keeping): Promise<Outcome> {
  const recorded = await recordOnce(file, server, claim, keeping.state).catch((error: unknown) => ({
    refused: explainError(error).sentence,
  }))
  if ('refused' in recorded) return { file, ...recorded }
  try {
    await keep(recorded, keeping)
    return { file, ...recorded.answer }
  } catch (error) {
    const unsaved = `${file} is recorded as ${recorded.answer.evidence.id}, but this was not saved here: ${explainError(error).sentence}`
    return { file, ...recorded.answer, unsaved: plainText(unsaved) }
  }
}

interface Once {
  /** As the state names it. */
  readonly request: string
  readonly answer: Recorded
}

/** Sends the file, unless the state has a receipt for it that holds. */
async function recordOnce(file: string, server: Server, claim: EvidenceClaim, state: PushState): Promise<Once> {
  const request = await nameRequest(file, claim, true)
  const before = state.find(request)
  if (before !== undefined && (await explainReceipt(before, file)) === null)
    return { request, answer: { ...before, duplicate: true } }
  const answer = await sendEvidence(server, file, claim, await nameRequest(file, claim))
  const wrong = await explainReceipt(answer, file)
  if (wrong === null) return { request, answer }
  throw new Refusal(
    1,
    `The server recorded ${file}, but its receipt does not hold (${wrong}) Keep the file and tell the administrator.`,
  )
}

async function keep({ request, answer }: Once, { state, receipt }: Keeping): Promise<void> {
  await state.add(request, answer)
  if (receipt !== undefined) await writeFile(receipt, `${JSON.stringify(answer.receipt, null, 2)}\n`, { flush: true })
}

/** What does not hold of the receipt for this file; null where it holds. */
async function explainReceipt({ receipt }: Recorded, file: string): Promise<string | null> {
  const parsed = parseReceiptObject(receipt, 'The receipt the server sent')
  const { problems } = await checkReceipt(parsed, { artifact: file })
  const [first] = problems
  return first === undefined ? null : `${first.where}: ${first.problem}`
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

function renderAnswer(
  { file, evidence, receipt, duplicate, unsaved }: Exclude<Outcome, { refused: string }>,
  asked: string | undefined,
): string {
  const saved = unsaved === undefined ? asked : undefined
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
