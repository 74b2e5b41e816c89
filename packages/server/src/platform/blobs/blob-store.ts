import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, type ReadStream } from 'node:fs'
import { type FileHandle, mkdir, open, readdir, rename, rm, stat, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { EvidentiaError } from '@evidentia/core'

const headLimit = 64 * 1024

/** Bytes that were received in full and wait to be kept or thrown away. */
export interface StagedBlob {
  readonly path: string
  readonly sha256: string
  readonly size: number
  /** The first bytes, at most 64 KiB. */
  readonly head: Uint8Array
  read(): AsyncIterable<Uint8Array>
  discard(): Promise<void>
}

/**
 * Content-addressed artifacts of each organization, on the local file system: `<organization>/<aa>/<sha256>`. Bytes are on the
 * disk (fsync of file and folder) before anything refers to them.
 */
export class BlobStore {
  readonly #root: string

  constructor(root: string) {
    this.#root = root
  }

  async prepare(): Promise<void> {
    await mkdir(this.#stagingFolder(), { recursive: true, mode: 0o700 })
  }

  /** Streams `source` to a temporary file while hashing. Throws `too-large` beyond `limit` bytes and leaves nothing behind. */
  async stage(source: AsyncIterable<Uint8Array>, limit: number, name: string): Promise<StagedBlob> {
    const staging = await this.beginStage()
    try {
      for await (const chunk of source) {
        if (staging.size + chunk.length > limit) {
          throw new EvidentiaError('too-large', `${name} is larger than the limit of ${describeSize(limit)}.`, {
            place: { file: name },
            remedy: 'Split it, or ask the operator to raise EVIDENTIA_UPLOAD_LIMIT_MIB.',
          })
        }
        await staging.write(chunk)
      }
      return await staging.finish()
    } catch (error) {
      await staging.abort()
      throw asStorageError(error)
    }
  }

  /** Begins a temporary file that is written piece by piece, as records are while they are derived. */
  async beginStage(): Promise<Staging> {
    return Staging.begin(join(this.#stagingFolder(), randomUUID()))
  }

  /** Moves staged bytes to their place. Returns false when they were there already. */
  async keep(organization: string, staged: StagedBlob): Promise<boolean> {
    const path = this.#pathOf(organization, staged.sha256)
    if (await this.has(organization, staged.sha256)) {
      await staged.discard()
      return false
    }
    try {
      const created = await mkdir(dirname(path), { recursive: true, mode: 0o700 })
      await rename(staged.path, path)
      await syncFolder(dirname(path))
      if (created !== undefined) {
        await syncFolder(dirname(dirname(path)))
        await syncFolder(this.#root)
      }
    } catch (error) {
      throw asStorageError(error)
    }
    return true
  }

  async has(organization: string, sha256: string): Promise<boolean> {
    return stat(this.#pathOf(organization, sha256)).then(
      () => true,
      () => false,
    )
  }

  open(organization: string, sha256: string): ReadStream {
    return createReadStream(this.#pathOf(organization, sha256))
  }

  async remove(organization: string, sha256: string): Promise<void> {
    await rm(this.#pathOf(organization, sha256), { force: true })
  }

  async removeOrganization(organization: string): Promise<void> {
    await rm(join(this.#root, organization), { recursive: true, force: true })
  }

  /** Removes temporary files older than `ageMs`: uploads whose server was killed. Returns how many. */
  async sweep(ageMs: number): Promise<number> {
    const before = Date.now() - ageMs
    let removed = 0
    for (const name of await readdir(this.#stagingFolder())) {
      const path = join(this.#stagingFolder(), name)
      const found = await stat(path).catch(() => null)
      if (found === null || found.mtimeMs > before) continue
      await rm(path, { force: true })
      removed += 1
    }
    return removed
  }

  /** How many uploads are under way, or were cut off. */
  async countStaged(): Promise<number> {
    return (await readdir(this.#stagingFolder())).length
  }

  /** Every artifact of an organization, for housekeeping and tests. */
  async list(organization: string): Promise<string[]> {
    const folders = await readdir(join(this.#root, organization)).catch(() => [])
    const names = await Promise.all(folders.map(async (folder) => readdir(join(this.#root, organization, folder))))
    return names.flat().toSorted()
  }

  #stagingFolder(): string {
    return join(this.#root, 'staging')
  }

  #pathOf(organization: string, sha256: string): string {
    // Both come from our own database; the check keeps a mistake from ever becoming a path.
    if (!/^[0-9a-f-]{36}$/.test(organization) || !/^[0-9a-f]{64}$/.test(sha256))
      throw new RangeError('Not the address of an artifact.')
    return join(this.#root, organization, sha256.slice(0, 2), sha256)
  }
}

/** A temporary file being written and hashed. */
export class Staging {
  readonly #path: string
  readonly #file: FileHandle
  readonly #hash = createHash('sha256')
  readonly #head: Uint8Array[] = []
  #headSize = 0
  #size = 0

  private constructor(path: string, file: FileHandle) {
    this.#path = path
    this.#file = file
  }

  static async begin(path: string): Promise<Staging> {
    try {
      return new Staging(path, await open(path, 'wx', 0o600))
    } catch (error) {
      throw asStorageError(error)
    }
  }

  get size(): number {
    return this.#size
  }

  async write(chunk: Uint8Array): Promise<void> {
    this.#hash.update(chunk)
    this.#size += chunk.length
    if (this.#headSize < headLimit) {
      const part = chunk.subarray(0, headLimit - this.#headSize)
      this.#head.push(Uint8Array.from(part))
      this.#headSize += part.length
    }
    for (let at = 0; at < chunk.length;) at += (await this.#file.write(chunk, at)).bytesWritten
  }

  /** Makes the bytes durable and returns their address. */
  async finish(): Promise<StagedBlob> {
    await this.#file.sync()
    await this.#file.close()
    const path = this.#path
    return {
      path,
      sha256: this.#hash.digest('hex'),
      size: this.#size,
      head: Buffer.concat(this.#head),
      read: () => createReadStream(path),
      discard: async () => rm(path, { force: true }),
    }
  }

  async abort(): Promise<void> {
    await this.#file.close().catch(() => undefined)
    await unlink(this.#path).catch(() => undefined)
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** A full disk is the operator's to mend and must not look like a defect. */
function asStorageError(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return error
  return new EvidentiaError('storage-full', 'There is no room left for artifacts; nothing was stored.', {
    remedy: 'Ask the operator to free space in the data folder, then send it again.',
    cause: error,
  })
}

function describeSize(bytes: number): string {
  return bytes >= 1024 * 1024 ? `${Math.floor(bytes / (1024 * 1024))} MiB` : `${bytes} bytes`
}
