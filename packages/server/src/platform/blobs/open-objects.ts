import { ConfigurationError } from '../../configuration-error.ts'
import { FolderObjects } from './folder-objects.ts'
import type { ObjectStore } from './object-store.ts'

/** Opens and checks where artifacts are kept: `s3://bucket/prefix?endpoint=…&region=…`, or a folder where `address` is null. */
export async function openObjects(
  address: string | null,
  lockDays: number | null,
  folder: string,
): Promise<ObjectStore> {
  const objects = address === null ? new FolderObjects(folder) : await openS3(address, lockDays)
  await objects.prepare()
  return objects
}

// Loaded where it is used only: the SDK is larger than the rest of the server.
async function openS3(address: string, lockDays: number | null): Promise<ObjectStore> {
  const url = new URL(address)
  const { S3Objects } = await import('./s3-objects.ts')
  for (const name of url.searchParams.keys())
    if (name !== 'endpoint' && name !== 'region')
      throw new ConfigurationError(`EVIDENTIA_BLOBS has a parameter "${name}"; it may have endpoint and region.`)
  const prefix = url.pathname.replace(/^\//, '')
  return new S3Objects({
    bucket: url.hostname,
    prefix: prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`,
    endpoint: url.searchParams.get('endpoint'),
    region: url.searchParams.get('region') ?? 'us-east-1',
    lockDays,
  })
}
