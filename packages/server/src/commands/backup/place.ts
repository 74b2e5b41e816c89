import { join, resolve } from 'node:path'
import type { Config } from '../../config.ts'
import { copyInto } from '../../platform/blobs/copy-into.ts'
import type { ObjectStore } from '../../platform/blobs/object-store.ts'
import { openObjects } from '../../platform/blobs/open-objects.ts'

/** Where a backup is: objects by name, and a folder of the same file system for files on their way there. */
export class BackupPlace {
  readonly objects: ObjectStore
  readonly #staging: string

  private constructor(objects: ObjectStore, staging: string) {
    this.objects = objects
    this.#staging = staging
  }

  /** A folder, or `s3://bucket/prefix?endpoint=…&region=…`. */
  static async open(address: string, config: Config): Promise<BackupPlace> {
    const isRemote = address.startsWith('s3://')
    const folder = resolve(address)
    const objects = await openObjects(isRemote ? address : null, config.blobsLockDays, folder)
    return new BackupPlace(objects, isRemote ? join(config.dataFolder, 'backup-staging') : join(folder, '.staging'))
  }

  /** Copies a stream of bytes to an object, durably, in constant memory; see ObjectStore.put for `lockUntil`. */
  async put(name: string, bytes: AsyncIterable<Uint8Array>, lockUntil: Date | null): Promise<void> {
    await copyInto(this.objects, this.#staging, { name, bytes, lockUntil })
  }
}

/** All bytes of a small object. */
export async function readObject(objects: ObjectStore, name: string): Promise<Buffer> {
  return readAll(objects.open(name))
}

export async function readAll(bytes: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = []
  for await (const part of bytes) parts.push(part)
  return Buffer.concat(parts)
}
