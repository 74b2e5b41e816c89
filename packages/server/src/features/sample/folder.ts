import { createReadStream, existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import type { FolderSource } from '@evidentia/connectors'

/** A program folder on this disk, as the reader takes it. */
export function openFolder(
  root: string,
): FolderSource & { stream(path: string): AsyncIterable<Uint8Array>; readonly exists: boolean } {
  return {
    exists: existsSync(root),
    list: async () => {
      const entries = await readdir(root, { recursive: true, withFileTypes: true })
      return entries
        .filter((entry) => entry.isFile())
        .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    },
    read: async (path) => new Uint8Array(await readFile(join(root, path))),
    stream: (path) => createReadStream(join(root, path)),
  }
}
