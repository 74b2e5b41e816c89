import { PassThrough } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { beforeAll, describe, expect, test } from 'vitest'
import { signCheckpoint } from '../checkpoint/sign-checkpoint.ts'
import { MerkleTree } from '../merkle/memory-tree.ts'
import { createSigner, type Signer } from '../note/signer.ts'
import { parseVerifierKeys } from '../note/verifier-key.ts'
import { verifyPackage } from '../package/verify-package.ts'
import { type PackageContent, writePackage } from '../package/write-package.ts'
import { encodeReceipt } from '../receipt/receipt-text.ts'
import { verifyReceipt } from '../receipt/verify-receipt.ts'
import { SAMPLE_ORIGIN, sampleContent, sampleEntry } from '../testing/sample-log.ts'
import { cosignCheckpoint, createWitnessSigner } from '../witness/cosign.ts'
import { appendSignatures } from '../note/note-text.ts'
import { encodeKeyRotation } from './encode-rotation.ts'
import { followRotations, type ProvenRotation } from './follow-rotations.ts'

const make = (byte: number): Signer => createSigner(new Uint8Array(32).fill(byte), SAMPLE_ORIGIN)
const [first, second, third, thief] = [make(1), make(2), make(3), make(4)]
const witness = createWitnessSigner(new Uint8Array(32).fill(9), 'witness.example/w')

/** Ten facts, a change of key, ten facts, another change, ten facts. */
const entries = [
  ...Array.from({ length: 10 }, (_, index) => sampleEntry(index)),
  encodeKeyRotation(first, second),
  ...Array.from({ length: 10 }, (_, index) => sampleEntry(10 + index)),
  encodeKeyRotation(second, third),
  ...Array.from({ length: 10 }, (_, index) => sampleEntry(20 + index)),
]
const tree = new MerkleTree()
let rotations: ProvenRotation[]

function signAt(size: number, signers: readonly Signer[], of = tree): Uint8Array {
  return signCheckpoint({ origin: SAMPLE_ORIGIN, size, root: of.root(size), extensions: [] }, signers)
}

async function prove(index: number, size: number, signers: readonly Signer[], of = tree): Promise<Uint8Array> {
  const proof = await of.inclusionProof(index, size)
  return encodeReceipt({ index, proof, checkpoint: signAt(size, signers, of) })
}

async function seal(change: Partial<PackageContent> = {}): Promise<Uint8Array> {
  const stream = new PassThrough()
  const content = {
    ...sampleContent(30),
    entries,
    signer: third,
    rotations: rotations.map(({ receipt }) => receipt),
    ...change,
  }
  const [bytes] = await Promise.all([buffer(stream), writePackage(stream, content)])
  return bytes
}

async function problemsOf(bytes: Uint8Array, ...keys: Signer[]): Promise<string> {
  const { ok, problems } = await verifyPackage(bytes, { vkeys: keys.map(({ vkey }) => vkey) })
  expect(ok).toBe(problems.length === 0)
  return problems.map(({ where, problem }) => `${where}: ${problem}`).join('\n')
}

beforeAll(async () => {
  for (const entry of entries) tree.append(entry)
  rotations = [
    { entry: entries[10] ?? new Uint8Array(), receipt: await prove(10, 12, [first, second]) },
    { entry: entries[21] ?? new Uint8Array(), receipt: await prove(21, 22, [second, third]) },
  ]
})

