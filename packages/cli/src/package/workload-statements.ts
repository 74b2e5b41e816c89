import type { Envelope, EvidenceBody, FactBody, FactKind, ProgramDocument, SealedResult } from '@evidentia/core'
import { statementOf } from '@evidentia/core'
import { canonicalize, encodeStatement, type JsonObject, parseStrictJson, sha256Hex } from '@evidentia/ledger'
import type { Workload } from '../folder/read-workload.ts'
import { nameOrganization } from './organization-uuid.ts'

/**
 * Every fact of a workload as log entries: the organization, then each document version and evidence item, by the day
 * they speak of, their kind and their id. All are recorded at `packedAt`: the folder's own dates stand in the facts,
 * and an entry must not claim to have been sealed before it was.
 */
export function encodeWorkload({ organization, documents, evidence }: Workload, packedAt: string): Uint8Array[] {
  const envelope = envelopeOf(organization.id, packedAt)
  const created = { slug: organization.id, name: organization.name, sample: false }
  const facts = [...documents.map(sortDocument), ...evidence.map(sortEvidence)].toSorted(compareKeys)
  return [sealFact('organization-created', created, envelope), ...facts.map(({ encode }) => encode(envelope))]
}

/** The results of checks as log entries, to follow those of the workload. */
export function encodeResults(
  { organization }: Pick<Workload, 'organization'>,
  results: readonly SealedResult[],
  packedAt: string,
): Uint8Array[] {
  const envelope = envelopeOf(organization.id, packedAt)
  return results.map((result) => sealFact('check-result', result, envelope))
}

function envelopeOf(organization: string, packedAt: string): Envelope {
  return {
    organization: nameOrganization(organization),
    recordedAt: packedAt,
    actor: { type: 'system', id: 'evidentia-assess', name: 'evidentia assess --package' },
    request: null,
  }
}

interface SortableFact {
  readonly key: readonly string[]
  readonly encode: (envelope: Envelope) => Uint8Array
}

function sortDocument({ kind, id, effective, body }: ProgramDocument): SortableFact {
  const fact = { kind, id, effective, body: body === null ? null : { ...body } }
  return { key: [effective, kind, id], encode: (envelope) => sealFact('document-recorded', fact, envelope) }
}

function sortEvidence(body: EvidenceBody): SortableFact {
  const key = [body.effective.to, 'evidence', body.id]
  return { key, encode: (envelope) => sealFact('evidence-recorded', body, envelope) }
}

function compareKeys(a: SortableFact, b: SortableFact): number {
  const at = a.key.findIndex((part, index) => part !== b.key[index])
  if (at === -1) return 0
  return (a.key[at] ?? '') < (b.key[at] ?? '') ? -1 : 1
}

/** One fact as a log entry. */
export function sealFact<K extends FactKind>(kind: K, fact: FactBody<K>, envelope: Envelope): Uint8Array {
  const { _type, subject, predicateType, predicate } = statementOf(kind, fact, envelope, digestOf)
  return encodeStatement({ _type, subject: [...subject], predicateType, predicate: toJsonObject(predicate) })
}

function digestOf(value: unknown): string {
  return sha256Hex(Buffer.from(canonicalize(toJsonObject(value)), 'utf8'))
}

/** The value as JSON has it: fields that are absent are left out, as they are in the schema's own reading. */
function toJsonObject(value: unknown): JsonObject {
  const json = parseStrictJson(Buffer.from(JSON.stringify(value), 'utf8'))
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw new TypeError('A fact is a JSON object.')
  return json as JsonObject
}
