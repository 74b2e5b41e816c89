import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { findCluster } from '../platform/db/embedded/location.ts'

/** A temporary data folder that the user PostgreSQL runs as can pass through. */
export async function makeDataFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'evidentia-server-'))
  await chmod(folder, 0o711)
  return folder
}

/** Removes a data folder and, where that user could not get there, the database that had to be elsewhere. */
export async function removeDataFolder(folder: string): Promise<void> {
  const cluster = await findCluster(folder).catch(() => null)
  if (cluster !== null && dirname(cluster) !== folder) await rm(dirname(cluster), { recursive: true, force: true })
  await rm(folder, { recursive: true, force: true })
}
