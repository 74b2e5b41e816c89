import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import process from 'node:process'

/** The root of the clone, with a trailing slash. */
export const root = fileURLToPath(new URL('../../', import.meta.url))

/** A condition the person can mend; its message is one sentence: what, where, what to do. */
export class SetupError extends Error {}

export function say(line) {
  process.stdout.write(`${line}\n`)
}

/** Says `doing`, does it, reminds every 15 s that it goes on, and says how long it took. */
export async function timed(doing, done, work) {
  say(`${doing} ...`)
  const started = Date.now()
  const reminder = setInterval(() => say(`  still busy after ${secondsSince(started)}`), 15_000)
  try {
    await work()
  } finally {
    clearInterval(reminder)
  }
  say(`${done} (${secondsSince(started)}).`)
}

/**
 * Runs a command silently from the root of the clone.
 * @returns {Promise<{ok: boolean, output: string}>} stdout and stderr together; `ok` is false for a missing command too.
 */
export function run(command, args, environment = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const chunks = []
    const collect = (chunk) => chunks.push(chunk)
    child.stdout.on('data', collect)
    child.stderr.on('data', collect)
    child.on('error', (error) => resolve({ ok: false, output: error.message }))
    child.on('close', (code) => resolve({ ok: code === 0, output: Buffer.concat(chunks).toString('utf8') }))
  })
}

function secondsSince(started) {
  return `${((Date.now() - started) / 1000).toFixed(1)} s`
}
