import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { z } from 'zod'
import { cleanName } from '../../platform/http/receive-upload.ts'
import type { MimePart } from './mime.ts'
import { malformed } from './wire.ts'

/** As many as one batch of evidence has, less the message itself. */
const attachmentLimit = 99
const pictureLimit = 64 * 1024
/** Half a million lines that are not encoded take a quarter of it; clients wait for ten minutes (RFC 5321 section 4.5.3.2.6). */
const timeLimitMs = 60_000
const memoryLimitMib = 256

/** A file that a message carries. */
export interface Attachment {
  readonly name: string
  readonly bytes: Uint8Array
}

/** What a message carries: files, and how many small pictures of its text, such as the logo of a signature, that are none. */
export interface Parts {
  readonly attachments: readonly Attachment[]
  readonly pictures: number
}

/** What a message carries. Throws `malformed-file` for one that cannot be taken apart, or not with measure. */
export async function readParts(bytes: Uint8Array): Promise<Parts> {
  const found = await takeApartAside(bytes)
  if (found === null) throw malformed('cannot be taken apart into its MIME parts, or not within a minute')
  const files = found.filter((part) => !isPicture(part))
  if (files.length > attachmentLimit) throw malformed(`has more than ${attachmentLimit} attachments`)
  return {
    attachments: files.map((part) => ({ name: nameOf(part), bytes: part.bytes })),
    pictures: found.length - files.length,
  }
}

const partsSchema = z
  .array(
    z.strictObject({
      name: z.string().nullable(),
      type: z.string(),
      isAttachment: z.boolean(),
      isShown: z.boolean(),
      bytes: z.instanceof(Uint8Array<ArrayBuffer>),
    }),
  )
  .nullable()

/** Null for a message that took too much or too long, or is not well-formed. */
async function takeApartAside(bytes: Uint8Array): Promise<readonly MimePart[] | null> {
  const worker = startWorker(bytes)
  const answered = new AbortController()
  const timer = setTimeout(() => void worker.terminate(), timeLimitMs)
  const { signal } = answered
  try {
    return await Promise.race([
      once(worker, 'message', { signal }).then(([answer]: unknown[]) => partsSchema.parse(answer)),
      once(worker, 'exit', { signal }).then(() => null),
    ])
  } catch (error) {
    // The thread had no room left for this message; anything else is a defect.
    if (error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY') return null
    throw error
  } finally {
    clearTimeout(timer)
    answered.abort()
    await worker.terminate()
  }
}

function startWorker(bytes: Uint8Array): Worker {
  const program = new URL('./mime-worker.ts', import.meta.url)
  // As published, this file is JavaScript, and that one beside it.
  if (import.meta.url.endsWith('.js')) program.pathname = program.pathname.replace(/\.ts$/, '.js')
  return new Worker(program, {
    workerData: bytes,
    resourceLimits: { maxOldGenerationSizeMb: memoryLimitMib, maxYoungGenerationSizeMb: 8 },
    stderr: true,
    stdout: true,
    env: {},
  })
}

/** A small picture that the text shows by its Content-ID. It stays in the message, which is kept whole. */
function isPicture({ type, isAttachment, isShown, bytes }: MimePart): boolean {
  return type.startsWith('image/') && !isAttachment && isShown && bytes.length <= pictureLimit
}

function nameOf({ name, type }: MimePart): string {
  if (name !== null) return cleanName(name)
  return type === 'message/rfc822' ? 'message.eml' : 'attachment'
}
