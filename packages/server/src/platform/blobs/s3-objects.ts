import { createHash } from 'node:crypto'
import { open, readFile } from 'node:fs/promises'
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  GetObjectLockConfigurationCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutObjectCommand,
  PutObjectLegalHoldCommand,
  PutObjectRetentionCommand,
  S3Client,
  S3ServiceException,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { EvidentiaError } from '@evidentia/core'
import { ConfigurationError } from '../../configuration-error.ts'
import type { ObjectLock, ObjectSource, ObjectStore, StoredObject } from './object-store.ts'
import { missingObject } from './storage-error.ts'

/** Where artifacts go in S3, and for how long nobody can delete them. */
export interface S3Place {
  readonly bucket: string
  /** Empty, or ends with a slash. */
  readonly prefix: string
  readonly endpoint: string | null
  readonly region: string
  /** Locks every artifact for so many days; null locks each for as long as whoever stores it asks. */
  readonly lockDays: number | null
}

// 10,000 parts of this size are more than the largest upload the configuration allows (64 GiB).
const partSize = 8 * 1024 * 1024
const dayMs = 24 * 60 * 60 * 1000
/** Six years: of what nobody said how long it must be kept. */
const defaultLockDays = 2192

/**
 * Objects in S3 under Object Lock, compliance mode: until the day in the lock nobody deletes or shortens it, the account's
 * root user included. The lock is read back after each upload, because stores have been seen to drop it (Ceph 16 does for
 * uploads in parts). Credentials come from the environment, as the AWS SDK finds them.
 */
export class S3Objects implements ObjectStore {
  readonly description: string
  readonly locks = true
  readonly #client: S3Client
  readonly #place: S3Place

