import { decodeBase64, encodeBase64 } from '../encoding/base64.ts'
import { concatBytes, decodeUtf8, encodeHex, encodeUtf8 } from '../encoding/bytes.ts'
import { LedgerError } from '../ledger-error.ts'
import { isKeyName } from './verifier-key.ts'

// Limits against hostile notes; the specification asks to accept 16 signatures, of which some may be 5 kB.
const NOTE_BYTES_LIMIT = 1_000_000
const SIGNATURES_LIMIT = 100

/** One signature line. `keyId` is 8 hexadecimal digits. */
export interface NoteSignature {
  readonly name: string
  readonly keyId: string
  readonly signature: Uint8Array
}

/** A note taken apart but not verified: nothing in it may be believed yet. */
export interface UnverifiedNote {
  /** The signed text with its final newline. */
  readonly text: string
  readonly signatures: readonly NoteSignature[]
}

/** Takes a signed note apart (C2SP signed-note). Throws `note-malformed`. */
export function parseNote(bytes: Uint8Array): UnverifiedNote {
  if (bytes.length > NOTE_BYTES_LIMIT) throw malformed(`has more than ${NOTE_BYTES_LIMIT} bytes`)
  const note = decodeNoteText(bytes)
  const blank = note.lastIndexOf('\n\n')
  if (blank === -1 || !note.endsWith('\n')) throw malformed('has no signatures after a blank line')
  const lines = note.slice(blank + 2, -1).split('\n')
  if (lines.length > SIGNATURES_LIMIT) throw malformed(`has more than ${SIGNATURES_LIMIT} signatures`)
  return { text: note.slice(0, blank + 1), signatures: lines.map(parseSignatureLine) }
}

/** Puts text and signatures together. The text must end in a newline. Throws `note-malformed`. */
export function encodeNote({ text, signatures }: UnverifiedNote): Uint8Array {
  checkNoteText(text)
  if (!text.endsWith('\n')) throw malformed('has a text that does not end in a newline')
  if (signatures.length === 0) throw malformed('has no signature')
  return encodeUtf8(`${text}\n${signatures.map(encodeSignatureLine).join('')}`)
}

/** The note with more signatures. Throws `note-malformed`. */
export function appendSignatures(bytes: Uint8Array, added: readonly NoteSignature[]): Uint8Array {
  const { text, signatures } = parseNote(bytes)
  return encodeNote({ text, signatures: [...signatures, ...added] })
}

/** Signature lines by themselves, as a witness answers with. */
export function encodeSignatureLines(signatures: readonly NoteSignature[]): Uint8Array {
  return encodeUtf8(signatures.map(encodeSignatureLine).join(''))
}

function decodeNoteText(bytes: Uint8Array): string {
  try {
    const text = decodeUtf8(bytes, 'The note')
    checkNoteText(text)
    return text
  } catch (cause) {
    if (cause instanceof LedgerError && cause.code === 'encoding-malformed') throw malformed('is not UTF-8', cause)
    throw cause
  }
}

function checkNoteText(text: string): void {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code < 0x20 && code !== 0x0a) throw malformed('holds a control character')
  }
  if (!text.isWellFormed()) throw malformed('holds a lone surrogate')
}

function parseSignatureLine(line: string): NoteSignature {
  const [, name, encoded] = /^\u2014 (\S+) (\S+)$/u.exec(line) ?? []
  if (name === undefined || encoded === undefined || !isKeyName(name)) {
    throw malformed(`has a malformed signature line "${line.slice(0, 60)}"`)
  }
  const bytes = decodeSignature(encoded)
  if (bytes.length < 5) throw malformed(`has a signature by ${name} that is too short`)
  return { name, keyId: encodeHex(bytes.subarray(0, 4)), signature: bytes.subarray(4) }
}

function decodeSignature(encoded: string): Uint8Array {
  try {
    return decodeBase64(encoded)
  } catch (cause) {
    throw malformed('has a signature that is not canonical Base64', cause)
  }
}

function encodeSignatureLine({ name, keyId, signature }: NoteSignature): string {
  const id = Uint8Array.from([0, 2, 4, 6], (at) => Number.parseInt(keyId.slice(at, at + 2), 16))
  return `\u2014 ${name} ${encodeBase64(concatBytes([id, signature]))}\n`
}

function malformed(reason: string, cause?: unknown): LedgerError {
  return new LedgerError('note-malformed', `The signed note ${reason}; get the original file again.`, { cause })
}
