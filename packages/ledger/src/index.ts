export * from './verify.ts'
export { type Comparison, compareCheckpoints, type Contradiction } from './checkpoint/compare-checkpoints.ts'
export { signCheckpoint } from './checkpoint/sign-checkpoint.ts'
export { encodeCheckpoint } from './checkpoint/checkpoint.ts'
export { sha256Hex, sha256HexOfStream } from './encoding/digest.ts'
export { describeLedgerError } from './ledger-error.ts'
export { verifyConsistency } from './merkle/consistency.ts'
export { type MerkleNode, MerkleFrontier } from './merkle/frontier.ts'
export { EMPTY_ROOT, hashLeaf, hashNode } from './merkle/hash.ts'
export { verifyInclusion } from './merkle/inclusion.ts'
export { MerkleTree } from './merkle/memory-tree.ts'
export { consistencyProof, inclusionProof, type ReadNode } from './merkle/prove.ts'
export { createSigner, encodeSignerKey, parseSignerKey, type Signer, signNote } from './note/signer.ts'
export { appendSignatures, encodeSignatureLines, parseNote } from './note/note-text.ts'
export type { WithheldArtifact } from './package/manifest.ts'
export {
  artifactFromBytes,
  artifactFromPath,
  artifactFromStore,
  fileFromBytes,
  fileFromPath,
  type PackageFile,
} from './package/package-file.ts'
export { OpenPackage } from './package/open-package.ts'
export type { Problem } from './package/problem.ts'
export type { JudgeTimeStamp, TimeStampVerdict } from './package/time-stamp.ts'
export { type PackageChecks, type PackageReport, verifyPackage, type VerifyOptions } from './package/verify-package.ts'
export { type PackageContent, type WrittenPackage, writePackage } from './package/write-package.ts'
export { encodeReceipt } from './receipt/receipt-text.ts'
export { encodeKeyRotation } from './rotation/encode-rotation.ts'
export { ARTIFACT_SUBJECT_PREFIX, STATEMENT_TYPE } from './statement/statement.ts'
export { decodeEntryBundle, encodeEntryBundle, ENTRY_BYTES_LIMIT } from './tiles/entry-bundle.ts'
export { type HashTile, TileBuilder } from './tiles/tile-builder.ts'
export { encodeTilePath, parseTilePath, TILE_WIDTH, type TileAddress } from './tiles/tile-path.ts'
export { cosignCheckpoint, createWitnessSigner } from './witness/cosign.ts'
export { type Gathered, gatherCosignatures, type GatherRequest } from './witness/gather-cosignatures.ts'
export {
  encodeAddCheckpoint,
  type PostToWitness,
  requestCosignature,
  type WitnessAnswer,
  type WitnessRefusal,
  type WitnessRequest,
} from './witness/request-cosignature.ts'
