import type { ProgramDocument } from './document.ts'
import { programOn } from './program.ts'
import { type SavedMapping, savedMappingSchema } from './saved-mapping.ts'

/** A saved mapping, with how many times it was saved until then: the version that its records name. */
export interface VersionedMapping {
  readonly saved: SavedMapping
  readonly version: number
}

/** The mappings in force on a day. `documents` in the order in which they were recorded. */
export function mappingsOn(documents: readonly ProgramDocument[], day: string): VersionedMapping[] {
  const versions = documents.filter(({ kind }) => kind === 'mapping')
  return [...programOn(versions, day).mapping.values()].map((body) => ({
    saved: savedMappingSchema.parse(body),
    version: versions.filter(({ id }) => id === body.id).findLastIndex((version) => version.body === body) + 1,
  }))
}
