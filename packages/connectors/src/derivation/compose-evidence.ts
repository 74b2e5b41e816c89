import { createHash } from 'node:crypto'
import type { Artifact, Derived, EvidenceBody, EvidenceClaim } from '@evidentia/core'
import { EvidentiaError, evidenceIdentity, findClaimFault } from '@evidentia/core'

type Collector = EvidenceBody['collector']

/** An artifact that was hashed, what an importer found in it, and what its bringer claims of it. */
export interface EvidenceParts {
  readonly artifact: Artifact
  readonly derived: Derived | null
  readonly claim: EvidenceClaim
  /** Who brought it, unless the claim names a collector. */
  readonly broughtBy: Collector
}

/**
 * The evidence a file and a claim make, named by what they are. The one composition behind every door evidence comes
 * in by, so that the same file claimed for the same thing has the same id wherever it is recorded.
 */
export function composeEvidence({ artifact, derived, claim, broughtBy }: EvidenceParts): EvidenceBody {
  const fault = findClaimFault(claim)
  if (fault !== null) throw new EvidentiaError('invalid-input', fault.sentence, { place: { field: fault.field } })
  const { proves, effective, collectedAt, source, collector, collectorVersion, ...details } = claim
  const named = collector === undefined ? broughtBy : readCollector(collector)
  return {
    id: nameEvidence(artifact.sha256, claim),
    artifact,
    derived,
    proves,
    effective,
    collectedAt,
    source,
    collector: collectorVersion === undefined ? named : { ...named, version: collectorVersion },
    ...details,
  }
}

/** `ev_` and the first 20 hexadecimal digits of SHA-256 over the evidence's identity. */
export function nameEvidence(
  sha256: string,
  claim: Pick<EvidenceClaim, 'proves' | 'effective' | 'supersedes'>,
): string {
  const digest = createHash('sha256').update(evidenceIdentity(sha256, claim)).digest('hex')
  return `ev_${digest.slice(0, 20)}`
}

/** The media type that a file's extension claims; `application/octet-stream` for one we do not know. */
export function guessMediaType(name: string): string {
  const extension = /\.([a-z0-9]+)$/.exec(name.toLowerCase())?.[1]
  return (extension === undefined ? undefined : mediaTypes.get(extension)) ?? 'application/octet-stream'
}

/** A claim names its collector as `connector:<name>` or by a person's id. */
function readCollector(text: string): Collector {
  const connector = /^connector:(.+)$/.exec(text)?.[1]
  return connector === undefined ? { type: 'person', id: text } : { type: 'connector', id: connector }
}

const mediaTypes: ReadonlyMap<string, string> = new Map([
  ['csv', 'text/csv'],
  ['json', 'application/json'],
  ['ndjson', 'application/x-ndjson'],
  ['md', 'text/markdown'],
  ['txt', 'text/plain'],
  ['log', 'text/plain'],
  ['html', 'text/html'],
  ['xml', 'application/xml'],
  ['yaml', 'application/yaml'],
  ['yml', 'application/yaml'],
  ['pdf', 'application/pdf'],
  ['png', 'image/png'],
  ['jpg', 'image/jpeg'],
  ['jpeg', 'image/jpeg'],
  ['zip', 'application/zip'],
  ['gz', 'application/gzip'],
  ['docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  ['xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
])
