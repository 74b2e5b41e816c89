import { createHash, hash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { concatBytes } from '../encoding/bytes.ts'
import { LedgerError } from '../ledger-error.ts'
import { ChunkJoiner } from './chunk-joiner.ts'
import { encodeCentralRecord, encodeEnd, encodeLocalHeader, RecordBuffer, type StoredFile } from './zip-records.ts'

type Chunks = AsyncIterable<Uint8Array> | Iterable<Uint8Array>

/** A file to be stored: its bytes come from `open`, which may be called twice and must give the same both times. */
export interface SourceFile {
  readonly name: string
  readonly size: number
  /** Lowercase hexadecimal. */
  readonly sha256: string
  open(): Chunks
  /**
   * For a small file that can be had at once: fills `target`, which is longer than the file should be, and returns how
   * many bytes there were. Saves an allocation for each of a hundred thousand files.
   */
  readInto?(target: Uint8Array): number
}

/** Files up to this size are held in memory; larger ones are read once for their checksum and once to be written. */
const BUFFERED_BYTES = 1 << 20

/**
 * The bytes of a canonical container holding these files, which must come sorted by name. Memory stays constant.
 * Throws `package-input-invalid` when a file is not what its size and hash say.
 */
export async function* encodeContainer(
  files: Iterable<SourceFile>,
  out = new ChunkJoiner(),
): AsyncGenerator<Uint8Array> {
  const scratch = new Uint8Array(BUFFERED_BYTES + 1)
  const records = new RecordBuffer()
  const stored: StoredFile[] = []
  let offset = 0
  for (const file of files) {
    // Waiting for what is there already would cost more than all else for small files.
    const content = prepareContent(file, scratch)
    const { crc, whole } = content instanceof Promise ? await content : content
    const record = { name: file.name, crc, size: file.size, offset }
    const header = encodeLocalHeader(record, records)
    offset += header.length + file.size
    stored.push(record)
    out.add(header)
    if (whole === undefined) {
      for await (const chunk of readAgain(file, crc)) {
        out.add(chunk)
        while (out.hasFull) yield out.take()
      }
    } else {
      out.add(whole)
    }
    while (out.hasFull) yield out.take()
  }
  yield* encodeDirectory(stored, offset, records, out)
}

function* encodeDirectory(
  stored: readonly StoredFile[],
  offset: number,
  records: RecordBuffer,
  out: ChunkJoiner,
): Generator<Uint8Array> {
  let size = 0
  for (const record of stored) {
    const central = encodeCentralRecord(record, records)
    size += central.length
    out.add(central)
    while (out.hasFull) yield out.take()
  }
  out.add(encodeEnd({ count: stored.length, size, offset }))
  while (out.hasFull) yield out.take()
  yield out.rest()
}

/** The checksum, which the local header states before the first byte, and the bytes when they are few enough. */
interface Content {
  readonly crc: number
  readonly whole: Uint8Array | undefined
}

function prepareContent(file: SourceFile, scratch: Uint8Array): Content | Promise<Content> {
  if (file.readInto !== undefined && file.size <= BUFFERED_BYTES) {
    const whole = scratch.subarray(0, file.readInto(scratch.subarray(0, file.size + 1)))
    if (whole.length !== file.size || hash('sha256', whole, 'hex') !== file.sha256) throw notAsAnnounced(file)
    return { crc: crc32(whole), whole }
  }
  const chunks = file.open()
  if (Symbol.asyncIterator in chunks) return digestStream(file, chunks)
  const digest = new ContentDigest(file)
  for (const chunk of chunks) if (!digest.add(chunk)) break
  return digest.finish()
}

async function digestStream(file: SourceFile, chunks: AsyncIterable<Uint8Array>): Promise<Content> {
  const digest = new ContentDigest(file)
  for await (const chunk of chunks) if (!digest.add(chunk)) break
  return digest.finish()
}

/** Checks a file against its announced size and hash while it passes; keeps the bytes of a small one. */
class ContentDigest {
  readonly #file: SourceFile
  readonly #kept: Uint8Array[] | undefined
  readonly #digest: ReturnType<typeof createHash> | undefined
  #crc = 0
  #size = 0

  constructor(file: SourceFile) {
    this.#file = file
    if (file.size <= BUFFERED_BYTES) this.#kept = []
    else this.#digest = createHash('sha256')
  }

  /** False when more came than was announced, and reading on is pointless. */
  add(chunk: Uint8Array): boolean {
    this.#size += chunk.length
    if (this.#size > this.#file.size) return false
    this.#crc = crc32(chunk, this.#crc)
    this.#kept?.push(chunk)
    this.#digest?.update(chunk)
    return true
  }

  finish(): Content {
    const whole = this.#kept === undefined ? undefined : joinOnce(this.#kept)
    const sha256 = whole === undefined ? this.#digest?.digest('hex') : hash('sha256', whole, 'hex')
    if (this.#size === this.#file.size && sha256 === this.#file.sha256) return { crc: this.#crc, whole }
    throw notAsAnnounced(this.#file)
  }
}

function notAsAnnounced({ name, size, sha256 }: SourceFile): LedgerError {
  return new LedgerError(
    'package-input-invalid',
    `The file "${name}" is not the ${size} bytes with the SHA-256 ${sha256} it was announced as; check its source.`,
  )
}

function joinOnce(chunks: readonly Uint8Array[]): Uint8Array {
  const [first] = chunks
  return chunks.length === 1 && first !== undefined ? first : concatBytes(chunks)
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
