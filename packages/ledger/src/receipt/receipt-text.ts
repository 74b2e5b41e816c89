import { decodeBase64, encodeBase64 } from '../encoding/base64.ts'
import { concatBytes, decodeUtf8, encodeUtf8, parseDecimal } from '../encoding/bytes.ts'
import { describeLedgerError, LedgerError } from '../ledger-error.ts'
import { HASH_BYTES } from '../merkle/hash-steps.ts'

const FIRST_LINE = 'c2sp.org/tlog-proof@v1'
const RECEIPT_BYTES_LIMIT = 2_000_000
/** A tree of 2^53 entries needs no more sibling hashes than this. */
const PROOF_HASHES_LIMIT = 63

/** A `.tlog-proof`: what shows offline that an entry is in a log. */
export interface Receipt {
  readonly index: number
  /** Sibling hashes from the leaf up, 32 bytes each. */
  readonly proof: readonly Uint8Array[]
  /** The signed checkpoint, verbatim. */
  readonly checkpoint: Uint8Array
  /** Opaque and unauthenticated: never believe it. */
  readonly extra?: Uint8Array
}

/** The text of a receipt (C2SP tlog-proof), in UTF-8. */
export function encodeReceipt({ index, proof, checkpoint, extra }: Receipt): Uint8Array {
  const lines = [
    FIRST_LINE,
    ...(extra === undefined ? [] : [`extra ${encodeBase64(extra)}`]),
    `index ${index}`,
    ...proof.map(encodeBase64),
  ]
  return concatBytes([encodeUtf8(`${lines.join('\n')}\n\n`), checkpoint])
}

/** Takes a receipt apart without believing it. Throws `receipt-malformed`. */
export function parseReceipt(bytes: Uint8Array): Receipt {
  if (bytes.length > RECEIPT_BYTES_LIMIT) throw malformed(`has more than ${RECEIPT_BYTES_LIMIT} bytes`)
  const text = decodeReceiptText(bytes)
  const blank = text.indexOf('\n\n')
  if (blank === -1) throw malformed('has no blank line before its checkpoint')
  const [first, ...lines] = text.slice(0, blank).split('\n')
  if (first !== FIRST_LINE) throw malformed(`does not begin with the line ${FIRST_LINE}`)
  const extra = lines[0]?.startsWith('extra ') === true ? decodeLine(lines.shift()?.slice(6) ?? '') : undefined
  const indexLine = lines.shift() ?? ''
  const index = indexLine.startsWith('index ') ? parseDecimal(indexLine.slice(6)) : undefined
  if (index === undefined) throw malformed('has no line "index <number>"')
  if (lines.length > PROOF_HASHES_LIMIT) throw malformed(`has more than ${PROOF_HASHES_LIMIT} hashes`)
  const checkpoint = encodeUtf8(text.slice(blank + 2))
  return { index, proof: lines.map(decodeHash), checkpoint, ...(extra === undefined ? {} : { extra }) }
}

function decodeReceiptText(bytes: Uint8Array): string {
  try {
    return decodeUtf8(bytes, 'The receipt')
  } catch (cause) {
    throw malformed('is not UTF-8', cause)
  }
}

function decodeHash(line: string): Uint8Array {
  const hash = decodeLine(line)
  if (hash.length !== HASH_BYTES) throw malformed(`has a proof line that is not ${HASH_BYTES} bytes`)
  return hash
}

function decodeLine(line: string): Uint8Array {
  try {
    return decodeBase64(line)
  } catch (cause) {
    throw malformed(`has a damaged line: ${describeLedgerError(cause)}`, cause)
  }
}

function malformed(reason: string, cause?: unknown): LedgerError {
  return new LedgerError('receipt-malformed', `The receipt ${reason}; get the original file again.`, { cause })
}