  constructor(place: S3Place) {
    this.#place = place
    this.description = `s3://${place.bucket}/${place.prefix}`
    this.#client = new S3Client({
      region: place.region,
      // Otherwise every upload carries a trailing checksum that most other implementations of S3 refuse.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      ...(place.endpoint === null ? {} : { endpoint: place.endpoint, forcePathStyle: true }),
    })
  }

  async prepare(): Promise<void> {
    const Bucket = this.#place.bucket
    const { ObjectLockConfiguration: lock } = await this.#client
      .send(new GetObjectLockConfigurationCommand({ Bucket }))
      .catch((cause: unknown) => {
        const reason = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause)
        throw new ConfigurationError(
          `The bucket ${Bucket} cannot be used for artifacts (${reason}); it must exist, be reachable and have Object Lock enabled.`,
          { cause },
        )
      })
    if (lock?.ObjectLockEnabled !== 'Enabled')
      throw new ConfigurationError(`The bucket ${Bucket} has no Object Lock; create it with Object Lock enabled.`)
    // Wrapped keys must stay deletable, or destroying a key would not make anything unreadable.
    if (lock.Rule?.DefaultRetention !== undefined)
      throw new ConfigurationError(
        `The bucket ${Bucket} locks every object by default, the wrapped keys included; remove its default retention.`,
      )
  }

  async put(name: string, { path, size }: ObjectSource, lockUntil: Date | null): Promise<void> {
    const Key = this.#keyOf(name)
    const until = this.#chooseLock(lockUntil)
    const version = size <= partSize ? await this.#putWhole(Key, path, until) : await this.#putParts(Key, path, until)
    if (until !== null) await this.#readBackLock(Key, version, until)
  }

  async readLock(name: string): Promise<ObjectLock> {
    const { until, isHeld } = await this.#headOf(this.#keyOf(name))
    return { until, isHeld }
  }

  async extendLock(name: string, lockUntil: Date): Promise<void> {
    const Key = this.#keyOf(name)
    const wanted = this.#place.lockDays === null ? this.#chooseLock(lockUntil) : null
    if (wanted === null) return
    const { version, until } = await this.#headOf(Key)
    if (until !== null && until >= wanted) return
    await this.#lockVersion(Key, version, wanted)
    await this.#readBackLock(Key, version, wanted)
  }

  async setHold(name: string, isHeld: boolean): Promise<void> {
    const Key = this.#keyOf(name)
    const before = await this.#headOf(Key)
    if (before.isHeld === isHeld) return
    const LegalHold = { Status: isHeld ? 'ON' : 'OFF' } as const
    await this.#client.send(
      new PutObjectLegalHoldCommand({ Bucket: this.#place.bucket, Key, VersionId: before.version, LegalHold }),
    )
    if ((await this.#headOf(Key)).isHeld === isHeld) return
    throw new EvidentiaError('unavailable', `The object store did not ${isHeld ? 'place' : 'lift'} a legal hold.`, {
      remedy: 'Ask the operator to check Object Lock on the bucket.',
    })
  }

  async putSmall(name: string, bytes: Uint8Array): Promise<void> {
    const target = { Bucket: this.#place.bucket, Key: this.#keyOf(name) }
    await this.#client.send(new PutObjectCommand({ ...target, Body: bytes, ContentMD5: md5(bytes) }))
  }

  async has(name: string): Promise<boolean> {
    try {
      await this.#client.send(new HeadObjectCommand({ Bucket: this.#place.bucket, Key: this.#keyOf(name) }))
      return true
    } catch (error) {
      if (isStatus(error, 404)) return false
      throw error
    }
  }

  async settle(name: string): Promise<void> {
    // What is put in parts is locked after the last one; where locks follow what is stored, `extendLock` sees to it.
    const Key = this.#keyOf(name)
    const wanted = this.#place.lockDays === null ? null : this.#chooseLock(null)
    if (wanted === null) return
    const { version, until } = await this.#headOf(Key)
    if (until !== null) return
    await this.#lockVersion(Key, version, wanted)
    await this.#readBackLock(Key, version, wanted)
  }

  async *open(name: string): AsyncGenerator<Uint8Array> {
    const command = new GetObjectCommand({ Bucket: this.#place.bucket, Key: this.#keyOf(name) })
    const { Body: body } = await this.#client.send(command).catch((error: unknown) => {
      throw isStatus(error, 404) ? missingObject(error) : error
    })
    if (body === undefined || !(Symbol.asyncIterator in body)) throw missingObject(undefined)
    for await (const chunk of body) yield chunk as Uint8Array
  }

  async remove(name: string): Promise<boolean> {
    const Bucket = this.#place.bucket
    const Key = this.#keyOf(name)
    const { Versions: versions = [], DeleteMarkers: markers = [] } = await this.#client.send(
      new ListObjectVersionsCommand({ Bucket, Prefix: Key }),
    )
    try {
      for (const { Key: found, VersionId } of [...versions, ...markers])
        if (found === Key) await this.#client.send(new DeleteObjectCommand({ Bucket, Key, VersionId }))
      return true
    } catch (error) {
      if (isStatus(error, 403)) return false
      throw error
    }
  }

  async removeAll(prefix: string): Promise<void> {
    for await (const { name } of this.list(prefix)) await this.remove(name)
  }

  async *list(prefix: string): AsyncGenerator<StoredObject> {
    const target = { Bucket: this.#place.bucket, Prefix: this.#keyOf(prefix) }
    for (let token: string | undefined, more = true; more;) {
      const page = await this.#client.send(
        new ListObjectsV2Command({ ...target, ...(token === undefined ? {} : { ContinuationToken: token }) }),
      )
      for (const { Key, Size = 0, LastModified } of page.Contents ?? [])
        if (Key !== undefined)
          yield { name: Key.slice(this.#place.prefix.length), size: Size, storedAt: LastModified ?? new Date() }
      token = page.NextContinuationToken
      more = token !== undefined
    }
  }

  async #putWhole(Key: string, path: string, until: Date | null): Promise<string> {
    const bytes = await readFile(path)
    const { VersionId } = await this.#client.send(
      new PutObjectCommand({
        Bucket: this.#place.bucket,
        Key,
        Body: bytes,
        ContentMD5: md5(bytes),
        ...(until === null ? {} : { ObjectLockMode: 'COMPLIANCE', ObjectLockRetainUntilDate: until }),
      }),
    )
    return versionOf(VersionId, Key)
  }

  async #putParts(Key: string, path: string, until: Date | null): Promise<string> {
    const target = { Bucket: this.#place.bucket, Key }
    const { UploadId } = await this.#client.send(new CreateMultipartUploadCommand(target))
    const upload = { ...target, UploadId }
    try {
      const Parts = await this.#uploadParts(upload, path)
      const { VersionId } = await this.#client.send(
        new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }),
      )
      const version = versionOf(VersionId, Key)
      if (until !== null) await this.#lockVersion(Key, version, until)
      return version
    } catch (error) {
      // What was uploaded would be stored, and billed, for ever; that it could not be taken back is not the trouble to report.
      await this.#client.send(new AbortMultipartUploadCommand(upload)).catch(() => undefined)
      throw error
    }
  }

  async #uploadParts(
    upload: { Bucket: string; Key: string; UploadId: string | undefined },
    path: string,
  ): Promise<{ PartNumber: number; ETag: string | undefined }[]> {
    const parts: { PartNumber: number; ETag: string | undefined }[] = []
    const file = await open(path, 'r')
    try {
      const part = Buffer.allocUnsafe(partSize)
      for (let PartNumber = 1, position = 0; ; PartNumber += 1) {
        const { bytesRead } = await file.read(part, 0, partSize, position)
        position += bytesRead
        if (bytesRead === 0) return parts
        const Body = part.subarray(0, bytesRead)
        const command = new UploadPartCommand({ ...upload, PartNumber, Body, ContentMD5: md5(Body) })
        const { ETag } = await this.#client.send(command)
        parts.push({ PartNumber, ETag })
      }
    } finally {
      await file.close()
    }
  }

  /** Whole seconds, which is what stores keep; null where nothing is to be locked any more. */
  #chooseLock(asked: Date | null): Date | null {
    const { lockDays } = this.#place
    const days = lockDays ?? defaultLockDays
    const until = lockDays === null && asked !== null ? asked.getTime() : Date.now() + days * dayMs
    return until <= Date.now() ? null : new Date(Math.ceil(until / 1000) * 1000)
  }

  async #lockVersion(Key: string, VersionId: string, until: Date): Promise<void> {
    const Retention = { Mode: 'COMPLIANCE', RetainUntilDate: until } as const
    const target = { Bucket: this.#place.bucket, Key, VersionId }
    await this.#client.send(new PutObjectRetentionCommand({ ...target, Retention }))
  }

  /** The newest version, which is the one that is read, and what keeps it. */
  async #headOf(Key: string): Promise<ObjectLock & { readonly version: string }> {
    const head = await this.#client
      .send(new HeadObjectCommand({ Bucket: this.#place.bucket, Key }))
      .catch((error: unknown) => {
        throw isStatus(error, 404) ? missingObject(error) : error
      })
    return {
      version: versionOf(head.VersionId, Key),
      until: head.ObjectLockMode === 'COMPLIANCE' ? (head.ObjectLockRetainUntilDate ?? null) : null,
      isHeld: head.ObjectLockLegalHoldStatus === 'ON',
    }
  }

  async #readBackLock(Key: string, VersionId: string, until: Date): Promise<void> {
    const Bucket = this.#place.bucket
    const head = await this.#client.send(new HeadObjectCommand({ Bucket, Key, VersionId }))
    const held = head.ObjectLockRetainUntilDate
    if (head.ObjectLockMode === 'COMPLIANCE' && held !== undefined && held >= until) return
    throw new EvidentiaError('unavailable', 'The object store did not lock what it stored, so nothing was sealed.', {
      remedy: 'Ask the operator to check Object Lock on the bucket.',
    })
  }

  #keyOf(name: string): string {
    return `${this.#place.prefix}${name}`
  }
}

function versionOf(version: string | undefined, key: string): string {
  if (version === undefined)
    throw new EvidentiaError('unavailable', `The object store gave ${key} no version, so it cannot be locked.`)
  return version
}

function isStatus(error: unknown, status: number): boolean {
  return error instanceof S3ServiceException && error.$metadata.httpStatusCode === status
}

// S3 demands it of uploads with a lock; it guards the transport, nothing else.
function md5(bytes: Uint8Array): string {
  return createHash('md5').update(bytes).digest('base64')
}
