import type {
  Evidence,
  EvidenceEvent,
  EvidenceEventKind,
  FactKind,
  ProgramDocument,
  SealedFact,
  SealedResult,
} from '@evidentia/core'
import { evidenceEventKinds, factKindOf, factSchemas, sealedFactSchema } from '@evidentia/core'
import { decodeStatement, type OpenPackage } from '@evidentia/ledger'
import { Refusal } from '../output/explain-error.ts'

/** A fact with its place in the log. */
type Placed<T> = T & { readonly entry: number }

/** What a log says that check results follow from. */
export interface SealedFacts {
  readonly documents: readonly Placed<ProgramDocument>[]
  readonly evidence: ReadonlyMap<string, Placed<Evidence>>
  /** In log order. */
  readonly events: readonly EvidenceEvent[]
  readonly results: ReadonlyMap<string, Placed<SealedResult>>
}

/** Reads the log of a package. Facts of other kinds are passed over. */
export async function readSealedFacts(opened: OpenPackage): Promise<SealedFacts> {
  const documents: Placed<ProgramDocument>[] = []
  const evidence = new Map<string, Placed<Evidence>>()
  const events: EvidenceEvent[] = []
  const results = new Map<string, Placed<SealedResult>>()
  let entry = -1
  for await (const bytes of opened.entries()) {
    entry += 1
    const { predicateType, predicate } = decodeStatement(bytes)
    const kind = factKindOf(predicateType)
    if (kind === null || !isWanted(kind)) continue
    const sealed = sealedFactSchema.parse(predicate)
    const { recordedAt } = sealed
    if (kind === 'document-recorded') {
      const fact = factSchemas[kind].parse(sealed.fact)
      documents.push({ ...fact, recordedAt, entry, body: fact.body as ProgramDocument['body'] })
    } else if (kind === 'evidence-recorded') {
      const fact = factSchemas[kind].parse(sealed.fact)
      evidence.set(fact.id, { ...fact, recordedAt, entry })
    } else if (kind === 'check-result') {
      const fact = factSchemas[kind].parse(sealed.fact)
      // Sealed once; should two entries bear one id, the first counts, as in the database.
      if (!results.has(fact.id)) results.set(fact.id, { ...fact, entry })
    } else events.push(readEvent(kind, entry, sealed))
  }
  return { documents, evidence, events, results }
}

/** The result called `id`. Throws Refusal where the log has none. */
export function findResult({ results }: SealedFacts, id: string): Placed<SealedResult> {
  const found = results.get(id)
  if (found !== undefined) return found
  const there = results.size === 0 ? 'It holds none.' : `It holds ${results.size}; --all runs every one.`
  throw new Refusal(1, `The log of this package has no check result ${id}. ${there}`)
}

type WantedKind = 'document-recorded' | 'evidence-recorded' | 'check-result' | EvidenceEventKind

function isWanted(kind: FactKind): kind is WantedKind {
  return ['document-recorded', 'evidence-recorded', 'check-result', ...evidenceEventKinds].includes(kind)
}

function readEvent(kind: EvidenceEventKind, entry: number, { recordedAt, actor, fact }: SealedFact): EvidenceEvent {
  const body = factSchemas[kind].parse(fact)
  return { kind, entry, recordedAt, by: { id: actor.id, name: actor.name }, body } as EvidenceEvent
}
