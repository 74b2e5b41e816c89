import { signCheckpoint } from '../checkpoint/sign-checkpoint.ts'
import { decodeUtf8, encodeHex } from '../encoding/bytes.ts'
import { MerkleTree } from '../merkle/memory-tree.ts'
import { createSigner, type Signer } from '../note/signer.ts'
import { encodeReceipt } from '../receipt/receipt-text.ts'
import { encodeKeyRotation } from '../rotation/encode-rotation.ts'
import { SAMPLE_ORIGIN, sampleEntry } from '../testing/sample-log.ts'

type ProofVector = { entry: string; receipt: string }
type TrustVector = { size: number; root: string; accepted: string[]; refused: string[] }
export type RotationVectors = {
  origin: string
  keys: { seedHex: string; vkey: string }[]
  entries: string[]
  trusted: string
  rotations: ProofVector[]
  /** Checkpoints of the log by size: signed by whom a verifier that trusts the first key must believe, and by whom not. */
  checkpoints: TrustVector[]
  refused: ProofVector[][]
}

/** A log of 8 entries that changes its key at entry 2 and at entry 5, with the proofs of both. */
export async function buildRotationVectors(): Promise<RotationVectors> {
  const seeds = [1, 2, 3, 4].map((start) => Uint8Array.from({ length: 32 }, (_, at) => 5 * at + start))
  const [first, second, third, thief] = makeSigners(seeds)
  const entries = [
    sampleEntry(0),
    sampleEntry(1),
    encodeKeyRotation(first, second),
    sampleEntry(3),
    sampleEntry(4),
    encodeKeyRotation(second, third),
    sampleEntry(6),
    sampleEntry(7),
  ]
  const tree = new MerkleTree()
  for (const entry of entries) tree.append(entry)
  const sign = (size: number, ...signers: Signer[]): Uint8Array =>
    signCheckpoint({ origin: SAMPLE_ORIGIN, size, root: tree.root(size), extensions: [] }, signers)
  const prove = async (index: number, size: number, ...signers: Signer[]): Promise<ProofVector> => {
    const receipt = encodeReceipt({
      index,
      proof: await tree.inclusionProof(index, size),
      checkpoint: sign(size, ...signers),
    })
    return { entry: decodeUtf8(entries[index] ?? new Uint8Array(), 'entry'), receipt: decodeUtf8(receipt, 'receipt') }
  }
  const judge = (size: number, accepted: Signer[][], refused: Signer[][]): TrustVector => ({
    size,
    root: encodeHex(tree.root(size)),
    accepted: accepted.map((signers) => decodeUtf8(sign(size, ...signers), 'checkpoint')),
    refused: refused.map((signers) => decodeUtf8(sign(size, ...signers), 'checkpoint')),
  })
  const one = await prove(2, 4, first, second)
  const two = await prove(5, 6, second, third)
  return {
    origin: SAMPLE_ORIGIN,
    keys: [first, second, third, thief].map(({ vkey }, at) => ({
      seedHex: encodeHex(seeds[at] ?? new Uint8Array()),
      vkey,
    })),
    entries: entries.map((entry) => decodeUtf8(entry, 'entry')),
    trusted: first.vkey,
    rotations: [one, two],
    checkpoints: [
      judge(2, [[first]], [[thief]]),
      judge(4, [[first, second], [first]], [[thief]]),
      judge(5, [[second], [third]], [[first], [thief]]),
      judge(8, [[third], [third, second]], [[second], [first], [thief]]),
    ],
    refused: [
      [two, one],
      [one, one],
      [await prove(2, 4, first)],
      [await prove(2, 4, second)],
      [await prove(2, 4, first, thief)],
      [{ ...one, entry: two.entry }],
      [{ ...one, receipt: one.receipt.replace('index 2', 'index 1') }],
      [await prove(3, 4, first, second)],
    ],
  }
}

function makeSigners(seeds: readonly Uint8Array[]): [Signer, Signer, Signer, Signer] {
  const make = (at: number): Signer => createSigner(seeds[at] ?? new Uint8Array(32), SAMPLE_ORIGIN)
  return [make(0), make(1), make(2), make(3)]
}
