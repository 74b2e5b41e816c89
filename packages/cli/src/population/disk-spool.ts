import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Spool } from '@evidentia/core'
import { readChunks } from '../folder/read-chunks.ts'

/** Temporary files of this user alone for what is being sorted; gone when it is disposed of. */
export class DiskSpool implements Spool, AsyncDisposable {
  readonly #folder: string
  #files = 0

  static async open(): Promise<DiskSpool> {
    return new DiskSpool(await mkdtemp(join(tmpdir(), 'evidentia-sort-')))
  }

  private constructor(folder: string) {
    this.#folder = folder
  }

  async write(lines: Iterable<string>) {
    const path = join(this.#folder, String((this.#files += 1)))
    await pipeline(Readable.from(inPieces(lines)), createWriteStream(path, { mode: 0o600 }))
    return { read: () => readBatches(path), remove: async () => rm(path, { force: true }) }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true })
  }
}

function* inPieces(lines: Iterable<string>): Generator<string> {
  let text = ''
  for (const line of lines) {
    text += `${line}\n`
    if (text.length < 1 << 18) continue
    yield text
    text = ''
  }
  yield text
}

async function* readBatches(path: string): AsyncGenerator<readonly string[]> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of readChunks(path)) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    yield lines
  }
}
