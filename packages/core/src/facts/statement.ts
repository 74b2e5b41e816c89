import type { FactBody, FactKind, SealedFact } from './fact.ts'
import { predicateTypeOf } from './fact.ts'

/** What goes around a fact when it is sealed. */
export type Envelope = Omit<SealedFact, 'fact'>

/** An in-toto Statement v1 about a fact, as a plain value; the ledger gives it its canonical bytes. */
export interface FactStatement {
  readonly _type: 'https://in-toto.io/Statement/v1'
  readonly subject: readonly { readonly name: string; readonly digest: { readonly sha256: string } }[]
  readonly predicateType: string
  readonly predicate: SealedFact
}

/**
 * The statement that seals `fact`. Evidence names its artifact and its derived records as subjects, a population its two files and
 * a check result with many items the file of them, by their digests, so that a receipt alone binds the bytes; every other fact
 * names itself, by the digest of its canonical JSON.
 * `digestOf` returns SHA-256 over the canonical JSON (RFC 8785) of a value, in lower-case hexadecimal.
 */
export function statementOf<K extends FactKind>(
  kind: K,
  fact: FactBody<K>,
  envelope: Envelope,
  digestOf: (value: unknown) => string,
): FactStatement {
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject: subjectsOf(kind, fact, digestOf),
    predicateType: predicateTypeOf(kind),
    predicate: { ...envelope, fact: { ...fact } },
  }
}

function subjectsOf<K extends FactKind>(
  kind: K,
  fact: FactBody<K>,
  digestOf: (value: unknown) => string,
): FactStatement['subject'] {
  if ('artifact' in fact) {
    const artifact = { name: `artifact:${fact.artifact.name}`, digest: { sha256: fact.artifact.sha256 } }
    if (fact.derived === null) return [artifact]
    return [artifact, { name: `artifact:records/${fact.derived.importer}`, digest: { sha256: fact.derived.sha256 } }]
  }
  if ('card' in fact) {
    const { rows, appendix } = fact.card
    return [
      { name: `artifact:populations/${fact.id}/rows`, digest: { sha256: rows.sha256 } },
      { name: `artifact:populations/${fact.id}/appendix`, digest: { sha256: appendix.sha256 } },
    ]
  }
  if ('itemsSha256' in fact) {
    const itself = { name: `check-result:${fact.id}`, digest: { sha256: digestOf(fact) } }
    if ('items' in fact.content) return [itself]
    return [itself, { name: `artifact:check-results/${fact.id}`, digest: { sha256: fact.content.sha256 } }]
  }
  const name = 'kind' in fact ? `document:${fact.kind}/${fact.id}` : `fact:${kind}`
  return [{ name, digest: { sha256: digestOf(fact) } }]
}
