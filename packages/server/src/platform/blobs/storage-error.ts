import { EvidentiaError } from '@evidentia/core'

const full: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT'])
const broken: ReadonlySet<unknown> = new Set(['EIO', 'EROFS', 'ENXIO', 'ENODEV', 'EMFILE', 'ENFILE'])

/** A disk that is full or fails is the operator's to mend and must not look like a defect. */
export function asStorageError(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (full.has(code))
    return new EvidentiaError('storage-full', 'There is no room left for artifacts; nothing was stored.', {
      remedy: 'Ask the operator to free space in the data folder, then send it again.',
      cause: error,
    })
  if (broken.has(code))
    return new EvidentiaError('unavailable', 'The disk of the artifacts failed while it was read or written.', {
      remedy: 'Send it again; when it keeps failing, ask the operator to look at the disk.',
      cause: error,
    })
  return error
}

export function missingObject(cause: unknown): EvidentiaError {
  return new EvidentiaError(
    'unavailable',
    'The bytes of this artifact are missing from the store; its digest and receipt still stand.',
    { remedy: 'Ask the operator to restore the artifacts.', cause },
  )
}
