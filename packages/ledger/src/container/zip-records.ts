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

export const CENTRAL_FIXED_BYTES = 46
export const END_BYTES = 22
export const ZIP64_END_BYTES = 56 + 20

/** One stored file. `size` and `offset` in bytes; `name` is the raw UTF-8. */
export interface StoredFile {
  readonly name: Uint8Array
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

export function encodeLocalHeader({ name, crc, size }: StoredFile): Uint8Array {
  const extra = size >= MAX_32 ? [size, size] : []
  const record = new FieldWriter(30 + name.length + extraLength(extra))
  record.u32(LOCAL_SIGNATURE)
  record.u16(VERSION)
  writeFileFields(record, crc, size)
  record.u16(name.length)
  record.u16(extraLength(extra))
  record.bytes(name)
  writeExtra(record, extra)
  return record.done()
}

export function encodeCentralRecord({ name, crc, size, offset }: StoredFile): Uint8Array {
  const extra = [...(size >= MAX_32 ? [size, size] : []), ...(offset >= MAX_32 ? [offset] : [])]
  const record = new FieldWriter(CENTRAL_FIXED_BYTES + name.length + extraLength(extra))
  record.u32(CENTRAL_SIGNATURE)
  record.u16(VERSION)
  record.u16(VERSION)
  writeFileFields(record, crc, size)
  record.u16(name.length)
  record.u16(extraLength(extra))
  record.u16(0) // comment
  record.u16(0) // disk
  record.u16(0) // internal attributes
  record.u32(0) // external attributes
  record.u32(Math.min(offset, MAX_32))
  record.bytes(name)
  writeExtra(record, extra)
  return record.done()
}

/** What follows the central directory: the end record, preceded by the zip64 ones only when a number needs them. */
export function encodeEnd(directory: Directory): Uint8Array {
  const { count, size, offset } = directory
  const isLarge = count >= MAX_16 || size >= MAX_32 || offset >= MAX_32
  const record = new FieldWriter(END_BYTES + (isLarge ? ZIP64_END_BYTES : 0))
  if (isLarge) writeZip64End(record, directory)
  record.u32(END_SIGNATURE)
  record.u16(0)
  record.u16(0)
  record.u16(Math.min(count, MAX_16))
  record.u16(Math.min(count, MAX_16))
  record.u32(Math.min(size, MAX_32))
  record.u32(Math.min(offset, MAX_32))
  record.u16(0)
  return record.done()
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

function writeFileFields(record: FieldWriter, crc: number, size: number): void {
  record.u16(FLAGS)
  record.u16(0) // method: stored
  record.u16(0) // DOS time
  record.u16(DOS_DATE)
  record.u32(crc)
  record.u32(Math.min(size, MAX_32))
  record.u32(Math.min(size, MAX_32))
}

function writeZip64End(record: FieldWriter, { count, size, offset }: Directory): void {
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

function writeExtra(record: FieldWriter, numbers: readonly number[]): void {
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

/** Writes little-endian fields one after the other. */
class FieldWriter {
  readonly #view: DataView
  readonly #bytes: Uint8Array
  #at = 0

  constructor(length: number) {
    this.#bytes = new Uint8Array(length)
    this.#view = viewOf(this.#bytes)
  }

  u16(value: number): void {
    this.#view.setUint16(this.#at, value, true)
    this.#at += 2
  }

  u32(value: number): void {
    this.#view.setUint32(this.#at, value, true)
    this.#at += 4
  }

  u64(value: number): void {
    this.#view.setBigUint64(this.#at, BigInt(value), true)
    this.#at += 8
  }

  bytes(value: Uint8Array): void {
    this.#bytes.set(value, this.#at)
    this.#at += value.length
  }

  done(): Uint8Array {
    return this.#bytes
  }
}
