import { unzipSync } from 'fflate'
import type { UnzipFileInfo } from 'fflate'
import { malformed, tooLarge } from './refusal.ts'
import { EvidentiaError } from '@evidentia/core'

/** The most that all parts read from one workbook may expand to. */
const maxExpanded = 64 * 1_048_576

/** The parts of a workbook by name. A part is expanded when it is asked for, into exactly the size that was counted before. */
export interface Archive {
  /** Null where there is no such part. */
  read(part: string): Uint8Array | null
}

export function openArchive(bytes: Uint8Array, file: string): Archive {
  let expanded = 0
  const refuseBomb = (): Error =>
    tooLarge(
      { file },
      'the sheets of the workbook are larger than 64 MiB',
      'Save it as CSV, which is read in a stream.',
    )
  return {
    read(part) {
      const wanted = ({ name, originalSize }: UnzipFileInfo): boolean => {
        if (name !== part) return false
        expanded += originalSize
        if (expanded > maxExpanded) throw refuseBomb()
        return true
      }
      try {
        return unzipSync(bytes, { filter: wanted })[part] ?? null
      } catch (cause) {
        if (cause instanceof EvidentiaError) throw cause
        throw malformed({ file }, 'the archive is damaged', 'Save it again as XLSX, or as CSV.', cause)
      }
    },
  }
}
