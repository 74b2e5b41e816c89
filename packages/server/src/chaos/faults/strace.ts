import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const attachMs = 10_000
const installMs = 60_000

/** What a system call does instead of its work: fails, or ends the process before it begins. */
export type Effect = 'EIO' | 'ENOSPC' | 'SIGKILL'

/** The calls of the commit path. strace counts each by itself, so each has ordinals of its own. */
export type Syscall =
  | 'openat'
  | 'writev'
  | 'pwrite64'
  | 'pwritev'
  | 'pwritev2'
  | 'fallocate'
  | 'fsync'
  | 'fdatasync'
  | 'sync_file_range'
  | 'rename'
  | 'mkdir'
  | 'unlink'

/**
 * The calls whose every ordinal is broken. Not plain `write`: the thread that works on files wakes the other one with it, and
 * strace cannot tell which is which beforehand. Only the file of a new key is written that way.
 */
const syscalls: readonly Syscall[] = [
  'openat',
  'writev',
  'pwrite64',
  'pwritev',
  'fallocate',
  'fsync',
  'fdatasync',
  'rename',
  'mkdir',
  'unlink',
]

/** One call as strace saw it. */
export interface SeenCall {
  readonly thread: number
  readonly syscall: string
  readonly line: string
  readonly isInjected: boolean
}

/** A running strace. */
export interface Tracing {
  seen(): Promise<SeenCall[]>
  stop(): Promise<SeenCall[]>
}

/** Why faults cannot be injected here, or null. As root, the Debian package is installed when it is missing. */
export function explainMissingStrace(): string | null {
  if (process.platform !== 'linux') return 'strace is for Linux'
  if (spawnSync('strace', ['-V']).error !== undefined && process.getuid?.() === 0)
    spawnSync('apt-get', ['install', '-y', '--no-install-recommends', 'strace'], {
      timeout: installMs,
      stdio: 'ignore',
    })
  if (spawnSync('strace', ['-V']).error !== undefined) return 'there is no strace on this machine: install it'
  // Attaching to a process that is no child of strace is what a container or Yama forbids.
  const sleeper = spawn('sleep', ['20'], { stdio: 'ignore' })
  try {
    const tried = spawnSync('timeout', ['-s', 'INT', '0.5', 'strace', '-o', '/dev/null', '-p', String(sleeper.pid)], {
      encoding: 'utf8',
    })
    return tried.stderr.includes('attached') ? null : `ptrace is not permitted here: ${tried.stderr.trim()}`
  } finally {
    sleeper.kill('SIGKILL')
  }
}

/** Attaches to threads or processes and breaks the call with this ordinal, counted from now on in each of them. */
export async function injectFault(
  threads: readonly number[],
  { syscall, effect, ordinal }: { syscall: Syscall; effect: Effect; ordinal: number },
): Promise<Tracing> {
  const what = effect === 'SIGKILL' ? 'signal=SIGKILL' : `error=${effect}`
  return attach(threads, [syscall], ['-e', `inject=${syscall}:${what}:when=${ordinal}`])
}

/** Attaches and only watches. */
export async function watchCalls(threads: readonly number[]): Promise<Tracing> {
  return attach(threads, syscalls, [])
}

async function attach(threads: readonly number[], calls: readonly string[], more: readonly string[]): Promise<Tracing> {
  const folder = await mkdtemp(join(tmpdir(), 'evidentia-strace-'))
  const output = join(folder, 'calls')
  const targets = threads.flatMap((thread) => ['-p', String(thread)])
  const child = spawn(
    'strace',
    ['-o', output, '-y', '-s', '0', '-e', 'signal=none', '-e', `trace=${calls.join(',')}`, ...more, ...targets],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  )
  const ended = new Promise<void>((done) => child.once('close', () => done()))
  await waitUntilAttached(child, threads.length)
  const seen = async (): Promise<SeenCall[]> => parseCalls(await readFile(output, 'utf8').catch(() => ''), threads)
  return {
    seen,
    stop: async () => {
      if (child.exitCode === null) child.kill('SIGINT')
      await ended
      const calls = await seen()
      await rm(folder, { recursive: true, force: true })
      return calls
    },
  }
}

async function waitUntilAttached(child: ChildProcess, count: number): Promise<void> {
  let said = ''
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const until = Date.now() + attachMs
  while (said.split('attached').length - 1 < count) {
    // A backend that ended on its own is not there to be broken; all others are.
    if (/No such process|ptrace.*\n/.test(said) && said.trim().split('\n').length >= count) return
    if (child.exitCode !== null || Date.now() > until) throw new Error(`strace did not attach: ${said.trim()}`)
    await sleep(10)
  }
}

function parseCalls(text: string, threads: readonly number[]): SeenCall[] {
  const calls: SeenCall[] = []
  for (const line of text.split('\n')) {
    // Lines begin with the thread only when there are several; the end of an interrupted call is not another one.
    const found = /^(?:(\d+) +)?(\w+)\(/.exec(line)
    if (found?.[2] === undefined) {
      if (isBroken(line)) calls.push({ thread: 0, syscall: '', line, isInjected: true })
      continue
    }
    const thread = Number(found[1] ?? threads[0])
    calls.push({ thread, syscall: found[2], line, isInjected: isBroken(line) })
  }
  return calls
}

/** A call that ended its process has no result. */
function isBroken(line: string): boolean {
  return /\(INJECTED\)|= \?$/.test(line)
}
