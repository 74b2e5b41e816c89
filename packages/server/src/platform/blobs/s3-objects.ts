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
  PutObjectRetentionCommand,
  S3Client,
  S3ServiceException,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { EvidentiaError } from '@evidentia/core'
import { ConfigurationError } from '../../configuration-error.ts'
import type { ObjectSource, ObjectStore, StoredObject } from './object-store.ts'
import { missingObject } from './storage-error.ts'

/** Where artifacts go in S3, and for how long nobody can delete them. */
export interface S3Place {
  readonly bucket: string
  /** Empty, or ends with a slash. */
  readonly prefix: string
  readonly endpoint: string | null
  readonly region: string
  readonly lockDays: number
}

// 10,000 parts of this size are more than the largest upload the configuration allows (64 GiB).
const partSize = 8 * 1024 * 1024
const dayMs = 24 * 60 * 60 * 1000

/**
 * Objects in S3 under Object Lock, compliance mode: until the day in the lock nobody deletes or shortens it, the account's
 * root user included. The lock is read back after each upload, because stores have been seen to drop it (Ceph 16 does for
 * uploads in parts). Credentials come from the environment, as the AWS SDK finds them.
 */
export class S3Objects implements ObjectStore {
  readonly description: string
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

  async put(name: string, { path, size }: ObjectSource): Promise<void> {
    const Key = this.#keyOf(name)
    const until = new Date(Math.ceil((Date.now() + this.#place.lockDays * dayMs) / 1000) * 1000)
    const version = size <= partSize ? await this.#putWhole(Key, path, until) : await this.#putParts(Key, path, until)
    await this.#readBackLock(Key, version, until)
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

  async #putWhole(Key: string, path: string, until: Date): Promise<string> {
    const bytes = await readFile(path)
    const { VersionId } = await this.#client.send(
      new PutObjectCommand({
        Bucket: this.#place.bucket,
        Key,
        Body: bytes,
        ContentMD5: md5(bytes),
        ObjectLockMode: 'COMPLIANCE',
        ObjectLockRetainUntilDate: until,
      }),
    )
    return versionOf(VersionId, Key)
  }

  async #putParts(Key: string, path: string, until: Date): Promise<string> {
    const target = { Bucket: this.#place.bucket, Key }
    const { UploadId } = await this.#client.send(new CreateMultipartUploadCommand(target))
    const upload = { ...target, UploadId }
    try {
      const Parts = await this.#uploadParts(upload, path)
      const { VersionId } = await this.#client.send(
        new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }),
      )
      const version = versionOf(VersionId, Key)
      const Retention = { Mode: 'COMPLIANCE', RetainUntilDate: until } as const
      await this.#client.send(new PutObjectRetentionCommand({ ...target, VersionId: version, Retention }))
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
