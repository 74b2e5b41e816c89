import { fork } from 'node:child_process'
import { EvidentiaError } from '@evidentia/core'
import type { PrintDocument } from './document.ts'
import type { PrintAnswer } from './print-process.ts'

const timeLimitMs = 60_000
const heapLimitMib = 512
/** Documents that may wait; more are refused at once rather than late. */
const waitingLimit = 20

/** Turns documents into PDF, one at a time, each in a process of its own that ends with it. Throws `unavailable` when it takes too long. */
export class Printer {
  #last: Promise<unknown> = Promise.resolve()
  #waiting = 0

  async print(document: PrintDocument): Promise<Uint8Array> {
    if (this.#waiting >= waitingLimit) throw refusal('Too many documents are being printed.')
    this.#waiting += 1
    const turn = this.#last.then(async () => printApart(document))
    // Whoever comes next waits for the end, however it ends.
    this.#last = turn.catch(() => undefined)
    try {
      return await turn
    } finally {
      this.#waiting -= 1
    }
  }
}

async function printApart(document: PrintDocument): Promise<Uint8Array> {
  const program = new URL('./print-process.ts', import.meta.url)
  // As published, this file is JavaScript, and that one beside it.
  if (import.meta.url.endsWith('.js')) program.pathname = program.pathname.replace(/\.ts$/, '.js')
  const child = fork(program, {
    env: {},
    execArgv: [`--max-old-space-size=${heapLimitMib}`],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    timeout: timeLimitMs,
    killSignal: 'SIGKILL',
  })
  const answer = await new Promise<PrintAnswer | null>((done, fail) => {
    child.once('message', (message) => done(message as PrintAnswer))
    child.once('exit', () => done(null))
    child.once('error', fail)
    child.send(document, (error) => (error === null ? undefined : fail(error)))
  })
  if (answer === null) throw refusal('The document could not be printed within its limits of time and memory.')
  if ('absent' in answer)
    throw new EvidentiaError('unavailable', 'PDF cannot be made on this machine: its typesetter is not installed.', {
      remedy: 'Take another format, or install @myriaddreamin/typst-ts-node-compiler for this machine.',
      cause: answer.absent,
    })
  if ('problem' in answer) throw new Error(`The layout failed: ${answer.problem}`)
  return answer.pdf
}

function refusal(sentence: string): EvidentiaError {
  return new EvidentiaError('unavailable', sentence, { remedy: 'Try again in a moment, or take less at once.' })
}
