import { lstat, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Refusal } from '../output/explain-error.ts'

/** A folder on disk, by paths relative to it with forward slashes. */
export interface DiskFolder {
  list(): Promise<string[]>
  read(path: string): Promise<Uint8Array>
  /** Where a listed file is on this machine. */
  locate(path: string): string
  /** Every file that was read whole, with the bytes as read. */
  readonly asRead: ReadonlyMap<string, Uint8Array>
}

const ROOMS = ['program', 'evidence']

/**
 * Opens a program folder. Links are refused: a folder that came from somebody else could otherwise have any file of
 * this machine hashed and packed. Throws Refusal when there is no such folder.
 */
export async function openFolder(root: string): Promise<DiskFolder> {
  const stats = await lstat(root).catch((cause: unknown) => {
    throw new Refusal(1, `There is no folder "${root}"; give the folder that holds program/ and evidence/.`, { cause })
  })
  if (!stats.isDirectory() && !stats.isSymbolicLink()) {
    throw new Refusal(1, `"${root}" is not a folder; give the folder that holds program/ and evidence/.`)
  }
  const asRead = new Map<string, Uint8Array>()
  const locate = (path: string) => join(root, path)
  return {
    asRead,
    locate,
    list: async () => (await Promise.all(ROOMS.map((room) => listFiles(root, room)))).flat().toSorted(),
    read: async (path) => {
      const bytes = new Uint8Array(await readFile(locate(path)))
      asRead.set(path, bytes)
      return bytes
    },
  }
}

async function listFiles(root: string, room: string): Promise<string[]> {
  const files: string[] = []
  for (const entry of await readFolder(root, room)) {
    const path = `${room}/${entry.name}`
    if (isDesktopLitter(entry.name)) continue
    if (entry.isDirectory()) files.push(...(await listFiles(root, path)))
    else if (entry.isFile()) files.push(path)
    else throw new Refusal(1, `"${join(root, path)}" is a link or a device; put the file itself in the folder.`)
  }
  return files
}

async function readFolder(root: string, room: string) {
  try {
    return await readdir(join(root, room), { withFileTypes: true })
  } catch (cause) {
    // A missing room is for the reader of the folder to judge: it knows what must be there.
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return []
    throw cause
  }
}

/** Files that desktops and editors leave behind and nobody means as evidence. */
function isDesktopLitter(name: string): boolean {
  return name === '.DS_Store' || name === 'Thumbs.db' || name === '.gitkeep'
}
