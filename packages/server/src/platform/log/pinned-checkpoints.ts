import { randomUUID } from 'node:crypto'
import { readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseCheckpoint, parseNote } from '@evidentia/ledger'
import { ConfigurationError } from '../../configuration-error.ts'
import type { SeenCheckpoint } from './seen-checkpoints.ts'

const bytesLimit = 1_000_000
const originPattern = /^evidentia\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/

/**
 * Checkpoints the operator keeps where whoever controls the database cannot write, one per file, by organization. A file that
 * is no checkpoint of this product stops the command: a pin that is silently skipped would protect nothing.
 */
export async function readPinned(folder: string | null): Promise<ReadonlyMap<string, readonly SeenCheckpoint[]>> {
  const pinned = new Map<string, SeenCheckpoint[]>()
  if (folder === null) return pinned
  for (const name of await listFiles(folder)) {
    const note = await readFile(join(folder, name))
    const organization = organizationOf(note)
    if (organization === null)
      throw new ConfigurationError(
        `${join(folder, name)} is not a checkpoint of this product; keep only checkpoints in EVIDENTIA_PINNED_CHECKPOINTS.`,
      )
    const known = pinned.get(organization) ?? []
    known.push({ where: `pinned checkpoint ${name}`, note })
    pinned.set(organization, known)
  }
  return pinned
}

/** Keeps a published checkpoint in that folder, in the place of the one before it. */
export async function pinPublished(folder: string, organization: string, note: Uint8Array): Promise<void> {
  const temporary = join(folder, `.${randomUUID()}`)
  try {
    await writeFile(temporary, note, { flag: 'wx', flush: true })
    await rename(temporary, join(folder, `published-${organization}`))
  } finally {
    await rm(temporary, { force: true })
  }
}

async function listFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((cause: unknown) => {
    throw new ConfigurationError(`The folder ${folder} of EVIDENTIA_PINNED_CHECKPOINTS cannot be read.`, { cause })
  })
  const files: string[] = []
  for (const name of names.filter((one) => !one.startsWith('.')).toSorted()) {
    const found = await stat(join(folder, name))
    if (found.size > bytesLimit) throw new ConfigurationError(`${join(folder, name)} is too large for a checkpoint.`)
    if (found.isFile()) files.push(name)
  }
  return files
}

function organizationOf(note: Uint8Array): string | null {
  try {
    return originPattern.exec(parseCheckpoint(parseNote(note).text).origin)?.[1] ?? null
  } catch (error) {
    if (error instanceof Error && error.name === 'LedgerError') return null
    throw error
  }
}
