import { randomUUID } from 'node:crypto'
import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import type { EvidenceClaim } from '@evidentia/core'
import { readChunks } from '../folder/read-chunks.ts'

/** A multipart form (RFC 7578) whose file is read from the disk as it is sent. Its body can be read once. */
export interface EvidenceForm {
  readonly contentType: string
  readonly body: AsyncIterable<Uint8Array>
}

/**
 * The form of one upload. The claim comes first, so that the server decides by it before the first byte of the file is
 * stored. Throws the system's error when the file cannot be opened.
 */
export async function openForm(path: string, claim: EvidenceClaim): Promise<EvidenceForm> {
  // A file that cannot be opened is the caller's mistake and not the network's: it must show before anything is sent.
  await (await open(path, 'r')).close()
  const boundary = `evidentia-${randomUUID()}`
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    body: writeParts(path, claim, boundary),
  }
}

async function* writeParts(path: string, claim: EvidenceClaim, boundary: string): AsyncGenerator<Uint8Array> {
  const file = `form-data; name="file"; filename="${escapeName(basename(path))}"`
  yield encode(
    `--${boundary}\r\ncontent-disposition: form-data; name="claim"\r\n\r\n${JSON.stringify(claim)}\r\n` +
      `--${boundary}\r\ncontent-disposition: ${file}\r\ncontent-type: application/octet-stream\r\n\r\n`,
  )
  yield* readChunks(path)
  yield encode(`\r\n--${boundary}--\r\n`)
}

/** As browsers do (WHATWG HTML, multipart form data): a quote or line break in a name must not end the header. */
function escapeName(name: string): string {
  return name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function encode(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'utf8'))
}
