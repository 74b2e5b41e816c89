import { createReadStream } from 'node:fs'
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
  const { size, sha256 } = await sha256HexOfStream(readChunks(path))
  return { name, role, size, sha256, open: () => readChunks(path) }
}

/** The same for an artifact, named by its hash. */
export async function artifactFromPath(path: string): Promise<PackageFile> {
  const { size, sha256 } = await sha256HexOfStream(readChunks(path))
  return { name: `${ARTIFACT_FOLDER}${sha256}`, role: 'artifact', size, sha256, open: () => readChunks(path) }
}

export function artifactFromBytes(bytes: Uint8Array): PackageFile {
  return fileFromBytes(`${ARTIFACT_FOLDER}${sha256Hex(bytes)}`, 'artifact', bytes)
}

async function* readChunks(path: string): AsyncGenerator<Uint8Array> {
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 18 })) {
    if (chunk instanceof Uint8Array) yield chunk
  }
}
