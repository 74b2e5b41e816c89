import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { randomUUID } from 'node:crypto'
import { dirname, join } from 'node:path'
import type { ObjectSource, ObjectStore, StoredObject } from './object-store.ts'
import { asStorageError, missingObject } from './storage-error.ts'

const readSize = 512 * 1024

/**
 * Objects as files. The file is synced, renamed into its place (never visible half), and its folder is synced; so is every
 * folder that had to be made on the way.
 */
export class FolderObjects implements ObjectStore {
  readonly description: string
  readonly locks = false
  readonly #root: string
  readonly #synced = new Set<string>()

  constructor(root: string) {
    this.#root = root
    this.description = root
  }

  async prepare(): Promise<void> {
    await mkdir(this.#root, { recursive: true, mode: 0o700 })
  }

  async put(name: string, { path }: ObjectSource): Promise<void> {
    const place = join(this.#root, name)
    try {
      await this.#makeFolder(dirname(place))
      await rename(path, place)
      await syncFolder(dirname(place))
    } catch (error) {
      throw asStorageError(error)
    }
  }

  /** A folder locks nothing. */
  async readLock(): Promise<null> {
    return null
  }

  async extendLock(): Promise<void> {}

  async setHold(): Promise<void> {}

  async putSmall(name: string, bytes: Uint8Array): Promise<void> {
    const place = join(this.#root, name)
    const temporary = `${place}.${randomUUID()}`
    try {
      await this.#makeFolder(dirname(place))
      await writeFile(temporary, bytes, { mode: 0o600, flag: 'wx', flush: true })
      await rename(temporary, place)
      await syncFolder(dirname(place))
    } catch (error) {
      await rm(temporary, { force: true })
      throw asStorageError(error)
    }
  }

  async has(name: string): Promise<boolean> {
    return (await stat(join(this.#root, name)).catch(ignoreMissing)) !== null
  }

  async settle(name: string): Promise<void> {
    const folder = dirname(join(this.#root, name))
    try {
      await this.#makeFolder(folder)
      await syncFolder(folder)
    } catch (error) {
      throw asStorageError(error)
    }
  }

  async *open(name: string): AsyncGenerator<Uint8Array> {
    try {
      yield* createReadStream(join(this.#root, name), { highWaterMark: readSize })
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') throw missingObject(error)
      throw error
    }
  }

  async remove(name: string): Promise<boolean> {
    const place = join(this.#root, name)
    if ((await stat(place).catch(ignoreMissing)) === null) return true
    await rm(place, { force: true })
    await syncFolder(dirname(place))
    return true
  }

  async removeAll(prefix: string): Promise<void> {
    await rm(join(this.#root, prefix), { recursive: true, force: true })
    this.#synced.clear()
  }

  async *list(prefix: string): AsyncGenerator<StoredObject> {
    const found = await readdir(join(this.#root, prefix), { recursive: true, withFileTypes: true }).catch(ignoreMissing)
    for (const entry of found ?? []) {
      // What `putSmall` is still writing is no object yet.
      if (!entry.isFile() || temporaryName.test(entry.name)) continue
      const path = join(entry.parentPath, entry.name)
      const state = await stat(path).catch(ignoreMissing)
      if (state !== null) yield { name: path.slice(this.#root.length + 1), size: state.size, storedAt: state.mtime }
    }
  }

  /** Makes a folder durable: its entry stands in the folder above, which has to be synced as well. */
  async #makeFolder(folder: string): Promise<void> {
    if (this.#synced.has(folder) || folder.length < this.#root.length) return
    await this.#makeFolder(dirname(folder))
    // Not with `recursive` alone, which reports whatever goes wrong as a folder that is missing.
    await mkdir(folder, { mode: 0o700 }).catch(async (error: unknown) => {
      const code = error instanceof Error && 'code' in error ? error.code : undefined
      if (code === 'ENOENT') await mkdir(folder, { recursive: true, mode: 0o700 })
      else if (code !== 'EEXIST') throw error
    })
    if (folder !== this.#root) await syncFolder(dirname(folder))
    this.#synced.add(folder)
  }
}

/** A name followed by the random one of its temporary file. */
const temporaryName = /\.[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

function ignoreMissing(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null
  throw error
}
