import { EvidentiaError } from '@evidentia/core'
import type { BlobStore } from '../../platform/blobs/blob-store.ts'
import type { Transactions } from '../../platform/db/transactions.ts'
import { KeyDestroyed } from '../../platform/keys/key-destroyed.ts'
import { TextReader } from './text-reader.ts'
import * as store from './store.ts'

/** Raised whenever the same bytes would give other words; what an older reader read is read again. */
const reader = 1
const batch = 50
/** Larger files are found by name only. */
const sizeLimit = 32 * 1024 * 1024

interface Parts {
  readonly transactions: Transactions
  readonly blobs: BlobStore
}

/** Makes the content of artifacts findable. All it writes is a cache: lost, it is read from the artifacts again. */
export class SearchService {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** Reads every artifact of an organization that was not read yet, oldest first. Returns how many. */
  async index(organization: string): Promise<number> {
    const texts = new TextReader()
    let after = -1
    let read = 0
    try {
      for (;;) {
        const unread = await this.#parts.transactions.read({ organization }, async (tx) =>
          store.listUnread(tx, reader, after, batch),
        )
        for (const item of unread) if (await this.#indexOne(organization, item, texts)) read += 1
        const last = unread.at(-1)
        if (last === undefined) return read
        after = last.entry
      }
    } finally {
      await texts.close()
    }
  }

  /** False when the bytes cannot be had now; they are asked for again the next time. Those of a destroyed key have no words. */
  async #indexOne(organization: string, item: store.Unread, texts: TextReader): Promise<boolean> {
    const { transactions, blobs } = this.#parts
    const bytes =
      item.size > sizeLimit ? new Uint8Array() : await readAll(blobs.open(organization, item.sha256)).catch(asAbsent)
    if (bytes === null) return false
    const words = await texts.read(item.name, bytes)
    await transactions.cache(organization, async (db) =>
      store.replaceWords(db, organization, item.evidence, reader, words),
    )
    return true
  }
}

async function readAll(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  for await (const chunk of stream) chunks.push(chunk)
  // A copy of its own: it is handed over to another thread.
  return Uint8Array.from(Buffer.concat(chunks))
}

function asAbsent(error: unknown): Uint8Array<ArrayBuffer> | null {
  if (error instanceof KeyDestroyed) return new Uint8Array()
  if (error instanceof EvidentiaError && error.code === 'unavailable') return null
  throw error
}
