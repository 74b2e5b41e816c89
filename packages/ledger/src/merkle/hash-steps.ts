import { LedgerError } from '../ledger-error.ts'

/** Bytes in a SHA-256 hash. */
export const HASH_BYTES = 32

/** Two children whose parent is wanted: SHA-256(0x01 || left || right), RFC 6962 2.1. */
export type NodePair = readonly [left: Uint8Array, right: Uint8Array]

/**
 * A computation over tree hashes that asks for each parent it needs. Written once, it is driven synchronously in Node
 * and asynchronously in a browser, so both verify by the same rules.
 */
export type HashSteps<Result> = Generator<NodePair, Result, Uint8Array>

/** Prefixes that keep a leaf from posing as a node, and the other way round (RFC 6962 2.1). */
export const LEAF_PREFIX = 0x00
export const NODE_PREFIX = 0x01

export function checkHash(hash: Uint8Array, what: string): void {
  if (hash.length !== HASH_BYTES) {
    throw new LedgerError('tree-invalid', `${what} has ${hash.length} bytes and must be a SHA-256 hash of 32 bytes.`)
  }
}
