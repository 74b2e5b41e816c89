import { canonicalize } from '../canonical-json/canonicalize.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../canonical-json/json-value.ts'
import { parseCanonicalJson } from '../canonical-json/parse-canonical-json.ts'
import { parseStrictJson } from '../canonical-json/parse-strict-json.ts'
import { compareUtf8, encodeUtf8, isSha256Hex } from '../encoding/bytes.ts'
import { LedgerError } from '../ledger-error.ts'
import { explainBadListing } from './layout.ts'

export const PACKAGE_FORMAT = 'evidentia-package/1'

/** A file of the package: `size` in bytes, `sha256` in lowercase hexadecimal, `role` what it is to a reader. */
export interface ListedFile {
  readonly name: string
  readonly size: number
  readonly sha256: string
  readonly role: string
}

/** An artifact that the log names and the package leaves out, with the reason shown to the reader. */
export interface WithheldArtifact {
  readonly sha256: string
  readonly reason: string
}

export interface Manifest {
  readonly format: typeof PACKAGE_FORMAT
  readonly origin: string
  /** UTC instant, `2026-10-31T12:00:00Z`, as its writer claims it. */
  readonly createdAt: string
  /** All files but the manifest and its seal, sorted by the bytes of their names. */
  readonly files: readonly ListedFile[]
  /** Sorted by hash. */
  readonly withheld: readonly WithheldArtifact[]
}

/** The canonical bytes of a manifest. Throws `package-input-invalid`. */
export function encodeManifest(manifest: Manifest): Uint8Array {
  const { format, origin, createdAt } = manifest
  // Keys in canonical order, so that they need no sorting.
  const files = manifest.files.map(({ name, role, sha256, size }) => ({ name, role, sha256, size }))
  const withheld = manifest.withheld.map(({ reason, sha256 }) => ({ reason, sha256 }))
  const json = { createdAt, files, format, origin, withheld }
  checkManifest(json)
  return encodeUtf8(canonicalize(json))
}

/** Reads a manifest; only its canonical spelling passes. Throws `json-malformed` or `package-input-invalid`. */
export function parseManifest(bytes: Uint8Array): Manifest {
  const value = parseCanonicalJson(bytes)
  if (value !== undefined) return checkManifest(value)
  checkManifest(parseStrictJson(bytes))
  throw invalid('is not in canonical form (RFC 8785)')
}

function checkManifest(value: JsonValue): Manifest {
  if (!isJsonObject(value)) throw invalid('is not a JSON object')
  checkKeys(value, ['createdAt', 'files', 'format', 'origin', 'withheld'])
  const { format, origin, createdAt, files, withheld } = value
  if (format !== PACKAGE_FORMAT) throw invalid(`is not of the format "${PACKAGE_FORMAT}"`)
  if (typeof origin !== 'string') throw invalid('has no origin')
  if (typeof createdAt !== 'string' || !isInstant(createdAt)) throw invalid('has a createdAt that is not a UTC instant')
  if (!Array.isArray(files) || !Array.isArray(withheld)) throw invalid('has no lists "files" and "withheld"')
  const listed = files.map(checkListedFile)
  checkSorted(listed.map(({ name }) => name))
  const left = withheld.map(checkWithheld)
  checkSorted(left.map(({ sha256 }) => sha256))
  return { format, origin, createdAt, files: listed, withheld: left }
}

function checkListedFile(value: JsonValue): ListedFile {
  if (!isJsonObject(value)) throw invalid('lists a file that is not an object')
  checkKeys(value, ['name', 'role', 'sha256', 'size'])
  const { name, role, sha256, size } = value
  if (typeof name !== 'string' || typeof role !== 'string') throw invalid('lists a file without name and role')
  const reason = explainBadListing(name, role)
  if (reason !== undefined) throw invalid(`lists "${name}", which ${reason}`)
  if (!isSha256Hex(sha256)) throw invalid(`lists "${name}" without a lowercase hexadecimal SHA-256`)
  if (!Number.isSafeInteger(size) || typeof size !== 'number' || size < 0)
    throw invalid(`lists "${name}" without a size`)
  return { name, role, sha256, size }
}

function checkWithheld(value: JsonValue): WithheldArtifact {
  if (!isJsonObject(value)) throw invalid('lists a withheld artifact that is not an object')
  checkKeys(value, ['reason', 'sha256'])
  const { reason, sha256 } = value
  if (!isSha256Hex(sha256)) throw invalid('lists a withheld artifact without its SHA-256')
  if (typeof reason !== 'string' || reason.trim() === '') throw invalid(`withholds ${sha256} without a reason`)
  return { sha256, reason }
}

function checkSorted(names: readonly string[]): void {
  let previous: string | undefined
  for (const name of names) {
    if (previous !== undefined && compareUtf8(previous, name) >= 0) {
      throw invalid(`lists "${name}" out of order or twice`)
    }
    previous = name
  }
}

function checkKeys(value: JsonObject, expected: readonly string[]): void {
  if (Object.keys(value).length !== expected.length || !expected.every((key) => Object.hasOwn(value, key)))
    throw invalid(`must have exactly the fields ${expected.join(', ')}`)
}

function isInstant(text: string): boolean {
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,9})?Z$/.test(text)) return false
  const milliseconds = Date.parse(text)
  // Date rolls some impossible days over; the day must survive the way back.
  return !Number.isNaN(milliseconds) && new Date(milliseconds).toISOString().startsWith(text.slice(0, 10))
}

function invalid(reason: string): LedgerError {
  return new LedgerError('package-input-invalid', `The manifest ${reason}; pack again from the source.`)
}
