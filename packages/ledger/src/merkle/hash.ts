import { hash } from 'node:crypto'
import { type HashSteps, LEAF_PREFIX, NODE_PREFIX } from './hash-steps.ts'

/** SHA-256 of nothing: the root of the tree without entries (RFC 6962 2.1). */
export const EMPTY_ROOT: Uint8Array = sha256(new Uint8Array())

/** SHA-256(0x00 || entry). */
export function hashLeaf(entry: Uint8Array): Uint8Array {
  const input = new Uint8Array(1 + entry.length)
  input[0] = LEAF_PREFIX
  input.set(entry, 1)
  return sha256(input)
}

/** SHA-256(0x01 || left || right). */
export function hashNode(left: Uint8Array, right: Uint8Array): Uint8Array {
  const input = new Uint8Array(1 + left.length + right.length)
  input[0] = NODE_PREFIX
  input.set(left, 1)
  input.set(right, 1 + left.length)
  return sha256(input)
}

/** Runs a verification to its end with Node's own SHA-256. */
export function runHashSteps<Result>(steps: HashSteps<Result>): Result {
  let step = steps.next()
  while (!step.done) step = steps.next(hashNode(step.value[0], step.value[1]))
  return step.value
}

function sha256(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(hash('sha256', bytes, 'buffer'))
}
