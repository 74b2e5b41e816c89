import PostalMime, { decodeWords } from 'postal-mime'
import { cleanName } from '../../platform/http/receive-upload.ts'
import { malformed } from './wire.ts'

const nestingLimit = 20
const headersLimit = 1024 * 1024
/** As many as one batch of evidence has, less the message itself. */
const attachmentLimit = 99
const signatureImageLimit = 64 * 1024

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

/** What the parser tells of a part. */
interface Part {
  readonly contentType: {
    readonly parsed: { readonly value: string; readonly params: Readonly<Record<string, string>> }
  }
  readonly contentDisposition: Part['contentType']
  readonly contentId?: string | undefined
}

/**
 * Takes a message apart (MIME, RFC 2045). A message within a message stays a file. Throws `malformed-file` for one that is nested or
 * split without measure.
 */
export async function readParts(bytes: Uint8Array): Promise<Parts> {
  const reader = new PartReader({
    forceRfc822Attachments: true,
    maxNestingDepth: nestingLimit,
    maxHeadersSize: headersLimit,
  })
  try {
    await reader.parse(bytes)
  } catch (cause) {
    throw malformed('cannot be taken apart: its MIME parts are not well-formed', cause)
  }
  const attachments = reader.found.filter((part) => !isPicture(part))
  if (attachments.length > attachmentLimit) throw malformed(`has more than ${attachmentLimit} attachments`)
  return {
    attachments: attachments.map(({ part, content }) => ({ name: nameOf(part), bytes: content })),
    pictures: reader.found.length - attachments.length,
  }
}

interface FoundPart {
  readonly part: Part
  readonly content: Uint8Array
}

/** Gathers attachments as their bytes are: the parser alone would rewrite calendars, and take a named text that is shown inline for body. */
class PartReader extends PostalMime {
  readonly found: FoundPart[] = []

  isInlineTextNode(part: Part): boolean {
    const { value } = part.contentType.parsed
    const isText = value === 'text/plain' || value === 'text/html'
    return isText && part.contentDisposition.parsed.value !== 'attachment' && findName(part) === null
  }

  collectAttachment(part: Part, content: ArrayBuffer): void {
    this.found.push({ part, content: new Uint8Array(content) })
  }
}

/** A small picture that the text shows by its Content-ID. It stays in the message, which is kept whole. */
function isPicture({ part, content }: FoundPart): boolean {
  const { contentType, contentDisposition, contentId } = part
  return (
    contentType.parsed.value.startsWith('image/') &&
    contentDisposition.parsed.value !== 'attachment' &&
    contentId !== undefined &&
    content.length <= signatureImageLimit
  )
}

function findName({ contentType, contentDisposition }: Part): string | null {
  const name = contentDisposition.parsed.params['filename'] ?? contentType.parsed.params['name'] ?? ''
  return name === '' ? null : decodeWords(name)
}

function nameOf(part: Part): string {
  const name = findName(part)
  if (name !== null) return cleanName(name)
  return part.contentType.parsed.value === 'message/rfc822' ? 'message.eml' : 'attachment'
}
