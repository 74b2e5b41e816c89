import PostalMime, { decodeWords } from 'postal-mime'

const nestingLimit = 20
const headersLimit = 1024 * 1024

/** A part of a message that is not its text, in the bytes that its encoding gives. */
export interface MimePart {
  /** As the message calls it; null where it does not. */
  readonly name: string | null
  readonly type: string
  readonly isAttachment: boolean
  /** Whether the text can show it, by its Content-ID. */
  readonly isShown: boolean
  readonly bytes: Uint8Array<ArrayBuffer>
}

/**
 * Takes a message apart (MIME, RFC 2045). A message within a message stays one part. Rejects one that is nested or has headers without
 * measure. Runs in a thread of its own: a message made of a million parts costs its thread.
 */
export async function takeApart(bytes: Uint8Array<ArrayBuffer>): Promise<readonly MimePart[]> {
  const reader = new PartReader({
    forceRfc822Attachments: true,
    maxNestingDepth: nestingLimit,
    maxHeadersSize: headersLimit,
  })
  await reader.parse(bytes)
  return reader.found
}

/** What the parser tells of a part. */
interface ParsedPart {
  readonly contentType: {
    readonly parsed: { readonly value: string; readonly params: Readonly<Record<string, string>> }
  }
  readonly contentDisposition: ParsedPart['contentType']
  readonly contentId?: string | undefined
}

/** Gathers parts as their bytes are: the parser alone would rewrite calendars, and take a named text that is shown inline for body. */
class PartReader extends PostalMime {
  readonly found: MimePart[] = []

  isInlineTextNode(part: ParsedPart): boolean {
    const { value } = part.contentType.parsed
    const isText = value === 'text/plain' || value === 'text/html'
    return isText && part.contentDisposition.parsed.value !== 'attachment' && findName(part) === null
  }

  collectAttachment(part: ParsedPart, content: ArrayBuffer): void {
    this.found.push({
      name: findName(part),
      type: part.contentType.parsed.value,
      isAttachment: part.contentDisposition.parsed.value === 'attachment',
      isShown: part.contentId !== undefined,
      bytes: new Uint8Array(content),
    })
  }
}

function findName({ contentType, contentDisposition }: ParsedPart): string | null {
  const name = contentDisposition.parsed.params['filename'] ?? contentType.parsed.params['name'] ?? ''
  return name === '' ? null : decodeWords(name)
}
