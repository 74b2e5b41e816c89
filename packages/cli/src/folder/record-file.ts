import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import { deriveRecords, guessMediaType, recognizeByMapping, recognizeImporter } from '@evidentia/connectors'
import type { Artifact, Derived, Importer, VersionedMapping } from '@evidentia/core'
import { EvidentiaError } from '@evidentia/core'

/** A file that was hashed, with what an importer found in it. */
export interface RecordedFile {
  readonly artifact: Artifact
  readonly derived: Derived | null
  /** The derived records as NDJSON; null where no importer knows the file. */
  readonly records: Uint8Array | null
}

const HEAD_BYTES = 1 << 16

/**
 * Reads one file once, hashing the very bytes that the importer sees. `name` is what messages call it. Where a person named an importer
 * the content is not asked; where no importer knows it, saved mappings are.
 * Throws EvidentiaError for an empty or malformed file; a file that cannot be opened fails as the system says.
 */
export async function recordFile(
  path: string,
  name: string,
  {
    chosen,
    mappings = [],
  }: { readonly chosen?: Importer | undefined; readonly mappings?: readonly VersionedMapping[] } = {},
): Promise<RecordedFile> {
  const file = await open(path, 'r')
  try {
    const head = await readHead(file)
    if (head.length === 0) {
      throw new EvidentiaError('empty-file', `${name} is empty (0 bytes).`, {
        place: { file: name },
        remedy: 'Export it again; an empty file proves nothing.',
      })
    }
    const digest = new PassingDigest(file.createReadStream({ start: 0, autoClose: false }))
    const importer =
      chosen ??
      recognizeImporter(head, name) ??
      (await recognizeByMapping(() => ({ name, bytes: createReadStream(path) }), mappings))
    const found = importer === null ? null : await derive(importer, name, digest)
    await digest.drain()
    const artifact = { ...digest.finish(), name: basename(name), mediaType: guessMediaType(name) }
    return { artifact, derived: found?.derived ?? null, records: found?.records ?? null }
  } finally {
    await file.close()
  }
}

async function derive(importer: Importer, name: string, bytes: AsyncIterable<Uint8Array>) {
  const chunks: Uint8Array[] = []
  const digest = createHash('sha256')
  const write = (chunk: Uint8Array) => {
    digest.update(chunk)
    chunks.push(chunk)
  }
  const { counts, skipped, skippedTotal } = await deriveRecords({ importer, file: { name, bytes }, write })
  const records = new Uint8Array(Buffer.concat(chunks))
  const derived: Derived = {
    importer: importer.id,
    version: importer.version,
    sha256: digest.digest('hex'),
    size: records.length,
    counts,
    skipped,
    skippedTotal,
  }
  return { derived, records }
}

async function readHead(file: Awaited<ReturnType<typeof open>>): Promise<Uint8Array> {
  const buffer = new Uint8Array(HEAD_BYTES)
  let length = 0
  while (length < HEAD_BYTES) {
    const { bytesRead } = await file.read(buffer, length, HEAD_BYTES - length, length)
    if (bytesRead === 0) break
    length += bytesRead
  }
  return buffer.subarray(0, length)
}

/** Bytes that are hashed as they pass. */
class PassingDigest implements AsyncIterable<Uint8Array> {
  readonly #chunks: AsyncIterator<unknown>
  readonly #digest = createHash('sha256')
  #size = 0

  constructor(chunks: AsyncIterable<unknown>) {
    this.#chunks = chunks[Symbol.asyncIterator]()
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    for (let next = await this.#chunks.next(); next.done !== true; next = await this.#chunks.next()) {
      if (!(next.value instanceof Uint8Array)) continue
      this.#digest.update(next.value)
      this.#size += next.value.length
      yield next.value
    }
  }

  /** Hashes what an importer left unread. */
  async drain(): Promise<void> {
    for await (const chunk of this) void chunk
  }

  finish(): { sha256: string; size: number } {
    return { sha256: this.#digest.digest('hex'), size: this.#size }
  }
}
