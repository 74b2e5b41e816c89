import { sha256Hex } from '../encoding/digest.ts'
import { encodeUtf8 } from '../encoding/bytes.ts'
import { createSigner } from '../note/signer.ts'
import { artifactFromBytes, fileFromBytes } from '../package/package-file.ts'
import type { PackageContent } from '../package/write-package.ts'
import { encodeStatement, STATEMENT_TYPE } from '../statement/statement.ts'

export const SAMPLE_ORIGIN = 'log.example/harbor-ehr'

/** The key of the examples and vectors: its seed is public, so it must never sign anything real. */
export const SAMPLE_SEED = Uint8Array.from({ length: 32 }, (_, at) => at)
export const OTHER_SEED = Uint8Array.from({ length: 32 }, (_, at) => 255 - at)

export const sampleSigner = createSigner(SAMPLE_SEED, SAMPLE_ORIGIN)
export const otherSigner = createSigner(OTHER_SEED, SAMPLE_ORIGIN)

/** The bytes of sample artifact `index`, different for each. */
function sampleArtifact(index: number, size = 200): Uint8Array {
  return encodeUtf8(
    `user,last_used\nsvc-${index},2026-09-${String((index % 28) + 1).padStart(2, '0')}\n`.padEnd(size, '#'),
  )
}

/** Log entry `index`: a statement that names one artifact. */
export function sampleEntry(index: number, artifact = sampleArtifact(index)): Uint8Array {
  return encodeStatement({
    _type: STATEMENT_TYPE,
    subject: [{ name: `artifact:credential-report-${index}.csv`, digest: { sha256: sha256Hex(artifact) } }],
    predicateType: 'https://evidentia.example/evidence/v1',
    predicate: { control: 'AC-2', index, period: { from: '2026-09-01', to: '2026-09-30' } },
  })
}

/** A package of `count` entries, each with its artifact, and two other files. */
export function sampleContent(count: number, artifactSize = 200): PackageContent {
  const artifacts = Array.from({ length: count }, (_, index) => sampleArtifact(index, artifactSize))
  return {
    origin: SAMPLE_ORIGIN,
    signer: sampleSigner,
    createdAt: '2026-10-31T12:00:00Z',
    entries: artifacts.map((artifact, index) => sampleEntry(index, artifact)),
    files: [
      ...artifacts.map(artifactFromBytes),
      fileFromBytes('matrix.json', 'matrix', encodeUtf8('{"rows":[]}')),
      fileFromBytes('program/systems/ehr-db.yaml', 'program', encodeUtf8('name: Clinical database\n')),
    ],
  }
}
