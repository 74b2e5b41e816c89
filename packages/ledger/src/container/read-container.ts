import { compareBytes, firstDifference } from '../encoding/bytes.ts'
import { describeLedgerError, LedgerError } from '../ledger-error.ts'
import { decodeFileName, explainBadFileName, foldFileName } from './file-name.ts'
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
  type StoredFile,
  ZIP64_END_BYTES,
} from './zip-records.ts'

/** A file as the central directory states it; offsets and sizes in bytes from the start of the container. */
export interface ContainedFile {
  readonly name: string
  readonly crc: number
  readonly size: number
  /** Where its bytes begin. */
  readonly dataOffset: number
  /** What its local header must be, and where. */
  readonly header: Uint8Array
  readonly headerOffset: number
}

/** Against a directory made only to exhaust memory. */
const FILES_LIMIT = 4_000_000

/**
 * Reads the directory of a canonical container and checks every byte of it and of the end records; the local headers
 * are for `readLocalHeader`. Throws `container-malformed` naming the offset.
 */
export async function readDirectory(window: FileWindow): Promise<ContainedFile[]> {
  const directory = await readEnd(window)
  const files: ContainedFile[] = []
  const folded = new Map<string, string>()
  let at = directory.offset
  let headerOffset = 0
  let previous: StoredFile | undefined
  while (files.length < directory.count) {
    const record = await readCentralRecord(window, at, headerOffset, directory)
    if (previous !== undefined && compareBytes(previous.name, record.name) >= 0) {
      throw malformed(`file ${files.length} is out of order or a repetition`, at)
    }
    const header = encodeLocalHeader(record)
    const dataOffset = headerOffset + header.length
    const name = readName(record.name, folded, at)
    files.push({ name, crc: record.crc, size: record.size, dataOffset, header, headerOffset })
    at += encodeCentralRecord(record).length
    headerOffset = dataOffset + record.size
    previous = record
  }
  if (at !== directory.offset + directory.size) throw malformed('the directory has bytes after its last file', at)
  if (headerOffset !== directory.offset)
    throw malformed('the files do not end where the directory begins', headerOffset)
  return files
}

/** What differs between a file's local header and the directory; undefined when nothing does. */
export async function explainBadLocalHeader(window: FileWindow, file: ContainedFile): Promise<string | undefined> {
  const found = await window.read(file.headerOffset, file.header.length)
  const at = firstDifference(found, file.header)
  return at === -1 ? undefined : `its header differs from the directory at byte ${file.headerOffset + at}`
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

async function readCentralRecord(
  window: FileWindow,
  at: number,
  offset: number,
  directory: Directory,
): Promise<StoredFile> {
  const end = directory.offset + directory.size
  const fixed = await window.read(at, Math.min(CENTRAL_FIXED_BYTES, end - at))
  if (fixed.length < CENTRAL_FIXED_BYTES) throw malformed('the directory is cut off', at)
  const { nameLength, extraLength, crc, size32 } = decodeCentralRecord(fixed)
  const length = CENTRAL_FIXED_BYTES + nameLength + extraLength
  if (at + length > end) throw malformed('the directory is cut off', at)
  const found = new Uint8Array(await window.read(at, length))
  const name = found.subarray(CENTRAL_FIXED_BYTES, CENTRAL_FIXED_BYTES + nameLength)
  const size = decodeSize(size32, found.subarray(CENTRAL_FIXED_BYTES + nameLength))
  // Also keeps the offset, the sum of the sizes so far, exact.
  if (offset + size > directory.offset) throw malformed('a file is said to be longer than the package', at)
  const record = { name, crc, size, offset }
  const differs = firstDifference(found, encodeCentralRecord(record))
  if (differs !== -1) throw malformed('a directory record is not canonical', at + differs)
  return record
}

function readName(bytes: Uint8Array, folded: Map<string, string>, at: number): string {
  const name = decodeName(bytes, at)
  const reason = explainBadFileName(name)
  if (reason !== undefined) throw malformed(`the file name ${JSON.stringify(name)} ${reason}`, at)
  const other = folded.get(foldFileName(name))
  if (other !== undefined) throw malformed(`"${other}" and "${name}" differ only in case`, at)
  folded.set(foldFileName(name), name)
  return name
}

function decodeName(bytes: Uint8Array, at: number): string {
  try {
    return decodeFileName(bytes)
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
