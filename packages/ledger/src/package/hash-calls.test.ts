import type * as NodeCrypto from 'node:crypto'
import { PassThrough } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { expect, test, vi } from 'vitest'
import { SAMPLE_ORIGIN, sampleSigner } from '../testing/sample-log.ts'
import { encodeStatement, STATEMENT_TYPE } from '../statement/statement.ts'
import { verifyPackage } from './verify-package.ts'
import { writePackage } from './write-package.ts'

const calls = vi.hoisted(() => ({ count: 0 }))

vi.mock('node:crypto', async (importOriginal) => {
  const original = await importOriginal<typeof NodeCrypto>()
  return {
    ...original,
    hash: (...given: Parameters<typeof original.hash>) => {
      calls.count += 1
      return original.hash(...given)
    },
    createHash: (...given: Parameters<typeof original.createHash>) => {
      calls.count += 1
      return original.createHash(...given)
    },
  }
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
  calls.count = 0
  const result = await work()
  return { calls: calls.count, result }
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
  for (const { calls: count } of [packed, verified]) {
    // Twice is the least there can be: the leaf, and nearly one node for each. Fewer means that nothing was counted.
    expect(count / ENTRIES).toBeGreaterThan(1.9)
    expect(count / ENTRIES).toBeLessThanOrEqual(3)
  }
})
