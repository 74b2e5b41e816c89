import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { signCheckpoint } from '../checkpoint/sign-checkpoint.ts'
import { decodeUtf8, encodeUtf8 } from '../encoding/bytes.ts'
import { MerkleTree } from '../merkle/memory-tree.ts'
import { createSigner } from '../note/signer.ts'
import { otherSigner, SAMPLE_ORIGIN, SAMPLE_SEED, sampleEntry, sampleSigner } from '../testing/sample-log.ts'
import { encodeReceipt, parseReceipt } from './receipt-text.ts'
import { verifyReceipt } from './verify-receipt.ts'

const tree = new MerkleTree()
for (let index = 0; index < 11; index += 1) tree.append(sampleEntry(index))
const head = { origin: SAMPLE_ORIGIN, size: tree.size, root: tree.root(), extensions: [] }
const checkpoint = signCheckpoint(head, [sampleSigner])
const vkeys = [sampleSigner.vkey]

async function receiptFor(index: number): Promise<Uint8Array> {
  return encodeReceipt({ index, proof: await tree.inclusionProof(index), checkpoint })
}

describe('a receipt', () => {
  test('verifies offline for every entry', async () => {
    for (let index = 0; index < tree.size; index += 1) {
      const verdict = await verifyReceipt({ receipt: await receiptFor(index), leaf: sampleEntry(index), vkeys })
      expect(verdict).toEqual({
        ok: true,
        origin: SAMPLE_ORIGIN,
        index,
        size: 11,
        root: tree.root(),
        signedBy: [{ name: SAMPLE_ORIGIN, keyId: sampleSigner.keyId }],
      })
    }
  })

  test('has the form of tlog-proof and comes back from it', async () => {
    const receipt = parseReceipt(await receiptFor(4))
    const withExtra = encodeReceipt({ ...receipt, extra: encodeUtf8('note') })
    expect(decodeUtf8(withExtra, 'The receipt').split('\n').slice(0, 3)).toEqual([
      'c2sp.org/tlog-proof@v1',
      'extra bm90ZQ==',
      'index 4',
    ])
    expect(parseReceipt(withExtra)).toEqual({ ...receipt, extra: encodeUtf8('note') })
  })

  test('does not verify for another entry, another key or a key of another name', async () => {
    const receipt = await receiptFor(4)
    const leaf = sampleEntry(4)
    expect(await verifyReceipt({ receipt, leaf: sampleEntry(5), vkeys })).toMatchObject({ ok: false })
    expect(await verifyReceipt({ receipt, leaf, vkeys: [otherSigner.vkey] })).toMatchObject({ ok: false })
    expect(await verifyReceipt({ receipt, leaf, vkeys: [] })).toMatchObject({ ok: false })
    const renamed = createSigner(SAMPLE_SEED, 'other.example').vkey
    expect(await verifyReceipt({ receipt, leaf, vkeys: [renamed] })).toMatchObject({ ok: false })
    expect(await verifyReceipt({ receipt, leaf, vkeys: ['nonsense'] })).toMatchObject({ ok: false })
  })

  test('does not verify after any change of one bit', async () => {
    const receipt = await receiptFor(6)
    const leaf = sampleEntry(6)
    await fc.assert(
      fc.asyncProperty(fc.nat(receipt.length * 8 - 1), async (bit) => {
        const changed = new Uint8Array(receipt)
        changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
        const verdict = await verifyReceipt({ receipt: changed, leaf, vkeys })
        expect(verdict.ok).toBe(false)
      }),
      { numRuns: 500 },
    )
  })

  test('gives a verdict and no exception for any bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (receipt) => {
        expect(await verifyReceipt({ receipt, leaf: receipt, vkeys })).toMatchObject({ ok: false })
      }),
    )
  })

  test.each([
    ['c2sp.org/tlog-proof@v2\nindex 0\n\nx', 'does not begin'],
    ['c2sp.org/tlog-proof@v1\nindex 01\n\nx', 'index'],
    ['c2sp.org/tlog-proof@v1\n\nx', 'index'],
    ['c2sp.org/tlog-proof@v1\nindex 0', 'blank line'],
    ['c2sp.org/tlog-proof@v1\nindex 0\nAAAA\n\nx', '32 bytes'],
    ['c2sp.org/tlog-proof@v1\nindex 0\n!\n\nx', 'damaged'],
    [`c2sp.org/tlog-proof@v1\nindex 0\n${'AAAA\n'.repeat(64)}\nx`, 'more than 63'],
  ])('is refused when malformed (case %#)', (text, reason) => {
    expect(() => parseReceipt(encodeUtf8(text))).toThrow(reason)
  })
})
