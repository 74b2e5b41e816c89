import { randomUUID } from 'node:crypto'
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { EvidentiaError } from '@evidentia/core'
import type { Reader } from '../db/transactions.ts'
import type { OrganizationKeys } from '../keys/organization-keys.ts'
import type { ObjectLock, ObjectStore } from './object-store.ts'
import { openFrames, readHeader } from './sealed-frames.ts'
import { type StagedBlob, Staging } from './staging.ts'
import { asStorageError } from './storage-error.ts'

/** An artifact in the store, by the SHA-256 of its plaintext. */
export interface KeptBlob {
  readonly sha256: string
  readonly storedAt: Date
}

/**
 * Content-addressed artifacts of each organization: `<organization>/<aa>/<sha256>`, sealed with the organization's key. Bytes
 * are durable before anything refers to them. The address is the SHA-256 of the plaintext.
 */
export class BlobStore {
  readonly #objects: ObjectStore
  readonly #keys: OrganizationKeys
  readonly #staging: string

  /** `staging` is a folder of this machine, on the same file system as a folder store. */
  constructor(objects: ObjectStore, keys: OrganizationKeys, staging: string) {
    this.#objects = objects
    this.#keys = keys
    this.#staging = staging
  }

  async prepare(): Promise<void> {
    await mkdir(this.#staging, { recursive: true, mode: 0o700 })
  }

  /** Streams `source` to a temporary file while hashing and sealing. Throws `too-large` beyond `limit` bytes and leaves nothing behind. */
  async stage(
    organization: string,
    source: AsyncIterable<Uint8Array>,
    limit: number,
    name: string,
  ): Promise<StagedBlob> {
    const staging = await this.beginStage(organization)
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
  async beginStage(organization: string): Promise<Staging> {
    return Staging.begin(join(this.#staging, randomUUID()), await this.#keys.current(organization))
  }

  /**
   * Makes staged bytes durable in their place, locked at least until `lockUntil` where the store can (null: by its default).
   * Returns false when they were there already and their key still is.
   */
  async keep(staged: StagedBlob, lockUntil: Date | null): Promise<boolean> {
    const name = nameOf(staged.organization, staged.sha256)
    if ((await this.#objects.has(name)) && (await this.#canBeRead(staged.organization, name))) {
      await this.#objects.settle(name)
      if (lockUntil !== null) await this.#objects.extendLock(name, lockUntil)
      return false
    }
    await this.#objects.put(name, { path: staged.path, size: staged.sealedSize }, lockUntil)
    return true
  }

  /**
   * To be called while the organization's log is locked, before sealing: bytes that were found in their place may have been
   * taken out since by whoever had put them there, and their key may have been destroyed. Returns whether it put them back.
   * `standing` holds the ids of keys that were asked about under this same lock.
   */
  async confirm(
    reader: Reader,
    staged: StagedBlob,
    wasPlaced: boolean,
    lockUntil: Date | null,
    standing = new Set<string>(),
  ): Promise<boolean> {
    if (!standing.has(staged.keyId)) await this.#keys.refuseDestroyed(reader, staged.keyId)
    standing.add(staged.keyId)
    return wasPlaced ? false : this.keep(staged, lockUntil)
  }

  /** What the store itself keeps an artifact by; null where it has no locks, or no such artifact. */
  async readLock(organization: string, sha256: string): Promise<ObjectLock | null> {
    const name = nameOf(organization, sha256)
    return (await this.#objects.has(name)) ? this.#objects.readLock(name) : null
  }

  /** Locks an artifact at least until `until`, if it is there. */
  async extendLock(organization: string, sha256: string, until: Date): Promise<void> {
    const name = nameOf(organization, sha256)
    if (await this.#objects.has(name)) await this.#objects.extendLock(name, until)
  }

  /** Places or lifts the legal hold of the store on an artifact, if it is there. */
  async setHold(organization: string, sha256: string, isHeld: boolean): Promise<void> {
    const name = nameOf(organization, sha256)
    if (await this.#objects.has(name)) await this.#objects.setHold(name, isHeld)
  }

  /** The id of the key an artifact is sealed with; null when it is not there. */
  async findKeyId(organization: string, sha256: string): Promise<string | null> {
    const name = nameOf(organization, sha256)
    return (await this.#objects.has(name)) ? (await readHeader(this.#objects.open(name))).keyId : null
  }

  async has(organization: string, sha256: string): Promise<boolean> {
    return this.#objects.has(nameOf(organization, sha256))
  }

  /** Throws `unavailable` when the bytes are missing, `gone` when their key was destroyed; before the first byte is sent. */
  async refuseUnreadable(organization: string, sha256: string): Promise<void> {
    const { keyId } = await readHeader(this.#objects.open(nameOf(organization, sha256)))
    await this.#keys.find(organization, keyId)
  }

  /** The plaintext, authenticated frame by frame. Fails with `unavailable` when bytes are missing or damaged, `gone` when their key is. */
  open(organization: string, sha256: string): Readable {
    const sealed = this.#objects.open(nameOf(organization, sha256))
    const findKey = async (id: string) => this.#keys.find(organization, id)
    return Readable.from(openFrames(sealed, sha256, findKey), { objectMode: false, highWaterMark: 256 * 1024 })
  }

  /** The sealed bytes as they are stored, for backups. */
  openSealed(organization: string, sha256: string): AsyncIterable<Uint8Array> {
    return this.#objects.open(nameOf(organization, sha256))
  }

  /** False when a lock of the store keeps the bytes. */
  async remove(organization: string, sha256: string): Promise<boolean> {
    return this.#objects.remove(nameOf(organization, sha256))
  }

  async removeOrganization(organization: string): Promise<void> {
    await this.#objects.removeAll(`${organization}/`)
    this.#keys.forget(organization)
  }

  /** Removes temporary files older than `ageMs`: uploads whose server was killed. Returns how many. */
  async sweep(ageMs: number): Promise<number> {
    const before = Date.now() - ageMs
    let removed = 0
    for (const name of await readdir(this.#staging)) {
      const path = join(this.#staging, name)
      const found = await stat(path).catch(() => null)
      if (found === null || found.mtimeMs > before) continue
      await rm(path, { force: true })
      removed += 1
    }
    return removed
  }

  /** How many uploads are under way, or were cut off. */
  async countStaged(): Promise<number> {
    return (await readdir(this.#staging)).length
  }

  /** The address of every artifact of an organization, for housekeeping, fsck and tests. */
  async list(organization: string): Promise<string[]> {
    return (await this.listKept(organization)).map(({ sha256 }) => sha256).toSorted()
  }

  /** Writes and removes a small object. Throws what stands in the way. */
  async probe(): Promise<void> {
    const name = `probe/${randomUUID()}`
    await this.#objects.putSmall(name, Buffer.from('probe'))
    await this.#objects.remove(name)
  }

  /** Where artifacts are kept, for people. */
  get place(): string {
    return this.#objects.description
  }

  async listKept(organization: string): Promise<KeptBlob[]> {
    const found: KeptBlob[] = []
    for await (const { name, storedAt } of this.#objects.list(`${organization}/`)) {
      const sha256 = /\/([0-9a-f]{2})\/(\1[0-9a-f]{62})$/.exec(name)?.[2]
      if (sha256 !== undefined) found.push({ sha256, storedAt })
    }
    return found
  }

  async #canBeRead(organization: string, name: string): Promise<boolean> {
    try {
      await this.#keys.find(organization, (await readHeader(this.#objects.open(name))).keyId)
      return true
    } catch (error) {
      if (error instanceof EvidentiaError && error.code === 'gone') return false
      throw error
    }
  }
}

function nameOf(organization: string, sha256: string): string {
  // Both come from our own database; the check keeps a mistake from ever becoming a path.
  if (!/^[0-9a-f-]{36}$/.test(organization) || !/^[0-9a-f]{64}$/.test(sha256))
    throw new RangeError('Not the address of an artifact.')
  return `${organization}/${sha256.slice(0, 2)}/${sha256}`
}

function describeSize(bytes: number): string {
  return bytes >= 1024 * 1024 ? `${Math.floor(bytes / (1024 * 1024))} MiB` : `${bytes} bytes`
}
