import { randomUUID } from 'node:crypto'
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { EvidentiaError } from '@evidentia/core'
import type { Reader } from '../db/transactions.ts'
import type { OrganizationKeys } from '../keys/organization-keys.ts'
import { copyInto } from './copy-into.ts'
import type { ObjectLock, ObjectStore } from './object-store.ts'
import { openFrames, readHeader } from './sealed-frames.ts'
import { type SmallArtifacts, smallSealedLimit } from './small-artifacts.ts'
import { smallLimit, type StagedBlob, Staging } from './staging.ts'
import { asStorageError } from './storage-error.ts'

/** An artifact in the store, by the SHA-256 of its plaintext. */
export interface KeptBlob {
  readonly sha256: string
  readonly storedAt: Date
}

interface Parts {
  readonly objects: ObjectStore
  readonly small: SmallArtifacts
  readonly keys: OrganizationKeys
  /** A folder of this machine, on the same file system as a folder store. */
  readonly staging: string
}

/** An artifact out of a backup: sealed, so many bytes. */
export interface SealedArtifact {
  readonly sha256: string
  readonly size: number
  readonly bytes: AsyncIterable<Uint8Array>
}

/** Bytes as they are stored, under the name of an object, and until when the store locks them. */
export interface StoredBytes {
  readonly name: string
  open(): AsyncIterable<Uint8Array>
  readLock(): Promise<Date | null>
}

/**
 * Content-addressed artifacts of each organization, sealed with the organization's key: objects `<organization>/<aa>/<sha256>`,
 * durable before anything refers to them; or, where the store locks nothing, small ones as rows that are written with the entry
 * that refers to them (ADR 12). The address is the SHA-256 of the plaintext.
 */
export class BlobStore {
  readonly #objects: ObjectStore
  readonly #small: SmallArtifacts
  readonly #keys: OrganizationKeys
  readonly #staging: string

