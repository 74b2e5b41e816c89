/** Everything that can go wrong in this package; callers switch on the code, people read the message. */
export type LedgerErrorCode =
  | 'json-malformed'
  | 'json-not-canonicalizable'
  | 'encoding-malformed'
  | 'statement-invalid'
  | 'statement-too-large'
  | 'tree-invalid'
  | 'tile-invalid'
  | 'key-invalid'
  | 'crypto-unavailable'
  | 'note-malformed'
  | 'note-unverified'
  | 'checkpoint-malformed'
  | 'policy-invalid'
  | 'rotation-invalid'
  | 'time-stamp-invalid'
  | 'receipt-malformed'
  | 'container-malformed'
  | 'package-input-invalid'
  | 'package-unreadable'

/** One sentence saying what is wrong, where, and what to do; the cause is kept. */
export class LedgerError extends Error {
  readonly code: LedgerErrorCode

  constructor(code: LedgerErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.name = 'LedgerError'
    this.code = code
  }
}

/** The sentence of a LedgerError; any other error is a defect of ours and is thrown on. */
export function describeLedgerError(error: unknown): string {
  if (error instanceof LedgerError) return error.message
  throw error
}
