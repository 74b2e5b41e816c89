import { type FileHandle, open } from 'node:fs/promises'
import { releaseMemory } from './frame-pool.ts'

/** What is written before the disk is told to begin. A short file is not worth a call of its own. */
const syncEvery = 32 * 1024 * 1024

/**
 * Appends to a new file while whoever calls makes the next bytes, and has the disk work meanwhile: a long file that is synced
 * at its end alone takes as long again. It is durable when `finish` returns.
 */
export class FileWriter {
  readonly #file: FileHandle
  #writing: Promise<void> = Promise.resolve()
  #syncing: Promise<void> | null = null
  #unsynced = 0
  #failure: { readonly error: unknown } | null = null

  private constructor(file: FileHandle) {
    this.#file = file
  }

  static async create(path: string): Promise<FileWriter> {
    return new FileWriter(await open(path, 'wx', 0o600))
  }

  /** Takes the parts and their memory over. Returns when the write before is done; what fails is thrown by the next call. */
  async append(parts: readonly Buffer[]): Promise<void> {
    await this.#writing
    this.#throwFailure()
    this.#writing = this.#write(parts).catch((error: unknown) => this.#fail(error))
  }

  async finish(): Promise<void> {
    await this.#writing
    await this.#syncing
    // A failed sync is reported once: asked again, the kernel says that all is well.
    this.#throwFailure()
    await this.#file.sync()
    await this.#file.close()
  }

  async abort(): Promise<void> {
    await this.#file.close().catch(() => undefined)
  }

  async #write(parts: readonly Buffer[]): Promise<void> {
    const size = parts.reduce((sum, { length }) => sum + length, 0)
    const { bytesWritten } = await this.#file.writev(parts)
    if (bytesWritten < size) {
      const rest = Buffer.concat(parts)
      for (let at = bytesWritten; at < size;) at += (await this.#file.write(rest, at)).bytesWritten
    }
    for (const part of parts) releaseMemory(part)
    this.#unsynced += size
    if (this.#unsynced < syncEvery || this.#syncing !== null) return
    this.#unsynced = 0
    this.#syncing = this.#file
      .datasync()
      .catch((error: unknown) => this.#fail(error))
      .finally(() => (this.#syncing = null))
  }

  #fail(error: unknown): void {
    this.#failure ??= { error }
  }

  #throwFailure(): void {
    if (this.#failure !== null) throw this.#failure.error
  }
}
