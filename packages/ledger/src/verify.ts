/**
 * The browser's door: everything here, and everything it imports, uses WebCrypto and the language only, so that a
 * reader's own machine can check a receipt without trusting the server that showed it.
 */
export { canonicalize } from './canonical-json/canonicalize.ts'
export type { JsonObject, JsonValue } from './canonical-json/json-value.ts'
export { parseStrictJson } from './canonical-json/parse-strict-json.ts'
export { type Checkpoint, openCheckpoint, parseCheckpoint, type VerifiedCheckpoint } from './checkpoint/checkpoint.ts'
export { LedgerError, type LedgerErrorCode } from './ledger-error.ts'
export { digestLeaf, digestSha256 } from './merkle/hash-webcrypto.ts'
export { openNote, type VerifiedNote } from './note/open-note.ts'
export { parseVerifierKey, parseVerifierKeys, parseWitnessKey, type VerifierKey } from './note/verifier-key.ts'
export { parseReceipt, type Receipt } from './receipt/receipt-text.ts'
export { type ReceiptClaim, type ReceiptVerdict, verifyReceipt } from './receipt/verify-receipt.ts'
export {
  type FollowedRotations,
  followRotations,
  type Handover,
  type ProvenRotation,
} from './rotation/follow-rotations.ts'
export { decodeKeyRotation, KEY_ROTATED, type KeyRotation } from './rotation/rotation-statement.ts'
export { decodeStatement, encodeStatement, type Statement, type Subject } from './statement/statement.ts'
export { type Cosignature, openCosignatures } from './witness/cosignature.ts'
export { meetsPolicy, type PolicyVerdict, type Witness, type WitnessPolicy } from './witness/policy.ts'
