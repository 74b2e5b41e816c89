// The byte layout of a canonical package container: APPNOTE.TXT 6.3 records with every free choice taken away.
// Stored (no compression), one fixed version, time and flag, no comments, no extra fields but the zip64 one, and that
// only where a number does not fit. The reader encodes what it expects and compares, so no byte is left undetermined.

const LOCAL_SIGNATURE = 0x04034b50
const CENTRAL_SIGNATURE = 0x02014b50
const END_SIGNATURE = 0x06054b50
const ZIP64_END_SIGNATURE = 0x06064b50
const ZIP64_LOCATOR_SIGNATURE = 0x07064b50
const ZIP64_EXTRA = 0x0001

/** Version 4.5, the first with zip64, stated everywhere so that it says nothing about the content. */
const VERSION = 45
/** Bit 11: names are UTF-8. */
const FLAGS = 0x0800
/** 1980-01-01, the first day of DOS time: the container tells no time, the manifest does. */
const DOS_DATE = 0x0021

const MAX_16 = 0xffff
const MAX_32 = 0xffffffff
const NO_EXTRA: readonly number[] = []

const LOCAL_FIXED_BYTES = 30
export const CENTRAL_FIXED_BYTES = 46
export const END_BYTES = 22
export const ZIP64_END_BYTES = 56 + 20

/** Names longer than this are refused, which bounds every record. */
export const NAME_BYTES_LIMIT = 512
const RECORD_BYTES_LIMIT = CENTRAL_FIXED_BYTES + NAME_BYTES_LIMIT + 4 + 3 * 8

/** One stored file. `size` and `offset` in bytes; `name` at most 512 bytes of UTF-8. */
export interface StoredFile {
  readonly name: string
  readonly crc: number
  readonly size: number
  /** Of its local header. */
  readonly offset: number
}

export interface Directory {
  readonly count: number
  readonly size: number
  readonly offset: number
}

/** The length of the record in front of a file, whose name has so many bytes. */
export function localHeaderLength(nameLength: number, size: number): number {
  return LOCAL_FIXED_BYTES + nameLength + (size >= MAX_32 ? 20 : 0)
}

/** The record in front of a file. Valid until `into` is used again. */
export function encodeLocalHeader({ name, crc, size }: StoredFile, into = new RecordBuffer()): Uint8Array {
  const extra = size >= MAX_32 ? [size, size] : NO_EXTRA
  const nameLength = into.start(LOCAL_FIXED_BYTES, name)
  into.u32(LOCAL_SIGNATURE)
  into.u16(VERSION)
  writeFileFields(into, crc, size)
  into.u16(nameLength)
  into.u16(extraLength(extra))
  into.skip(nameLength)
  writeExtra(into, extra)
  return into.written()
}

/** The record in the directory. Valid until `into` is used again. */
export function encodeCentralRecord({ name, crc, size, offset }: StoredFile, into = new RecordBuffer()): Uint8Array {
  const extra =
    size >= MAX_32 || offset >= MAX_32
      ? [...(size >= MAX_32 ? [size, size] : []), ...(offset >= MAX_32 ? [offset] : [])]
      : NO_EXTRA
  const nameLength = into.start(CENTRAL_FIXED_BYTES, name)
  into.u32(CENTRAL_SIGNATURE)
  into.u16(VERSION)
  into.u16(VERSION)
  writeFileFields(into, crc, size)
  into.u16(nameLength)
  into.u16(extraLength(extra))
  into.u16(0) // comment
  into.u16(0) // disk
  into.u16(0) // internal attributes
  into.u32(0) // external attributes
  into.u32(Math.min(offset, MAX_32))
  into.skip(nameLength)
  writeExtra(into, extra)
  return into.written()
}

/** What follows the central directory: the end record, preceded by the zip64 ones only when a number needs them. */
export function encodeEnd(directory: Directory): Uint8Array {
  const { count, size, offset } = directory
  const isLarge = count >= MAX_16 || size >= MAX_32 || offset >= MAX_32
  const record = new RecordBuffer()
  if (isLarge) writeZip64End(record, directory)
  record.u32(END_SIGNATURE)
  record.u16(0)
  record.u16(0)
  record.u16(Math.min(count, MAX_16))
  record.u16(Math.min(count, MAX_16))
  record.u32(Math.min(size, MAX_32))
  record.u32(Math.min(offset, MAX_32))
  record.u16(0)
  return record.written()
}

