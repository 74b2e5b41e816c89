import { Buffer, isUtf8 } from 'node:buffer'
import type { ImportFile } from '@evidentia/core'
import { empty, malformed, tooLarge } from './refusal.ts'

/** The longest line or row an importer reads, in bytes. */
export const maxRowBytes = 65_536

const lineFeed = 0x0a
const reExport = 'Export it again as UTF-8.'

/**
 * The file's text in blocks of whole lines, each line ended by LF alone. Memory stays bounded by the chunk size and one line.
 * Only UTF-8 is read, with or without a byte order mark: guessing an encoding would change names silently.
 */
export async function* decodeLines(file: ImportFile): AsyncGenerator<string> {
  let pending: Uint8Array[] = []
  let pendingBytes = 0
  let line = 1
  let started = false
  const take = (last: Uint8Array): string => {
    const text = decodeText(pendingBytes === 0 ? last : concat([...pending, last]), file.name, line, !started)
    pending = []
    pendingBytes = 0
    started = true
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) line += 1
    return text.replaceAll('\r\n', '\n')
  }
  for await (const chunk of file.bytes) {
    const end = chunk.lastIndexOf(lineFeed) + 1
    if (end > 0) yield take(chunk.subarray(0, end))
    if (end === chunk.length) continue
    pending.push(chunk.subarray(end))
    pendingBytes += chunk.length - end
    if (pendingBytes > maxRowBytes) throw lineTooLong(file.name, line)
  }
  if (pendingBytes > 0) yield take(new Uint8Array())
  if (!started) throw empty(file.name)
}

const peeked = new WeakMap<Uint8Array, string>()

/**
 * The beginning of a file for recognition only: every encoding a spreadsheet writes is tried, and nothing is refused. Each importer
 * looks at it, and it is decoded once.
 */
export function peekText(head: Uint8Array): string {
  const known = peeked.get(head)
  if (known !== undefined) return known
  const encoding = utf16Of(head)
  const text = encoding === null ? decodePlain(head).replaceAll('\0', '') : new TextDecoder(encoding).decode(head)
  peeked.set(head, text)
  return text
}

/** What is not UTF-8 is text in an older encoding, which agrees on what importers look for, or no text, which costs nothing so. */
function decodePlain(head: Uint8Array): string {
  return isUtf8(head)
    ? new TextDecoder('utf-8').decode(head)
    : Buffer.from(head.buffer, head.byteOffset, head.length).toString('latin1')
}

function decodeText(bytes: Uint8Array, file: string, firstLine: number, atStart: boolean): string {
  if (atStart && isUtf16(bytes)) throw refuseUtf16(file)
  const text = decodeUtf8(bytes, file, firstLine)
  const nul = text.indexOf('\0')
  if (nul !== -1) {
    const line = firstLine + text.slice(0, nul).split('\n').length - 1
    throw malformed({ file, line }, 'a NUL byte stands in the text, so this is not a text file', reExport)
  }
  return atStart && text.startsWith('\uFEFF') ? text.slice(1) : text
}

/** UTF-8 as text; the line of what is not is named, counted from `firstLine`. */
export function decodeUtf8(bytes: Uint8Array, file: string, firstLine: number): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (cause) {
    const line = firstLine + countLinesBeforeInvalid(bytes)
    throw malformed(
      { file, line },
      'these bytes are not UTF-8; they look like Latin-1 or Windows-1252',
      reExport,
      cause,
    )
  }
}

/** LF never occurs inside a multi-byte sequence, so the first line that fails alone is the one to name. */
function countLinesBeforeInvalid(bytes: Uint8Array): number {
  const lenient = new TextDecoder('utf-8', { ignoreBOM: true })
  const encoder = new TextEncoder()
  let lines = 0
  for (let from = 0; from < bytes.length; lines += 1) {
    const feed = bytes.indexOf(lineFeed, from)
    const end = feed === -1 ? bytes.length : feed + 1
    const line = bytes.subarray(from, end)
    const again = encoder.encode(lenient.decode(line))
    if (again.length !== line.length || again.some((byte, at) => byte !== line[at])) return lines
    from = end
  }
  return lines
}

/** Whether the first bytes of a file are those of UTF-16. */
export function isUtf16(bytes: Uint8Array): boolean {
  return utf16Of(bytes) !== null
}

export function refuseUtf16(file: string): Error {
  return malformed({ file, line: 1 }, 'the text is UTF-16, and only UTF-8 is read', reExport)
}

/** UTF-16 by its byte order mark, or by every other one of the first bytes being zero. */
function utf16Of(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const [a, b, c, d] = bytes
  if (a === 0xff && b === 0xfe) return 'utf-16le'
  if (a === 0xfe && b === 0xff) return 'utf-16be'
  if (b === 0 && d === 0 && a !== 0 && c !== 0) return 'utf-16le'
  if (a === 0 && c === 0 && b !== 0 && d !== 0) return 'utf-16be'
  return null
}

function lineTooLong(file: string, line: number): Error {
  const problem = `the line is longer than ${maxRowBytes} bytes`
  return tooLarge({ file, line }, problem, 'Check that the file is a CSV export with one row per line.')
}

function concat(chunks: readonly Uint8Array[]): Uint8Array {
  const [only] = chunks
  if (chunks.length === 1 && only !== undefined) return only
  const all = new Uint8Array(chunks.reduce((size, chunk) => size + chunk.length, 0))
  let at = 0
  for (const chunk of chunks) {
    all.set(chunk, at)
    at += chunk.length
  }
  return all
}
