import { readFile, stat } from 'node:fs/promises'
import { type JsonObject, type JsonValue, LedgerError, parseStrictJson } from '@evidentia/ledger'
import { Refusal } from '../output/explain-error.ts'

/** A receipt as the API answers it and `push --receipt` saves it. Read here by hand, so that verifying loads no schemas. */
export interface ReceiptFile {
  readonly entry: number
  /** The log entry's bytes. */
  readonly leaf: Uint8Array
  /** The `.tlog-proof` text. */
  readonly proof: string
  readonly verifierKey: string
}

const RECEIPT_BYTES_LIMIT = 4_000_000
const FIELDS = ['entry', 'leaf', 'proof', 'verifierKey']

/** Reads a receipt file, or the API's whole answer that holds one. Throws Refusal in one sentence. */
export async function readReceipt(path: string): Promise<ReceiptFile> {
  if ((await stat(path)).size > RECEIPT_BYTES_LIMIT) throw refuse(path, 'is too large to be a receipt')
  const value = parseJson(await readFile(path), path)
  if (!isObject(value)) throw refuse(path, 'is not a JSON object')
  const inner = value['receipt']
  return parseReceiptObject(isObject(inner) ? inner : value, path)
}

/** The receipt in a JSON object. `where` is what messages call it. */
export function parseReceiptObject(value: JsonObject, where: string): ReceiptFile {
  if (Object.keys(value).toSorted().join() !== FIELDS.join()) {
    throw refuse(where, `does not have exactly the fields ${FIELDS.join(', ')}`)
  }
  const { entry, leaf, proof, verifierKey } = value
  if (typeof entry !== 'number' || !Number.isSafeInteger(entry) || entry < 0) throw refuse(where, 'has no entry number')
  if (typeof proof !== 'string' || typeof verifierKey !== 'string')
    throw refuse(where, 'has no proof or no verifier key')
  return { entry, leaf: decodeLeaf(leaf, where), proof, verifierKey }
}

function decodeLeaf(leaf: JsonValue | undefined, where: string): Uint8Array {
  const bytes = typeof leaf === 'string' ? Buffer.from(leaf, 'base64') : undefined
  // One spelling only: Node skips over characters that are not Base64.
  if (bytes === undefined || bytes.toString('base64') !== leaf) throw refuse(where, 'has a leaf that is not Base64')
  return new Uint8Array(bytes)
}

function parseJson(bytes: Uint8Array, path: string): JsonValue {
  try {
    return parseStrictJson(bytes)
  } catch (cause) {
    if (!(cause instanceof LedgerError)) throw cause
    throw new Refusal(1, `${path} is neither a package nor a receipt: ${cause.message}`, { cause })
  }
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function refuse(where: string, problem: string): Refusal {
  return new Refusal(1, `${where} ${problem}; get the receipt again from where the evidence was recorded.`)
}
