import { createReadStream } from 'node:fs'
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { EvidentiaError } from '@evidentia/core'
import { openFrames, readHeader } from '../../platform/blobs/sealed-frames.ts'
import { FileStaging, type StagedFile } from '../../platform/blobs/staged-file.ts'
import type { OrganizationKeys } from '../../platform/keys/organization-keys.ts'

/**
 * The files of made packages, in a folder of this server: `<organization>/<package>`, each sealed with the organization's key,
 * as artifacts are, so that a destroyed key takes the copies in packages along. They are no evidence and can be made again,
 * so they are neither locked nor backed up.
 */
export class PackageFiles {
  readonly #folder: string
  readonly #keys: OrganizationKeys

  constructor(folder: string, keys: OrganizationKeys) {
    this.#folder = folder
    this.#keys = keys
  }

  /** Writes a file by letting `fill` write to a stream. It appears in its place when it is whole and durable. */
  async write(organization: string, id: string, fill: (target: Writable) => Promise<void>): Promise<StagedFile> {
    await mkdir(join(this.#folder, organization), { recursive: true, mode: 0o700 })
    const path = this.#pathOf(organization, id)
    const partial = `${path}.partial`
    // What an earlier maker left when it was killed.
    await rm(partial, { force: true })
    const staging = await FileStaging.begin(partial, await this.#keys.current(organization))
    const target = new Writable({
      write: (chunk: Uint8Array, _, done) => void staging.write(chunk).then(() => done(), done),
    })
    try {
      await fill(target)
      const written = await staging.finish()
      await rename(partial, path)
      return written
    } catch (error) {
      await staging.abort()
      throw error
    }
  }

  /** The package's bytes. Throws `gone` before the first one when the file is not here, or its key is destroyed. */
  async open(organization: string, id: string, sha256: string): Promise<Readable> {
    const path = this.#pathOf(organization, id)
    const findKey = async (key: string) => this.#keys.find(organization, key)
    try {
      await findKey((await readHeader(createReadStream(path))).keyId)
    } catch (error) {
      if (!isMissing(error)) throw error
      throw new EvidentiaError('gone', 'The file of this package is not on this server.', {
        remedy: 'Ask the server that made it, or make it again.',
        cause: error,
      })
    }
    return Readable.from(openFrames(createReadStream(path), sha256, findKey), {
      objectMode: false,
      highWaterMark: 256 * 1024,
    })
  }

  async remove(organization: string, id: string): Promise<void> {
    await rm(this.#pathOf(organization, id), { force: true })
    await rm(`${this.#pathOf(organization, id)}.partial`, { force: true })
  }

  /** The packages of an organization of which there is a file, whole or not. */
  async list(organization: string): Promise<string[]> {
    const names = await listFolder(join(this.#folder, organization))
    return [...new Set(names.map((name) => name.replace(/\.partial$/, '')))]
  }

  /** Removes the files of organizations that are no more. */
  async removeAllBut(organizations: ReadonlySet<string>): Promise<void> {
    for (const organization of await listFolder(this.#folder))
      if (!organizations.has(organization)) await rm(join(this.#folder, organization), { recursive: true, force: true })
  }

  #pathOf(organization: string, id: string): string {
    // Both come from our own database; the check keeps a mistake from ever becoming a path.
    if (!/^[0-9a-f-]{36}$/.test(organization) || !/^[0-9a-f-]{36}$/.test(id))
      throw new RangeError('Not the name of a package.')
    return join(this.#folder, organization, id)
  }
}

async function listFolder(folder: string): Promise<string[]> {
  return readdir(folder).catch((error: unknown) => {
    if (isMissing(error)) return []
    throw error
  })
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
