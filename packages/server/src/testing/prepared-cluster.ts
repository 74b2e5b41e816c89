import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { readConfig } from '../config.ts'
import { createServices } from '../context.ts'
import { openInstallation } from '../installation.ts'
import { makeDataFolder, removeDataFolder } from './data-folder.ts'
import { runFolderName } from './run-folder.ts'

const run = promisify(execFile)

/**
 * Gives a new data folder a database as a start leaves it before it creates anything: cluster, roles, migrations, queue of jobs.
 * It is made once for all files of a run and copied; a server takes it for its own of an earlier start, with another root key.
 * Outside of a run there is none, and the server makes its own.
 */
export async function copyPreparedCluster(dataFolder: string): Promise<void> {
  const runFolder = process.env[runFolderName]
  if (runFolder === undefined) return
  const prepared = join(runFolder, 'prepared')
  if (!existsSync(prepared)) await prepareCluster(prepared)
  if (!existsSync(join(prepared, 'postgres'))) return
  await run('cp', ['-a', join(prepared, 'postgres'), join(prepared, 'postgres.password'), dataFolder])
}

async function prepareCluster(prepared: string): Promise<void> {
  const making = await makeDataFolder()
  try {
    const config = readConfig({ EVIDENTIA_DATA: making, EVIDENTIA_LOG_LEVEL: 'silent' })
    const installation = await openInstallation(config, () => undefined)
    try {
      const { openJobs, stopJobs } = createServices(installation)
      await openJobs()
      await stopJobs()
    } finally {
      await installation.close()
    }
    // The other process may have been faster; then that one is copied.
    if (existsSync(join(making, 'postgres'))) await rename(making, prepared).catch(() => undefined)
    // Elsewhere, when the user PostgreSQL runs as cannot get into the temporary folder: every server makes its own.
    else await mkdir(prepared, { recursive: true })
  } finally {
    await removeDataFolder(making)
  }
}
