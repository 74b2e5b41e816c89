import { writeFile } from 'node:fs/promises'
import type { ExitCode } from '../command.ts'
import { readConfig } from '../config.ts'
import { Refusal } from '../output/explain-error.ts'
import { plainText } from '../output/plain-text.ts'
import type { Terminal } from '../output/terminal.ts'
import { checkReceipt } from '../verify/check-receipt.ts'
import { parseReceiptObject } from '../verify/receipt-file.ts'
import type { PushOptions } from './command.ts'
import { readClaim } from './read-claim.ts'
import type { Recorded, Server } from './send-evidence.ts'
import { sendEvidence } from './send-evidence.ts'

/** Records each file in turn, checks each receipt against the file on this machine, and prints what was sealed. */
export async function runPush(files: readonly string[], options: PushOptions, terminal: Terminal): Promise<ExitCode> {
  const server = readServer(options)
  if (options.receipt !== undefined && files.length > 1) {
    throw new Refusal(2, '--receipt keeps one receipt; push the files one at a time, or use --json to get all of them.')
  }
  const claim = readClaim(options, new Date().toISOString())
  const answers: (Recorded & { readonly file: string })[] = []
  for (const file of files) {
    const answer = await sendEvidence(server, file, claim)
    await confirm(answer, file)
    if (options.receipt !== undefined) {
      await writeFile(options.receipt, `${JSON.stringify(answer.receipt, null, 2)}\n`, { flush: true })
    }
    answers.push({ file, ...answer })
    // Said file by file, so that a later refusal does not hide what was already recorded.
    if (options.json !== true) terminal.print(renderAnswer(file, answer, options.receipt))
  }
  if (options.json === true) terminal.print(`${JSON.stringify(answers, null, 2)}\n`)
  return 0
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
