import { EvidentiaError } from '@evidentia/core'
import type { FastifyRequest } from 'fastify'
import type { BlobStore } from '../blobs/blob-store.ts'
import type { Upload } from './operation.ts'

const claimLimit = 64 * 1024
const drainMs = 30_000

/** A received form: the claim as parsed JSON, and the file. */
export interface ReceivedForm {
  readonly claim: unknown
  readonly upload: Upload
}

/**
 * Streams a form of one `claim` (JSON) and then one `file` to a temporary file. `judgeClaim` runs before the first byte of
 * the file is stored. Whatever is wrong, nothing stays behind.
 */
export async function receiveUpload(
  request: FastifyRequest,
  blobs: BlobStore,
  organization: string,
  limit: number,
  judgeClaim: (claim: unknown) => unknown,
): Promise<ReceivedForm> {
  let claim: unknown
  let upload: Upload | null = null
  try {
    const parts = request.parts({
      limits: { fieldSize: claimLimit, fields: 1, files: 1, parts: 3, fileSize: Number.MAX_SAFE_INTEGER },
    })
    for await (const part of parts) {
      if (part.type === 'field') {
        if (part.fieldname !== 'claim' || claim !== undefined)
          throw badForm(`it has a field "${part.fieldname.slice(0, 40)}" where one claim is taken`)
        if (part.valueTruncated)
          throw new EvidentiaError('too-large', 'The claim is larger than 64 KiB.', { place: { field: 'claim' } })
        claim = judgeClaim(parseClaim(part.value))
        continue
      }
      if (claim === undefined) throw badForm('the claim must come before the file')
      if (part.fieldname !== 'file')
        throw badForm(`it has a file "${part.fieldname.slice(0, 40)}" where one called file is taken`)
      const name = cleanName(part.filename)
      upload = { name, blob: await blobs.stage(organization, part.file, limit, name) }
    }
    if (claim === undefined || upload === null)
      throw badForm(claim === undefined ? 'it has no claim' : 'it has no file')
    return { claim, upload }
  } catch (error) {
    await upload?.blob.discard()
    drain(request)
    throw error
  }
}

function parseClaim(value: unknown): unknown {
  // A part sent as application/json arrives parsed.
  if (typeof value !== 'string') return value
  try {
    return JSON.parse(value)
  } catch (cause) {
    throw new EvidentiaError('invalid-input', 'The claim is not valid JSON.', { place: { field: 'claim' }, cause })
  }
}

/** The name without folders and control characters; it is shown, never used as a path. */
export function cleanName(given: string | undefined): string {
  const name =
    (given ?? '')
      .split(/[/\\]/)
      .at(-1)
      ?.replaceAll(/[\p{C}"]/gu, '')
      .trim() ?? ''
  if (name === '' || name === '.' || name === '..') return 'evidence'
  return name.length <= 255 ? name : name.slice(-255)
}

function badForm(reason: string): EvidentiaError {
  return new EvidentiaError('invalid-input', `The form is not as this operation takes it: ${reason}.`, {
    remedy: 'Send a field claim with JSON, then a field file.',
  })
}

/** Lets the client finish sending so that it reads the answer; one that does not end is cut off. */
function drain(request: FastifyRequest): void {
  request.raw.unpipe()
  request.raw.resume()
  const timer = setTimeout(() => request.raw.destroy(), drainMs)
  timer.unref()
  request.raw.once('close', () => clearTimeout(timer))
}
