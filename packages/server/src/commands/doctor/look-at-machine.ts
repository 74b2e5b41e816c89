import { randomUUID } from 'node:crypto'
import { stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from '../../config.ts'
import type { Installation } from '../../installation.ts'
import { look, type Look } from './look.ts'

const gibibyte = 1024 ** 3

/** Room on the disk, who can read the key, whether artifacts can be written, and whether anything is pinned outside. */
export async function lookAtMachine(config: Config, objects: Installation['objects']): Promise<Look[]> {
  return [
    await lookAtDisk(config.dataFolder),
    config.rootKey === null && config.rootKeyCommand === null
      ? await lookAtKey(config.rootKeyFile ?? join(config.dataFolder, nameOfKey(config)))
      : look('root key', 'good', 'comes from the environment or a command; keep a copy elsewhere'),
    await lookAtObjects(objects),
    config.pinnedCheckpoints === null
      ? look(
          'pinned checkpoints',
          'note',
          'none: a restored old backup would not be noticed; set EVIDENTIA_PINNED_CHECKPOINTS',
        )
      : look('pinned checkpoints', 'good', `read from ${config.pinnedCheckpoints} on each start`),
  ]
}

/** With AWS KMS the file holds the wrapped key, without which the service has nothing to open. */
function nameOfKey({ rootKeyKms }: Config): string {
  return rootKeyKms === null ? 'root.key' : 'root.key.kms'
}

async function lookAtDisk(folder: string): Promise<Look> {
  const { bavail, blocks, bsize } = await statfs(folder)
  const free = bavail * bsize
  const sentence = `${(free / gibibyte).toFixed(1)} GiB free, ${Math.round((bavail / Math.max(1, blocks)) * 100)} %`
  if (free < gibibyte) return look('disk', 'bad', `${sentence}: uploads will soon be refused`)
  return look('disk', bavail / blocks < 0.1 ? 'note' : 'good', sentence)
}

async function lookAtKey(file: string): Promise<Look> {
  const { mode, uid } = await stat(file)
  if ((mode & 0o077) !== 0) return look('root key', 'bad', `${file} can be read by others; run chmod 600 on it`)
  const mine = process.getuid?.() ?? uid
  return uid === mine
    ? look('root key', 'good', `${file} belongs to this user and nobody else reads it; keep a copy elsewhere`)
    : look('root key', 'note', `${file} belongs to user ${uid}, not to the one running this (${mine})`)
}

async function lookAtObjects(objects: Installation['objects']): Promise<Look> {
  const name = `doctor/${randomUUID()}`
  try {
    await objects.putSmall(name, Buffer.from('probe'))
    await objects.remove(name)
    return look('artifact store', 'good', `${objects.description}: an object could be written and removed`)
  } catch (error) {
    return look(
      'artifact store',
      'bad',
      `${objects.description}: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
}
