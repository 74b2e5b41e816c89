import { encodeUtf8 } from '../encoding/bytes.ts'
import { NAME_BYTES_LIMIT } from './zip-records.ts'

/** Nearly every name: short, plain segments that need no closer look. */
const PLAIN_NAME = /^[A-Za-z0-9_-]{1,64}(?:[./][A-Za-z0-9_-]{1,64}){0,6}$/

/** Why a name may not be in a package; undefined when it may. The rules keep extraction inside its folder anywhere. */
export function explainBadFileName(name: string): string | undefined {
  if (PLAIN_NAME.test(name)) return undefined
  if (name === '') return 'is empty'
  if (encodeUtf8(name).length > NAME_BYTES_LIMIT) return `is longer than ${NAME_BYTES_LIMIT} bytes`
  if (!name.isWellFormed() || name.normalize('NFC') !== name) return 'is not normalized Unicode (NFC)'
  if (/[\\:*?"<>|\p{Cc}\p{Cf}]/u.test(name)) return 'holds a character that is not portable'
  return name
    .split('/')
    .map(explainBadSegment)
    .find((reason) => reason !== undefined)
}

/** What a name becomes on a file system that ignores case; two names may not become the same. */
export function foldFileName(name: string): string {
  return name.toLowerCase()
}

function explainBadSegment(segment: string): string | undefined {
  if (segment === '') return 'has an empty path segment'
  // Covers "." and ".."; Windows drops trailing dots and spaces.
  if (/[. ]$/.test(segment)) return 'has a path segment ending in a dot or space'
  return undefined
}
