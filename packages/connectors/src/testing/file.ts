import { EvidentiaError, recordSchema } from '@evidentia/core'
import type { ImportFile, Importer, SkippedItem, TypedRecord } from '@evidentia/core'

/** `bytes` as a file that arrives in pieces of `chunk` bytes, as from a slow client. */
export function fileOf(name: string, bytes: Uint8Array | string, chunk = 4096): ImportFile {
  const all = typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes
  return { name, bytes: piecesOf(all, chunk) }
}

async function* piecesOf(bytes: Uint8Array, chunk: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += chunk) yield await Promise.resolve(bytes.subarray(at, at + chunk))
}

/** Everything an importer finds in a file, completed and checked as when it is derived. */
export async function importAll(
  importer: Importer,
  file: ImportFile,
): Promise<{ records: TypedRecord[]; skipped: SkippedItem[] }> {
  const records: TypedRecord[] = []
  const skipped: SkippedItem[] = []
  for await (const item of importer.read(file)) {
    if ('skipped' in item) skipped.push(item.skipped)
    else records.push(recordSchema.parse(item.record))
  }
  return { records, skipped }
}

/** The refusal with which `work` ends; anything else it throws, and success, fails the test. */
export async function refusalOf(work: Promise<unknown>): Promise<EvidentiaError> {
  try {
    await work
  } catch (error) {
    if (error instanceof EvidentiaError) return error
    throw error
  }
  throw new Error('nothing was refused')
}
