import { compareUtf8, decodeUtf8, firstDifference } from '../encoding/bytes.ts'
import { describeLedgerError, LedgerError } from '../ledger-error.ts'
import { explainBadFileName, foldFileName } from './file-name.ts'
import type { FileWindow } from './file-window.ts'
import {
  CENTRAL_FIXED_BYTES,
  decodeCentralRecord,
  decodeEnd,
  decodeSize,
  type Directory,
  encodeCentralRecord,
  encodeEnd,
  encodeLocalHeader,
  END_BYTES,
  localHeaderLength,
  NAME_BYTES_LIMIT,
  RecordBuffer,
  type StoredFile,
  ZIP64_END_BYTES,
} from './zip-records.ts'

/** A file as the central directory states it; offsets and sizes in bytes from the start of the container. */
export interface ContainedFile {
  readonly name: string
  readonly crc: number
  readonly size: number
  /** Where its bytes begin, right after its local header. */
  readonly dataOffset: number
  readonly headerOffset: number
}

const RECORD_BYTES = CENTRAL_FIXED_BYTES + NAME_BYTES_LIMIT + 28
/** Against a directory made only to exhaust memory. */
const FILES_LIMIT = 4_000_000

/**
 * Reads the directory of a canonical container and checks every byte of it and of the end records; the local headers
 * are for `readLocalHeader`. Throws `container-malformed` naming the offset.
 */
export async function readDirectory(window: FileWindow): Promise<ContainedFile[]> {
  const directory = await readEnd(window)
  const records = new RecordBuffer()
  const files: ContainedFile[] = []
  let at = directory.offset
  let headerOffset = 0
  let previous = ''
  while (files.length < directory.count) {
    const end = directory.offset + directory.size
    // The longest possible record, so that one look gives all of it.
    const length = Math.min(RECORD_BYTES, end - at)
    const found = window.peek(at, length) ?? (await window.read(at, length))
    const record = readCentralRecord(found, at, headerOffset, directory, records)
    const { name, crc, size } = record
    if (files.length > 0 && compareUtf8(previous, name) >= 0) {
      throw malformed(`file ${files.length} is out of order or a repetition`, at)
    }
    const reason = explainBadFileName(name)
    if (reason !== undefined) throw malformed(`the file name ${JSON.stringify(name)} ${reason}`, at)
    at += record.length
    const dataOffset = headerOffset + localHeaderLength(record.nameLength, size)
    files.push({ name, crc, size, dataOffset, headerOffset })
    headerOffset = dataOffset + size
    previous = name
  }
  if (at !== directory.offset + directory.size) throw malformed('the directory has bytes after its last file', at)
  if (headerOffset !== directory.offset)
    throw malformed('the files do not end where the directory begins', headerOffset)
  checkFolding(files, directory.offset)
  return files
}

/** What differs between a file's local header, as found, and the directory; undefined when nothing does. */
export function explainBadLocalHeader(
  found: Uint8Array,
  { name, crc, size, headerOffset }: ContainedFile,
  records: RecordBuffer,
): string | undefined {
  const at = firstDifference(found, encodeLocalHeader({ name, crc, size, offset: headerOffset }, records))
  return at === -1 ? undefined : `its header differs from the directory at byte ${headerOffset + at}`
}

async function readEnd(window: FileWindow): Promise<Directory> {
  if (window.size < END_BYTES) throw malformed('it is too short to be a package', window.size)
  const end = new Uint8Array(await window.read(window.size - END_BYTES, END_BYTES))
  const largeOffset = window.size - END_BYTES - ZIP64_END_BYTES
  const large = largeOffset >= 0 ? new Uint8Array(await window.read(largeOffset, ZIP64_END_BYTES)) : undefined
  const directory = decodeEnd(end, large)
  const { count, size, offset } = directory
  if (![count, size, offset].every(Number.isSafeInteger)) throw malformed('its end record is damaged', largeOffset)
  const expected = encodeEnd(directory)
  const endOffset = window.size - expected.length
  const found = endOffset < 0 ? new Uint8Array() : await window.read(endOffset, expected.length)
  const at = firstDifference(found, expected)
  if (at !== -1)
    throw malformed('its end record is damaged, cut off or followed by other bytes', Math.max(0, endOffset) + at)
  if (offset + size !== endOffset) throw malformed('the directory does not end where the end record begins', endOffset)
  if (count > FILES_LIMIT) throw malformed(`it claims more than ${FILES_LIMIT} files`, endOffset)
  return directory
}

function readCentralRecord(
  found: Uint8Array,
  at: number,
  offset: number,
  directory: Directory,
  records: RecordBuffer,
): StoredFile & { readonly length: number; readonly nameLength: number } {
  if (found.length < CENTRAL_FIXED_BYTES) throw malformed('the directory is cut off', at)
  const { nameLength, extraLength, crc, size32 } = decodeCentralRecord(found)
  if (nameLength > NAME_BYTES_LIMIT) throw malformed(`a file name is longer than ${NAME_BYTES_LIMIT} bytes`, at)
  const length = CENTRAL_FIXED_BYTES + nameLength + extraLength
  const extraAt = CENTRAL_FIXED_BYTES + nameLength
  const name = decodeName(found.subarray(CENTRAL_FIXED_BYTES, extraAt), at)
  const size = decodeSize(size32, found.subarray(extraAt, length))
  // Also keeps the offset, the sum of the sizes so far, exact.
  if (offset + size > directory.offset) throw malformed('a file is said to be longer than the package', at)
  const record = { name, crc, size, offset }
  const differs = firstDifference(found.subarray(0, length), encodeCentralRecord(record, records))
  if (differs !== -1) throw malformed('a directory record is not canonical', at + differs)
  return { name, crc, size, offset, length, nameLength }
}

/** Two names may not become one where case is ignored. Sorted names are unlike already, so few need a look. */
function checkFolding(files: readonly ContainedFile[], at: number): void {
  const isFolded = (name: string): boolean => foldFileName(name) === name
  if (files.every(({ name }) => isFolded(name))) return
  const folded = new Map<string, string>()
  for (const { name } of files) {
    const other = folded.get(foldFileName(name))
    if (other !== undefined) throw malformed(`"${other}" and "${name}" differ only in case`, at)
    folded.set(foldFileName(name), name)
  }
}

function decodeName(bytes: Uint8Array, at: number): string {
  try {
    return decodeUtf8(bytes, 'A file name')
  } catch (error) {
    throw malformed(describeLedgerError(error), at)
  }
}

function malformed(reason: string, offset: number): LedgerError {
  return new LedgerError(
    'container-malformed',
    `The container is not a canonical package: ${reason} (byte ${offset}); get the original file again.`,
  )
}