/** Reads the numbers of an end block, believing nothing: the caller encodes them again and compares. */
export function decodeEnd(end: Uint8Array, zip64: Uint8Array | undefined): Directory {
  const view = viewOf(end)
  const directory = {
    count: view.getUint16(10, true),
    size: view.getUint32(12, true),
    offset: view.getUint32(16, true),
  }
  const isLarge = directory.count === MAX_16 || directory.size === MAX_32 || directory.offset === MAX_32
  if (!isLarge || zip64 === undefined) return directory
  const large = viewOf(zip64)
  return { count: readU64(large, 32), size: readU64(large, 40), offset: readU64(large, 48) }
}

/** Reads name length, checksum and size of a central record likewise. */
export function decodeCentralRecord(record: Uint8Array): {
  nameLength: number
  extraLength: number
  crc: number
  size32: number
} {
  const view = viewOf(record)
  return {
    nameLength: view.getUint16(28, true),
    extraLength: view.getUint16(30, true),
    crc: view.getUint32(16, true),
    size32: view.getUint32(20, true),
  }
}

/** The size of a file: the 32-bit one, or the first number of the zip64 field where that is exhausted. */
export function decodeSize(size32: number, extra: Uint8Array): number {
  return size32 === MAX_32 && extra.length >= 12 ? readU64(viewOf(extra), 4) : size32
}

function writeFileFields(record: RecordBuffer, crc: number, size: number): void {
  record.u16(FLAGS)
  record.u16(0) // method: stored
  record.u16(0) // DOS time
  record.u16(DOS_DATE)
  record.u32(crc)
  record.u32(Math.min(size, MAX_32))
  record.u32(Math.min(size, MAX_32))
}

function writeZip64End(record: RecordBuffer, { count, size, offset }: Directory): void {
  record.u32(ZIP64_END_SIGNATURE)
  record.u64(44) // length of what follows
  record.u16(VERSION)
  record.u16(VERSION)
  record.u32(0)
  record.u32(0)
  record.u64(count)
  record.u64(count)
  record.u64(size)
  record.u64(offset)
  record.u32(ZIP64_LOCATOR_SIGNATURE)
  record.u32(0)
  record.u64(offset + size)
  record.u32(1)
}

function extraLength(numbers: readonly number[]): number {
  return numbers.length === 0 ? 0 : 4 + 8 * numbers.length
}

function writeExtra(record: RecordBuffer, numbers: readonly number[]): void {
  if (numbers.length === 0) return
  record.u16(ZIP64_EXTRA)
  record.u16(8 * numbers.length)
  for (const number of numbers) record.u64(number)
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

function readU64(view: DataView, at: number): number {
  // Beyond 2^53 the value is inexact; encoding it again then differs, or the file is not that long.
  return Number(view.getBigUint64(at, true))
}

/** Writes little-endian fields one after the other, into the same memory for every record. */
export class RecordBuffer {
  readonly #bytes = Buffer.alloc(RECORD_BYTES_LIMIT)
  #at = 0

  /** Begins a record whose name stands at `nameOffset`, and returns the length of the name in bytes. */
  start(nameOffset: number, name: string): number {
    this.#at = 0
    return this.#bytes.write(name, nameOffset, 'utf8')
  }

  u16(value: number): void {
    this.#at = this.#bytes.writeUInt16LE(value, this.#at)
  }

  u32(value: number): void {
    this.#at = this.#bytes.writeUInt32LE(value, this.#at)
  }

  u64(value: number): void {
    this.#at = this.#bytes.writeBigUInt64LE(BigInt(value), this.#at)
  }

  skip(length: number): void {
    this.#at += length
  }

  written(): Uint8Array {
    return this.#bytes.subarray(0, this.#at)
  }
}
