import { spawn } from 'node:child_process'
import { delimiter } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface Outcome {
  readonly passed: number
  readonly failed: number
  readonly skipped: readonly { readonly title: string; readonly why: string }[]
  /** True when the numbers are tests and worth showing beside the step. */
  readonly counted: boolean
  /** Everything the step wrote, for when it failed. */
  readonly output: string
}

/** What a shell reports for Ctrl-C; steps after it are not begun. */
export const interruptedExitCode = 130

const root = fileURLToPath(new URL('../../', import.meta.url))
const binaries = fileURLToPath(new URL('../../node_modules/.bin', import.meta.url))

/** Runs one tool; the whole of it counts as one check. */
export async function runCheck(command: string, ...args: string[]): Promise<Outcome> {
  const { ok, output } = await runTool(command, args, 5 * 60_000)
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: [], counted: false, output }
}

/**
 * Runs a tool of this repository in its own process group, so that a tool out of time takes all it started with it.
 * `limit` is in milliseconds.
 */
export function runTool(
  command: string,
  args: readonly string[],
  limit: number,
): Promise<{ readonly ok: boolean; readonly output: string }> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      detached: true,
      env: {
        ...process.env,
        PATH: `${binaries}${delimiter}${process.env['PATH'] ?? ''}`,
        NO_COLOR: '1',
        FORCE_COLOR: '0',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const chunks: Buffer[] = []
    const collect = (chunk: Buffer) => chunks.push(chunk)
    const stop = (signal: NodeJS.Signals) => {
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, signal)
    }
    const outOfTime = setTimeout(() => {
      chunks.push(Buffer.from(`\n${command} was stopped: it took longer than ${limit / 60_000} minutes.\n`))
      stop('SIGKILL')
    }, limit)
    const interrupted = () => {
      stop('SIGTERM')
      process.exitCode = interruptedExitCode
    }
    const settle = (ok: boolean, text = '') => {
      clearTimeout(outOfTime)
      process.off('SIGINT', interrupted).off('SIGTERM', interrupted)
      resolve({ ok, output: Buffer.concat(chunks).toString('utf8') + text })
    }
    process.once('SIGINT', interrupted).once('SIGTERM', interrupted)
    child.stdout.on('data', collect)
    child.stderr.on('data', collect)
    child.on('error', (error) => settle(false, `${command} could not be started: ${error.message}`))
    child.on('close', (code) => settle(code === 0))
  })
}
