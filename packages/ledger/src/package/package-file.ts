import { closeSync, createReadStream, openSync, readSync } from 'node:fs'
import type { SourceFile } from '../container/write-container.ts'
import { sha256Hex, sha256HexOfStream } from '../encoding/digest.ts'
import { ARTIFACT_FOLDER } from './layout.ts'

/** A file for a package. `role` is a lowercase word such as "program", "matrix" or "readme". */
export interface PackageFile extends SourceFile {
  readonly role: string
}

/** A file whose bytes are at hand. */
export function fileFromBytes(name: string, role: string, bytes: Uint8Array): PackageFile {
  return { name, role, size: bytes.length, sha256: sha256Hex(bytes), open: () => [bytes] }
}

/** A file on disk, hashed now and read again while packing; memory stays constant. */
export async function fileFromPath(name: string, role: string, path: string): Promise<PackageFile> {
  return new PathFile(name, role, path, await sha256HexOfStream(readChunks(path)))
}

/** The same for an artifact, named by its hash. */
export async function artifactFromPath(path: string): Promise<PackageFile> {
  return artifactFromStore(path, await sha256HexOfStream(readChunks(path)))
}

export function artifactFromBytes(bytes: Uint8Array): PackageFile {
  return fileFromBytes(`${ARTIFACT_FOLDER}${sha256Hex(bytes)}`, 'artifact', bytes)
}

/** An artifact on disk whose hash and size were recorded before, so that it is read once only; packing checks both. */
export function artifactFromStore(path: string, content: { sha256: string; size: number }): PackageFile {
  return new PathFile(`${ARTIFACT_FOLDER}${content.sha256}`, 'artifact', path, content)
}

/** A class, since there may be a hundred thousand: their functions are shared. */
class PathFile implements PackageFile {
  readonly name: string
  readonly role: string
  readonly size: number
  readonly sha256: string
  readonly #path: string

  constructor(name: string, role: string, path: string, content: { sha256: string; size: number }) {
    this.name = name
    this.role = role
    this.size = content.size
    this.sha256 = content.sha256
    this.#path = path
  }

  open(): AsyncIterable<Uint8Array> {
    return readChunks(this.#path)
  }

  /** Blocks for some 20 microseconds where a stream takes ten times as long. */
  readInto(target: Uint8Array): number {
    const file = openSync(this.#path, 'r')
    try {
      let length = 0
      for (;;) {
        const read = readSync(file, target, length, target.length - length, null)
        length += read
        if (read === 0 || length === target.length) return length
      }
    } finally {
      closeSync(file)
    }
  }
}

async function* readChunks(path: string): AsyncGenerator<Uint8Array> {
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    if (chunk instanceof Uint8Array) yield chunk
  }
}
