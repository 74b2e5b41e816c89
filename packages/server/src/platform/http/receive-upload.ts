import { EvidentiaError } from '@evidentia/core'
import type { FastifyRequest } from 'fastify'
import type { BlobStore } from '../blobs/blob-store.ts'
import type { Upload } from './operation.ts'

const claimLimit = 64 * 1024
const claimsLimit = 1024 * 1024
const drainMs = 30_000

/** What a form may hold: one claim and its file, or claims and a file for each, in the same order. */
export interface FormShape {
  readonly field: 'claim' | 'claims'
  readonly files: number
}

/** A received form: what is claimed, as parsed JSON, and the files. */
export interface ReceivedForm {
  readonly claimed: unknown
  readonly uploads: readonly Upload[]
}

interface Receiving {
  readonly blobs: BlobStore
  readonly organization: string
  /** Bytes of each file. */
  readonly limit: number
  readonly shape: FormShape
  /** Runs before the first byte of a file is stored. */
  readonly judge: (claimed: unknown) => unknown
}

/**
 * Streams a form of one field with what is claimed (JSON) and then its files into memory or temporary files. Whatever is wrong,
 * nothing stays behind.
 */
export async function receiveUpload(
  request: FastifyRequest,
  { blobs, organization, limit, shape, judge }: Receiving,
): Promise<ReceivedForm> {
  const { field, files } = shape
  let claimed: unknown
  let expected = 1
  const uploads: Upload[] = []
  try {
    const fieldSize = field === 'claim' ? claimLimit : claimsLimit
    const parts = request.parts({
      limits: { fieldSize, fields: 1, files, parts: files + 1, fileSize: Number.MAX_SAFE_INTEGER },
    })
    for await (const part of parts) {
      if (part.type === 'field') {
        if (part.fieldname !== field || claimed !== undefined)
          throw badForm(`it has a field "${part.fieldname.slice(0, 40)}" where one ${field} is taken`, shape)
        if (part.valueTruncated)
          throw new EvidentiaError('too-large', `The ${field} is larger than ${fieldSize / 1024} KiB.`, {
            place: { field },
          })
        claimed = judge(parseClaimed(part.value, field))
        if (Array.isArray(claimed)) expected = claimed.length
        continue
      }
      if (claimed === undefined) throw badForm(`the ${field} must come before the file`, shape)
      if (part.fieldname !== 'file')
        throw badForm(`it has a file "${part.fieldname.slice(0, 40)}" where one called file is taken`, shape)
      if (uploads.length === expected) throw badForm(`it has more files than claims (${expected})`, shape)
      const name = cleanName(part.filename)
      uploads.push({ name, blob: await blobs.stage(organization, part.file, limit, name) })
    }
    if (claimed === undefined) throw badForm(`it has no ${field}`, shape)
    if (uploads.length === 0) throw badForm('it has no file', shape)
    if (uploads.length < expected) throw badForm(`it has ${expected} claims and ${uploads.length} files`, shape)
    return { claimed, uploads }
  } catch (error) {
    for (const { blob } of uploads) await blob.discard()
    drain(request)
    throw error
  }
}

function parseClaimed(value: unknown, field: string): unknown {
  // A part sent as application/json arrives parsed.
  if (typeof value !== 'string') return value
  try {
    return JSON.parse(value)
  } catch (cause) {
    throw new EvidentiaError('invalid-input', `The ${field} is not valid JSON.`, { place: { field }, cause })
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

function badForm(reason: string, { field }: FormShape): EvidentiaError {
  return new EvidentiaError('invalid-input', `The form is not as this operation takes it: ${reason}.`, {
    remedy:
      field === 'claim'
        ? 'Send a field claim with JSON, then a field file.'
        : 'Send a field claims with a JSON array, then a field file for each, in the same order.',
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
