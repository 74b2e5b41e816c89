import { splitWords } from '@evidentia/core'
import { isOfficeFile, readOfficeText } from './office-text.ts'
import { isPdf, readPdfText } from './pdf-text.ts'

const wordLimit = 200_000
/** Of a long text its beginning is enough to find it by. */
const plainTextLimit = 8 * 1024 * 1024
const probe = 8 * 1024

/** The distinct words of a file, at most 200,000. None for a kind that has no text, as images have not. */
export async function readWords(name: string, bytes: Uint8Array): Promise<string[]> {
  const words = new Set<string>()
  for await (const text of readText(name, bytes)) {
    for (const word of splitWords(text)) {
      words.add(word)
      if (words.size === wordLimit) return [...words]
    }
  }
  return [...words]
}

/** The text of a PDF, a DOCX, XLSX or PPTX, or of anything that is text itself: CSV, JSON, logs, mail. Told by content. */
async function* readText(name: string, bytes: Uint8Array): AsyncGenerator<string> {
  if (isPdf(bytes)) yield* readPdfText(bytes)
  else if (isOfficeFile(bytes, name)) yield* readOfficeText(bytes)
  else {
    const encoding = judgeEncoding(bytes.subarray(0, probe))
    if (encoding !== null) yield new TextDecoder(encoding).decode(bytes.subarray(0, plainTextLimit))
  }
}

/** The encoding of a text; null for what is none. Byte order marks count, otherwise a NUL says it is no text. */
function judgeEncoding(head: Uint8Array): string | null {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  return head.includes(0) ? null : 'utf-8'
}
