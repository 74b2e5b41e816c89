import { existsSync, readFileSync, statSync } from 'node:fs'
import { mkdir, open, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ConfigurationError } from '../../configuration-error.ts'

/** Creates the data folder. Others may pass through (PostgreSQL may run as another user) but not look around. */
export async function prepareDataFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 })
  } catch (cause) {
    throw new ConfigurationError(
      `The data folder ${folder} cannot be created; set EVIDENTIA_DATA to a folder this user can write to.`,
      { cause },
    )
  }
}

/**
 * Makes this process the only server of a data folder; two servers on one PostgreSQL cluster would destroy it. A lock whose
 * process is gone (kill -9, power cut) is taken over. Returns how to give the lock back.
 */
export async function lockDataFolder(folder: string): Promise<() => Promise<void>> {
  const file = join(folder, 'server.lock')
  const holder = await readHolder(file)
  if (holder !== null && isAlive(holder)) {
    throw new ConfigurationError(
      `Another server (process ${holder.pid}) uses the data folder ${folder}; stop it, or set EVIDENTIA_DATA and PORT for a second one.`,
    )
  }
  await rm(file, { force: true })
  const handle = await open(file, 'wx', 0o600).catch((cause: unknown) => {
    throw new ConfigurationError(
      `The data folder ${folder} could not be locked; check that this user can write to it and that no other server is starting.`,
      { cause },
    )
  })
  await handle.writeFile(JSON.stringify({ pid: process.pid, started: startOf(process.pid) }))
  await handle.close()
  return async () => rm(file, { force: true })
}

/** Whether a server is running on this data folder now. */
export async function isServed(folder: string): Promise<boolean> {
  const holder = await readHolder(join(folder, 'server.lock'))
  return holder !== null && isAlive(holder)
}

interface Holder {
  readonly pid: number
  readonly started: string
}

async function readHolder(file: string): Promise<Holder | null> {
  if (!existsSync(file)) return null
  try {
    const { pid, started }: Holder = JSON.parse(await readFile(file, 'utf8'))
    return { pid, started }
  } catch (cause) {
    // Written in one piece by us; anything else was cut off by a crash, so its writer is gone.
    if (cause instanceof SyntaxError) return null
    throw cause
  }
}

// A process id alone may have been given to somebody else since; its start time tells.
function isAlive({ pid, started }: Holder): boolean {
  if (pid === process.pid) return false
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false
  }
  return startOf(pid) === started
}

function startOf(pid: number): string {
  const file = `/proc/${pid}/stat`
  if (statSync(file, { throwIfNoEntry: false }) === undefined) return ''
  const text = readFileSync(file, 'utf8')
  return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? ''
}
