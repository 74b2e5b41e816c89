import { crc32 } from 'node:zlib'
import { createHash } from 'node:crypto'
import { LedgerError } from '../ledger-error.ts'
import { encodeCentralRecord, encodeEnd, encodeLocalHeader, type StoredFile } from './zip-records.ts'

/** A file to be stored: its bytes come from `open`, which may be called twice and must give the same both times. */
export interface SourceFile {
  readonly name: string
  readonly size: number
  /** Lowercase hexadecimal. */
  readonly sha256: string
  open(): AsyncIterable<Uint8Array> | Iterable<Uint8Array>
}

/** Files up to this size are held in memory; larger ones are read once for their checksum and once to be written. */
const BUFFERED_BYTES = 1 << 20
/** Small pieces are joined until they are worth a system call. */
const CHUNK_BYTES = 1 << 18

/**
 * The bytes of a canonical container holding these files, which must come sorted by name. Memory stays constant.
 * Throws `package-input-invalid` when a file is not what its size and hash say.
 */
export async function* encodeContainer(files: Iterable<SourceFile>): AsyncGenerator<Uint8Array> {
  yield* joinChunks(encodeRecords(files))
}

async function* encodeRecords(files: Iterable<SourceFile>): AsyncGenerator<Uint8Array> {
  const stored: StoredFile[] = []
  let offset = 0
  for (const file of files) {
    const content = await prepareContent(file)
    const record = { name: Buffer.from(file.name, 'utf8'), crc: content.crc, size: file.size, offset }
    const header = encodeLocalHeader(record)
    yield header
    yield* content.chunks
    stored.push(record)
    offset += header.length + file.size
  }
  let size = 0
  for (const record of stored) {
    const central = encodeCentralRecord(record)
    size += central.length
    yield central
  }
  yield encodeEnd({ count: stored.length, size, offset })
}

interface Content {
  readonly crc: number
  readonly chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>
}

// The local header states the checksum, so it must be known before the first byte is written.
async function prepareContent(file: SourceFile): Promise<Content> {
  const isBuffered = file.size <= BUFFERED_BYTES
  const kept: Uint8Array[] = []
  const digest = createHash('sha256')
  let crc = 0
  let size = 0
  for await (const chunk of file.open()) {
    crc = crc32(chunk, crc)
    digest.update(chunk)
    size += chunk.length
    if (size > file.size) break
    if (isBuffered) kept.push(chunk)
  }
  if (size !== file.size || digest.digest('hex') !== file.sha256) {
    throw new LedgerError(
      'package-input-invalid',
      `The file "${file.name}" is not the ${file.size} bytes with the SHA-256 ${file.sha256} it was announced as; check its source.`,
    )
  }
  return { crc, chunks: isBuffered ? kept : readAgain(file, crc) }
}

async function* readAgain(file: SourceFile, expectedCrc: number): AsyncGenerator<Uint8Array> {
  let crc = 0
  let size = 0
  for await (const chunk of file.open()) {
    crc = crc32(chunk, crc)
    size += chunk.length
    yield chunk
  }
  if (size !== file.size || crc !== expectedCrc) {
    throw new LedgerError('package-input-invalid', `The file "${file.name}" changed while it was packed; pack again.`)
  }
}

async function* joinChunks(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let waiting: Uint8Array[] = []
  let size = 0
  for await (const chunk of chunks) {
    waiting.push(chunk)
    size += chunk.length
    if (size < CHUNK_BYTES) continue
    yield Buffer.concat(waiting)
    waiting = []
    size = 0
  }
  if (size > 0) yield Buffer.concat(waiting)
}
