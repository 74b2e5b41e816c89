import { lstat, mkdir, readdir, rename, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/** A file that lies in the folder of an organization. */
export interface WaitingFile {
  readonly path: string
  /** Folders between the organization's and the file. */
  readonly below: readonly string[]
  readonly size: number
  readonly modified: Date
}

const takenFolder = '.taken'
const outFolders = ['recorded', 'refused']
const maxDepth = 4
/** What programs write to before a file has its name. */
const unfinished = /(?:~|\.part|\.partial|\.tmp|\.temp|\.crdownload|\.swp)$/i
export const claimSuffix = '.claim.json'

/**
 * The files that wait, oldest first. Hidden ones, unfinished ones and sidecars are left out, and so is whatever is no plain file: a
 * link could lead anywhere on this machine.
 */
export async function listWaiting(root: string, below: readonly string[] = []): Promise<WaitingFile[]> {
  const files: WaitingFile[] = []
  for (const name of await readdir(join(root, ...below))) {
    if (name.startsWith('.') || (below.length === 0 && outFolders.includes(name))) continue
    const path = join(root, ...below, name)
    const found = await lstat(path).catch(() => null)
    if (found === null) continue
    if (found.isDirectory() && below.length < maxDepth) files.push(...(await listWaiting(root, [...below, name])))
    if (!found.isFile() || unfinished.test(name) || name.endsWith(claimSuffix)) continue
    files.push({ path, below, size: found.size, modified: found.mtime })
  }
  return files.toSorted((a, b) => a.modified.getTime() - b.modified.getTime())
}

/**
 * Takes a file, with its sidecar, out of the way of other servers that watch the same folder: a rename, which only one of them can
 * do. Null where another was faster.
 */
export async function take(root: string, { path, below }: WaitingFile): Promise<string | null> {
  const folder = join(root, takenFolder, ...below)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const taken = join(folder, basename(path))
  try {
    await rename(path, taken)
  } catch {
    return null
  }
  await rename(path + claimSuffix, taken + claimSuffix).catch(() => undefined)
  return taken
}

/** Puts back what a killed server had taken and not finished. */
export async function putBack(root: string, olderThanMs: number): Promise<void> {
  const taken = join(root, takenFolder)
  if ((await stat(taken).catch(() => null)) === null) return
  const visit = async (below: readonly string[]): Promise<void> => {
    for (const name of await readdir(join(taken, ...below))) {
      const path = join(taken, ...below, name)
      const found = await lstat(path)
      if (found.isDirectory()) await visit([...below, name])
      else if (Date.now() - found.ctimeMs > olderThanMs) await returnTo(root, below, path)
    }
  }
  await visit([])
}

export async function returnTo(root: string, below: readonly string[], taken: string): Promise<void> {
  await mkdir(join(root, ...below), { recursive: true })
  await rename(taken, join(root, ...below, basename(taken)))
  await rename(taken + claimSuffix, join(root, ...below, basename(taken) + claimSuffix)).catch(() => undefined)
}

/** Moves a file to where it ends, with a note beside it; one of the same name that is there already stays. */
export async function settle(
  root: string,
  end: 'recorded' | 'refused',
  taken: { readonly path: string; readonly below: readonly string[] },
  note: { readonly suffix: string; readonly text: string },
): Promise<void> {
  const folder = join(root, end, ...taken.below)
  await mkdir(folder, { recursive: true })
  const target = await findFree(join(folder, basename(taken.path)))
  await writeFile(target + note.suffix, note.text, { flush: true })
  await rename(taken.path + claimSuffix, target + claimSuffix).catch(() => undefined)
  await rename(taken.path, target)
}

async function findFree(path: string): Promise<string> {
  for (let count = 0; ; count += 1) {
    const candidate = count === 0 ? path : join(dirname(path), `${count}-${basename(path)}`)
    if ((await lstat(candidate).catch(() => null)) === null) return candidate
  }
}