describe('a package of a log that changed its key', () => {
  test('verifies by the oldest key, by one in between and by the newest, and says whether it was handed over', async () => {
    const bytes = await seal()
    for (const key of [first, second, third]) {
      const { problems, checked } = await verifyPackage(bytes, { vkeys: [key.vkey] })
      expect(problems).toEqual([])
      const signature = { name: SAMPLE_ORIGIN, keyId: third.keyId, pinned: true }
      expect(checked.signedBy).toEqual([key === third ? signature : { ...signature, handedOver: true }])
    }
    expect((await verifyPackage(bytes)).ok).toBe(true)
    expect(await problemsOf(bytes, thief)).toContain('No known key signed')
  })

  test('still answers to checkpoints seen under its old keys', async () => {
    const bytes = await seal()
    const seen = [signAt(5, [first]), signAt(12, [first]), signAt(15, [second]), signAt(30, [third])]
    expect((await verifyPackage(bytes, { vkeys: [first.vkey], seen })).problems).toEqual([])
    const { problems } = await verifyPackage(bytes, { vkeys: [first.vkey], seen: [signAt(13, [first])] })
    expect(problems[0]?.problem).toContain('No known key signed')
  })

  test('is refused when an old key, perhaps stolen since, seals it', async () => {
    expect(await problemsOf(await seal({ signer: first }), first)).toContain('log/checkpoint')
    expect(await problemsOf(await seal({ signer: first }), first, third)).toContain('log/checkpoint')
    const unpinned = await verifyPackage(await seal({ signer: first }))
    expect(unpinned.ok).toBe(false)
  })

  test('is refused when a change of key is in the log without its proof, or proven in part', async () => {
    expect(await problemsOf(await seal({ rotations: [] }), third)).toContain('log entry 10: announces another key')
    const [one] = rotations.map(({ receipt }) => receipt)
    expect(await problemsOf(await seal({ rotations: one === undefined ? [] : [one] }), first)).not.toBe('')
  })

  test('is refused when the handover is of another history than the package\u2019s log', async () => {
    const other = new MerkleTree()
    for (const [index, entry] of entries.entries()) other.append(index === 3 ? sampleEntry(99) : entry)
    const receipts = [await prove(10, 12, [first, second], other), rotations[1]?.receipt ?? new Uint8Array()]
    expect(await problemsOf(await seal({ rotations: receipts }), first)).toContain(
      'log/rotations/001.tlog-proof: SPLIT VIEW',
    )
  })

  test.each([
    ['the new key did not sign the handover', [first]],
    ['the old key did not sign the handover', [second]],
    ['a stranger signed the handover beside the old key', [first, thief]],
  ])('is refused when %s', async (_, signers) => {
    const receipts = [await prove(10, 12, signers), rotations[1]?.receipt ?? new Uint8Array()]
    expect(await problemsOf(await seal({ rotations: receipts }), first)).toContain('not signed by both keys')
  })

  test('counts witnesses under a policy', async () => {
    const checkpoint = signAt(entries.length, [third])
    const policy = { witnesses: [{ vkey: witness.vkey }], quorum: 1 }
    const bare = await verifyPackage(await seal({ checkpoint }), { vkeys: [third.vkey], policy })
    expect(bare.problems).toEqual([{ where: 'log/checkpoint', problem: 'is cosigned by 0 of the 1 witnesses needed' }])
    const cosigned = appendSignatures(checkpoint, [cosignCheckpoint(checkpoint, witness, 1_790_000_000)])
    expect((await verifyPackage(await seal({ checkpoint: cosigned }), { vkeys: [third.vkey], policy })).ok).toBe(true)
  })
})

describe('a receipt of a log that changed its key', () => {
  const claim = async (index: number, size: number, signer: Signer, vkeys = [first.vkey]) =>
    verifyReceipt({
      receipt: await prove(index, size, [signer]),
      leaf: entries[index] ?? new Uint8Array(),
      vkeys,
      rotations,
    })

  test('verifies by the oldest key with the proofs of the changes, from before them as from after', async () => {
    expect(await claim(25, 32, third)).toMatchObject({ ok: true })
    expect(await claim(4, 9, first)).toMatchObject({ ok: true })
    expect(await claim(14, 20, second)).toMatchObject({ ok: true })
  })

  test('by an old key after its handover, or by a stranger, does not', async () => {
    expect(await claim(14, 20, first)).toMatchObject({ ok: false })
    expect(await claim(25, 32, second)).toMatchObject({ ok: false })
    expect(await claim(25, 32, thief)).toMatchObject({ ok: false })
    expect(await claim(25, 32, third, [thief.vkey])).toMatchObject({ ok: false })
  })
})

test('changes of key out of order, doubled, or under another entry are refused', async () => {
  const trusted = await parseVerifierKeys([first.vkey])
  const [one, two] = rotations
  if (one === undefined || two === undefined) throw new Error('no rotations')
  for (const wrong of [
    [two, one],
    [one, one],
    [{ ...one, entry: two.entry }],
    [{ ...one, entry: sampleEntry(1) }],
    [{ ...one, receipt: two.receipt }],
  ]) {
    await expect(followRotations(trusted, wrong)).rejects.toThrow(/key|signed/)
  }
  expect(() => encodeKeyRotation(first, second)).not.toThrow()
})
