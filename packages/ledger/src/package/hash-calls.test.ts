import crypto from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'
import { PassThrough } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { SAMPLE_ORIGIN, sampleSigner } from '../testing/sample-log.ts'
import { encodeStatement, STATEMENT_TYPE } from '../statement/statement.ts'
import { verifyPackage } from './verify-package.ts'
import { writePackage } from './write-package.ts'

// Named imports of a built-in follow what is set on its default export, wherever they were loaded before.
let count = 0
beforeAll(() => {
  const { hash, createHash } = crypto
  vi.spyOn(crypto, 'hash').mockImplementation((...given) => {
    count += 1
    return hash(...given)
  })
  vi.spyOn(crypto, 'createHash').mockImplementation((...given) => {
    count += 1
    return createHash(...given)
  })
  syncBuiltinESMExports()
})
afterAll(() => {
  vi.restoreAllMocks()
  syncBuiltinESMExports()
})

const ENTRIES = 1000
const entries = Array.from({ length: ENTRIES }, (_, index) =>
  encodeStatement({
    _type: STATEMENT_TYPE,
    subject: [{ name: `fact:${index}`, digest: { sha256: '0'.repeat(64) } }],
    predicateType: 'urn:evidentia:fact:test:v1',
    predicate: { index },
  }),
)

async function countCalls<Result>(work: () => Promise<Result>): Promise<{ calls: number; result: Result }> {
  count = 0
  const result = await work()
  return { calls: count, result }
}

test('packing and verifying a log calls SHA-256 at least twice and at most three times for each leaf', async () => {
  const packed = await countCalls(async () => {
    const stream = new PassThrough()
    const content = { origin: SAMPLE_ORIGIN, signer: sampleSigner, createdAt: '2026-10-31T12:00:00Z', files: [] }
    const [bytes] = await Promise.all([buffer(stream), writePackage(stream, { ...content, entries })])
    return bytes
  })
  const verified = await countCalls(async () => verifyPackage(packed.result))
  expect(verified.result.ok).toBe(true)
  for (const { calls } of [packed, verified]) {
    // Twice is the least there can be: the leaf, and nearly one node for each. Fewer means that nothing was counted.
    expect(calls / ENTRIES).toBeGreaterThan(1.9)
    expect(calls / ENTRIES).toBeLessThanOrEqual(3)
  }
})
