import { sealResult, type SealedParts } from '@evidentia/connectors'
import { type Assessment, type AssessmentInput, listCheckRuns } from '@evidentia/core'
import { artifactFromBytes, fileFromBytes, type PackageFile, type Signer, writePackage } from '@evidentia/ledger'
import { readChunks } from '../folder/read-chunks.ts'
import type { Question } from '../assess/assess-workload.ts'
import type { DiskFolder } from '../folder/disk-folder.ts'
import type { Workload } from '../folder/read-workload.ts'
import { renderReadme } from './readme.ts'
import { makePassingSigner } from './signing-key.ts'
import { encodeResults, encodeWorkload } from './workload-statements.ts'

/** What goes into a package. `key` absent: one is made for this package alone. `packedAt`: a UTC instant. */
export interface PackageRequest {
  readonly workload: Workload
  /** What the assessment follows from. */
  readonly input: AssessmentInput
  readonly assessment: Assessment
  readonly question: Question
  readonly folder: DiskFolder
  readonly key: Signer | undefined
  readonly packedAt: string
  /** Version of the catalog the answers follow from; null for one of the operator's own. */
  readonly catalogVersion: string | null
}

/** What was sealed, and the sentence that says so honestly. */
export interface PackedWorkload {
  readonly vkey: string
  readonly entries: number
  readonly statement: string
}

/** Seals a workload and its assessment into the package at `path`, which appears there only when it is complete. */
export async function packWorkload(path: string, request: PackageRequest): Promise<PackedWorkload> {
  const { workload, key, packedAt } = request
  const signer = key ?? makePassingSigner(`evidentia/${workload.organization.id}`)
  const facts = encodeWorkload(workload, packedAt)
  const results = sealResults(request, facts.length)
  const entries = [
    ...facts,
    ...encodeResults(
      workload,
      results.map(({ fact }) => fact),
      packedAt,
    ),
  ]
  const files = [
    ...listArtifacts(workload),
    ...listItems(results),
    ...listProgramFiles(request.folder),
    ...listAnswers(request, signer),
  ]
  const written = await writePackage(path, { origin: signer.name, signer, createdAt: packedAt, entries, files })
  const how =
    key === undefined
      ? 'Signed by a key made for this package: shows that nothing changed since packing, not who packed.'
      : `Signed by ${signer.vkey}.`
  return {
    vkey: signer.vkey,
    entries: written.entries,
    statement: `Sealed ${written.entries} log entries, ${results.length} of them check results, and ${written.files} files into ${path}. ${how}`,
  }
}

/**
 * Every check result the assessment rests on. Not for what was known at an earlier instant: the log of a package has no clock by
 * which somebody could tell again what was known then.
 */
function sealResults({ input }: PackageRequest, programSize: number): SealedParts[] {
  if (input.knownAt !== undefined) return []
  const parts = [...listCheckRuns(input)].map((run) => sealResult(run, run.run(), programSize))
  // One evidence item may stand in two rows, but never twice in one.
  return [...new Map(parts.map((one) => [one.fact.id, one])).values()]
}

function listItems(results: readonly SealedParts[]): PackageFile[] {
  const files = results.flatMap(({ artifact }) =>
    artifact === null ? [] : [artifactFromBytes(Buffer.from([...artifact.lines()].join(''), 'utf8'))],
  )
  return [...new Map(files.map((file) => [file.sha256, file])).values()]
}

function listArtifacts({ artifacts, records }: Workload): PackageFile[] {
  const files = new Map<string, PackageFile>()
  for (const [sha256, { path, size }] of artifacts) {
    // Hashed while it was recorded; the writer hashes it again and refuses a file that changed since.
    files.set(sha256, { name: `artifacts/${sha256}`, role: 'artifact', size, sha256, open: () => readChunks(path) })
  }
  for (const bytes of records.values()) {
    const file = artifactFromBytes(bytes)
    files.set(file.sha256, file)
  }
  return [...files.values()]
}

function listProgramFiles({ asRead }: DiskFolder): PackageFile[] {
  return [...asRead].map(([path, bytes]) => fileFromBytes(path, 'program', bytes))
}

function listAnswers(request: PackageRequest, signer: Signer): PackageFile[] {
  const { workload, assessment, question, packedAt, key, catalogVersion } = request
  const { asOf, period, summary, rows, findings } = assessment
  const known = question.knownAt === undefined ? {} : { knownAt: question.knownAt }
  const readme = renderReadme({
    organization: workload.organization.name,
    asOf,
    period,
    packedAt,
    vkey: signer.vkey,
    keyIsKept: key !== undefined,
  })
  return [
    fileFromBytes('matrix.json', 'matrix', encodeJson({ asOf, ...known, period, catalogVersion, summary, rows })),
    fileFromBytes('findings.json', 'findings', encodeJson({ asOf, ...known, period, catalogVersion, findings })),
    fileFromBytes('README.txt', 'readme', Buffer.from(readme, 'utf8')),
  ]
}

function encodeJson(value: unknown): Uint8Array {
  return new Uint8Array(Buffer.from(`${JSON.stringify(value, null, 2)}\n`, 'utf8'))
}
