import { canonicalize } from '../canonical-json/canonicalize.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../canonical-json/json-value.ts'
import { parseCanonicalJson } from '../canonical-json/parse-canonical-json.ts'
import { parseStrictJson } from '../canonical-json/parse-strict-json.ts'
import { encodeUtf8, isSha256Hex } from '../encoding/bytes.ts'
import { LedgerError } from '../ledger-error.ts'
import { ENTRY_BYTES_LIMIT } from '../tiles/entry-bundle.ts'

/** The statement type of in-toto attestation v1; our entries are in-toto statements so that other tools read them. */
export const STATEMENT_TYPE = 'https://in-toto.io/Statement/v1'

/** Subjects whose name starts so name bytes that a package must carry or list as withheld. */
export const ARTIFACT_SUBJECT_PREFIX = 'artifact:'

/** What a statement speaks of. `name` is unique within the statement; `sha256` is 64 lowercase hexadecimal digits. */
export interface Subject {
  readonly name: string
  readonly digest: { readonly sha256: string }
}

/** One fact: at least one subject, a URI naming the kind of fact, and the fact itself. */
export interface Statement {
  readonly _type: typeof STATEMENT_TYPE
  readonly subject: readonly Subject[]
  readonly predicateType: string
  readonly predicate: JsonObject
}

/**
 * The bytes that are hashed into the log: canonical JSON (RFC 8785) in UTF-8.
 * Throws `statement-invalid`, `statement-too-large` or `json-not-canonicalizable`.
 */
export function encodeStatement(statement: Statement): Uint8Array {
  const { _type, subject, predicateType, predicate } = statement
  // Keys in canonical order, so that they need no sorting.
  const json = {
    _type,
    predicate,
    predicateType,
    subject: subject.map(({ name, digest }) => ({ digest: { sha256: digest.sha256 }, name })),
  }
  checkStatement(json)
  const bytes = encodeUtf8(canonicalize(json))
  checkLength(bytes)
  return bytes
}

/**
 * Reads a log entry back. The bytes must be exactly what `encodeStatement` gives, so an entry has one spelling.
 * Throws `statement-invalid`, `statement-too-large`, `json-malformed` or `encoding-malformed`.
 */
export function decodeStatement(bytes: Uint8Array): Statement {
  checkLength(bytes)
  const value = parseCanonicalJson(bytes)
  if (value !== undefined) return checkStatement(value)
  checkStatement(parseStrictJson(bytes))
  throw invalid('is not in canonical form (RFC 8785)')
}

function checkLength(bytes: Uint8Array): void {
  if (bytes.length <= ENTRY_BYTES_LIMIT) return
  throw new LedgerError(
    'statement-too-large',
    `The statement has ${bytes.length} bytes and a log entry holds ${ENTRY_BYTES_LIMIT}; store the content as an artifact and name its hash.`,
  )
}

function checkStatement(value: JsonValue): Statement {
  if (!isJsonObject(value)) throw invalid('is not a JSON object')
  checkKeys(value, ['_type', 'predicate', 'predicateType', 'subject'], 'the statement')
  const { _type, subject, predicateType, predicate } = value
  if (_type !== STATEMENT_TYPE) throw invalid(`has a _type other than ${STATEMENT_TYPE}`)
  if (typeof predicateType !== 'string' || !/^[a-z][a-z0-9+.-]*:[^\s\p{Cc}]+$/u.test(predicateType)) {
    throw invalid('has a predicateType that is not a URI')
  }
  if (!isJsonObject(predicate)) throw invalid('has a predicate that is not an object')
  return { _type, subject: checkSubjects(subject), predicateType, predicate }
}

function checkSubjects(value: JsonValue | undefined): Subject[] {
  if (!Array.isArray(value) || value.length === 0) throw invalid('names no subject')
  const subjects = value.map(checkSubject)
  if (subjects.length > 1 && new Set(subjects.map(({ name }) => name)).size !== subjects.length)
    throw invalid('gives two subjects the same name')
  return subjects
}

function checkSubject(value: JsonValue): Subject {
  if (!isJsonObject(value)) throw invalid('has a subject that is not an object')
  checkKeys(value, ['digest', 'name'], 'a subject')
  const { name, digest } = value
  if (typeof name !== 'string' || name === '') throw invalid('has a subject without a name')
  if (!isJsonObject(digest)) throw invalid(`has no digest for the subject "${name}"`)
  checkKeys(digest, ['sha256'], 'a digest')
  const { sha256 } = digest
  if (!isSha256Hex(sha256)) throw invalid(`has no lowercase hexadecimal SHA-256 for the subject "${name}"`)
  return { name, digest: { sha256 } }
}

function checkKeys(value: JsonObject, expected: readonly string[], what: string): void {
  if (Object.keys(value).length !== expected.length || !expected.every((key) => Object.hasOwn(value, key))) {
    throw invalid(`must have exactly the fields ${expected.join(', ')} in ${what}`)
  }
}

function invalid(reason: string): LedgerError {
  return new LedgerError('statement-invalid', `The statement ${reason}; record it again in the documented form.`)
}
