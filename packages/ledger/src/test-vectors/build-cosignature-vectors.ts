import { signCheckpoint } from '../checkpoint/sign-checkpoint.ts'
import { concatBytes, decodeUtf8, encodeHex } from '../encoding/bytes.ts'
import { MerkleTree } from '../merkle/memory-tree.ts'
import { appendSignatures, encodeSignatureLines, parseNote } from '../note/note-text.ts'
import { SAMPLE_ORIGIN, sampleEntry, sampleSigner } from '../testing/sample-log.ts'
import { cosignCheckpoint, createWitnessSigner } from '../witness/cosign.ts'
import { cosignedMessage, encodeTimestamp } from '../witness/cosignature.ts'

type WitnessVector = { seedHex: string; vkey: string; timestamp: number; messageHex: string; line: string }
export type CosignatureVectors = {
  logVkey: string
  checkpoint: string
  witnesses: WitnessVector[]
  cosigned: string
  policies: { vkeys: string[]; quorum: number; checkpoint: string; cosignedBy: string[]; met: boolean }[]
  refusedPolicies: { vkeys: string[]; quorum: number }[]
  refusedCheckpoints: { vkeys: string[]; checkpoint: string }[]
}

const TIMESTAMP = 1_790_000_000

/** Two witnesses' cosignatures on a checkpoint (C2SP tlog-cosignature), and what a policy makes of them. */
export function buildCosignatureVectors(): CosignatureVectors {
  const tree = new MerkleTree()
  for (let index = 0; index < 11; index += 1) tree.append(sampleEntry(index))
  const head = { origin: SAMPLE_ORIGIN, size: tree.size, root: tree.root(), extensions: [] }
  const checkpoint = signCheckpoint(head, [sampleSigner])
  const seeds = [1, 2].map((start) => Uint8Array.from({ length: 32 }, (_, at) => 7 * at + start))
  const signers = seeds.map((seed, at) => createWitnessSigner(seed, `witness.example/${at + 1}`))
  const lines = signers.map((signer, at) => cosignCheckpoint(checkpoint, signer, TIMESTAMP + at))
  const text = (bytes: Uint8Array): string => decodeUtf8(bytes, 'The checkpoint')
  const cosigned = text(appendSignatures(checkpoint, lines))
  const [first = sampleSigner, second = sampleSigner] = signers
  // The time is what a witness vouches for: another one before the same signature must not pass.
  const forged = lines.map((line) => ({
    ...line,
    signature: concatBytes([encodeTimestamp(TIMESTAMP - 1), line.signature.subarray(8)]),
  }))
  const bare = text(checkpoint)
  return {
    logVkey: sampleSigner.vkey,
    checkpoint: bare,
    witnesses: signers.map((signer, at) => ({
      seedHex: encodeHex(seeds[at] ?? new Uint8Array()),
      vkey: signer.vkey,
      timestamp: TIMESTAMP + at,
      messageHex: encodeHex(cosignedMessage(parseNote(checkpoint).text, TIMESTAMP + at)),
      line: text(encodeSignatureLines(lines.slice(at, at + 1))),
    })),
    cosigned,
    policies: [
      { vkeys: [first.vkey, second.vkey], quorum: 2, checkpoint: cosigned, cosignedBy: nameAll(signers), met: true },
      { vkeys: [first.vkey], quorum: 1, checkpoint: cosigned, cosignedBy: nameAll([first]), met: true },
      { vkeys: [first.vkey, second.vkey], quorum: 1, checkpoint: bare, cosignedBy: [], met: false },
    ],
    refusedPolicies: [
      { vkeys: [first.vkey, first.vkey], quorum: 1 },
      { vkeys: [first.vkey], quorum: 2 },
      { vkeys: [first.vkey], quorum: 0 },
      // A log's own key, of type 01, is no witness.
      { vkeys: [sampleSigner.vkey], quorum: 1 },
    ],
    refusedCheckpoints: [
      { vkeys: [first.vkey], checkpoint: cosigned.replace('\n11\n', '\n12\n') },
      { vkeys: [first.vkey], checkpoint: text(appendSignatures(checkpoint, forged)) },
    ],
  }
}

function nameAll(signers: readonly { readonly name: string }[]): string[] {
  return signers.map(({ name }) => name)
}