  constructor({ objects, small, keys, staging }: Parts) {
    this.#objects = objects
    this.#small = small
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

  /** Begins what is written piece by piece, as records are while they are derived. */
  async beginStage(organization: string): Promise<Staging> {
    const key = await this.#keys.current(organization)
    return new Staging(join(this.#staging, randomUUID()), key, this.#objects.locks ? 0 : smallLimit)
  }

  /** The same for bytes that are an object of their own however few they are: what refers to them is not sealed with them. */
  async beginObject(organization: string): Promise<Staging> {
    return new Staging(join(this.#staging, randomUUID()), await this.#keys.current(organization), 0)
  }

  /**
   * Makes staged bytes durable in their place, locked at least until `lockUntil` where the store can (null: by its default).
   * Returns false when they were there already and their key still is. Small ones wait for the commit.
   */
  async keep({ organization, sha256, staged }: StagedBlob, lockUntil: Date | null): Promise<boolean> {
    if (staged.at === 'memory') return false
    const name = nameOf(organization, sha256)
    if ((await this.#objects.has(name)) && (await this.#canBeRead(organization, name))) {
      await this.#objects.settle(name)
      if (lockUntil !== null) await this.#objects.extendLock(name, lockUntil)
      return false
    }
    await this.#objects.put(name, staged, lockUntil)
    return true
  }

  /**
   * To be called while the organization's log is locked, before sealing: the key of these bytes may have been destroyed since they
   * were received. `standing` holds the ids of keys that were asked about under this same lock.
   */
  async refuseDestroyedKey(reader: Reader, { keyId }: StagedBlob, standing: Set<string>): Promise<void> {
    if (!standing.has(keyId)) await this.#keys.refuseDestroyed(reader, keyId)
    standing.add(keyId)
  }

  /** What the store itself keeps an artifact by; null where it has no locks, or there is no such artifact. */
  async readLock(organization: string, sha256: string): Promise<ObjectLock | null> {
    if (!this.#objects.locks) return null
    const name = nameOf(organization, sha256)
    if (await this.#objects.has(name)) return this.#objects.readLock(name)
    return (await this.#small.has(organization, sha256)) ? { until: null, isHeld: false } : null
  }

  /** Locks an artifact at least until `until`, if it is there. One that came before the store locked is moved into it. */
  async extendLock(organization: string, sha256: string, until: Date): Promise<void> {
    if (!this.#objects.locks) return
    const name = nameOf(organization, sha256)
    if (await this.#objects.has(name)) return this.#objects.extendLock(name, until)
    const sealed = await this.#small.read(organization, sha256)
    if (sealed === null) return
    await this.#putSealed(name, once(sealed), until)
    await this.#small.remove(organization, sha256)
  }

  /** Puts the bytes of a backup in their place; a lock follows when the log says for how long. */
  async restore(organization: string, { sha256, size, bytes }: SealedArtifact): Promise<void> {
    if (this.#objects.locks || size > smallSealedLimit)
      return this.#putSealed(nameOf(organization, sha256), bytes, new Date(0))
    const parts: Uint8Array[] = []
    for await (const part of bytes) parts.push(part)
    await this.#small.add(organization, [{ sha256, sealed: Buffer.concat(parts) }])
  }

  async #putSealed(name: string, bytes: AsyncIterable<Uint8Array>, lockUntil: Date): Promise<void> {
    await copyInto(this.#objects, this.#staging, { name, bytes, lockUntil })
  }

  /** Places or lifts the legal hold of the store on an artifact, if it is there. */
  async setHold(organization: string, sha256: string, isHeld: boolean): Promise<void> {
    const name = nameOf(organization, sha256)
    if (await this.#objects.has(name)) await this.#objects.setHold(name, isHeld)
  }

  /** The id of the key an artifact is sealed with; null when it is not there. */
  async findKeyId(organization: string, sha256: string): Promise<string | null> {
    return (await this.has(organization, sha256))
      ? (await readHeader(this.openSealed(organization, sha256))).keyId
      : null
  }

  async has(organization: string, sha256: string): Promise<boolean> {
    return (await this.#objects.has(nameOf(organization, sha256))) || this.#small.has(organization, sha256)
  }

  /** Throws `unavailable` when the bytes are missing, `gone` when their key was destroyed; before the first byte is sent. */
  async refuseUnreadable(organization: string, sha256: string): Promise<void> {
    const { keyId } = await readHeader(this.openSealed(organization, sha256))
    await this.#keys.find(organization, keyId)
  }

  /** The plaintext, authenticated frame by frame. Fails with `unavailable` when bytes are missing or damaged, `gone` when their key is. */
  open(organization: string, sha256: string): Readable {
    const sealed = this.openSealed(organization, sha256)
    const findKey = async (id: string) => this.#keys.find(organization, id)
    return Readable.from(openFrames(sealed, sha256, findKey), { objectMode: false, highWaterMark: 256 * 1024 })
  }

  /** The sealed bytes as they are stored. */
  async *openSealed(organization: string, sha256: string): AsyncGenerator<Uint8Array> {
    const name = nameOf(organization, sha256)
    const small = await this.#small.read(organization, sha256)
    if (small === null) yield* this.#objects.open(name)
    else yield small
  }

  /** Every object an organization has, keys included, and its small artifacts under the names they would have: for backups. */
  async *listStored(organization: string): AsyncGenerator<StoredBytes> {
    for await (const { name } of this.#objects.list(`${organization}/`))
      yield {
        name,
        open: () => this.#objects.open(name),
        readLock: async () => (await this.#objects.readLock(name))?.until ?? null,
      }
    for await (const { sha256, sealed } of this.#small.readAll(organization))
      yield { name: nameOf(organization, sha256), open: () => once(sealed), readLock: async () => null }
  }

  /** False when a lock of the store keeps the bytes. */
  async remove(organization: string, sha256: string): Promise<boolean> {
    await this.#small.remove(organization, sha256)
    return this.#objects.remove(nameOf(organization, sha256))
  }

  async removeOrganization(organization: string): Promise<void> {
    await this.#small.removeAll(organization)
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
    const found = new Map<string, KeptBlob>()
    for await (const { name, storedAt } of this.#objects.list(`${organization}/`)) {
      const sha256 = /\/([0-9a-f]{2})\/(\1[0-9a-f]{62})$/.exec(name)?.[2]
      if (sha256 !== undefined) found.set(sha256, { sha256, storedAt })
    }
    for (const one of await this.#small.list(organization)) found.set(one.sha256, one)
    return [...found.values()]
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

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

function describeSize(bytes: number): string {
  return bytes >= 1024 * 1024 ? `${Math.floor(bytes / (1024 * 1024))} MiB` : `${bytes} bytes`
}
