import { EvidentiaError } from '@evidentia/core'

/** A full disk is the operator's to mend and must not look like a defect. */
export function asStorageError(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return error
  return new EvidentiaError('storage-full', 'There is no room left for artifacts; nothing was stored.', {
    remedy: 'Ask the operator to free space in the data folder, then send it again.',
    cause: error,
  })
}

export function missingObject(cause: unknown): EvidentiaError {
  return new EvidentiaError(
    'unavailable',
    'The bytes of this artifact are missing from the store; its digest and receipt still stand.',
    { remedy: 'Ask the operator to restore the artifacts.', cause },
  )
}
