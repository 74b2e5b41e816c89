import {
  type Actor,
  type Evidence,
  type EvidenceEvent,
  type EvidenceEventKind,
  evidenceEventKinds,
  type FactBody,
  factKindOf,
  type FactKind,
  factSchemas,
  type FrozenPopulation,
  sealedFactSchema,
} from '@evidentia/core'
import { decodeStatement } from '@evidentia/ledger'

/** A population as its log has it: the fact, who ran it and when, and what was said of it since. */
export interface SealedPopulation {
  readonly fact: FrozenPopulation
  readonly runBy: Actor
  readonly runAt: string
  readonly attestations: {
    readonly says: string
    readonly sentence: string
    readonly by: string
    readonly at: string
  }[]
}

/** What of a log matters to populations; the entry each fact stands in tells what was known when. */
export interface SealedFacts {
  readonly populations: ReadonlyMap<string, SealedPopulation>
  readonly evidence: readonly { readonly entry: number; readonly evidence: Evidence }[]
  readonly events: readonly EvidenceEvent[]
}

/** Reads a log's entries in their order. An entry of a kind that is not known here has no part in a population. */
export async function readSealedFacts(entries: AsyncIterable<Uint8Array>): Promise<SealedFacts> {
  const populations = new Map<string, SealedPopulation>()
  const evidence: { entry: number; evidence: Evidence }[] = []
  const events: EvidenceEvent[] = []
  let entry = -1
  for await (const bytes of entries) {
    entry += 1
    const { predicateType, predicate } = decodeStatement(bytes)
    const kind = factKindOf(predicateType)
    if (kind === null || !isWanted(kind)) continue
    const { recordedAt, actor, fact } = sealedFactSchema.parse(predicate)
    if (kind === 'evidence-recorded') evidence.push({ entry, evidence: { ...parse(kind, fact), recordedAt } })
    else if (isEvidenceEvent(kind)) {
      const by = { id: actor.id, name: actor.name }
      events.push({ kind, entry, recordedAt, by, body: parse(kind, fact) } as EvidenceEvent)
    } else if (kind === 'population-frozen') {
      const population = parse(kind, fact)
      populations.set(population.id, { fact: population, runBy: actor, runAt: recordedAt, attestations: [] })
    } else {
      const { population, says, sentence } = parse('population-attested', fact)
      populations.get(population)?.attestations.push({ says, sentence, by: actor.name, at: recordedAt })
    }
  }
  return { populations, evidence, events }
}

function isWanted(kind: FactKind): boolean {
  return (
    kind === 'evidence-recorded' ||
    kind === 'population-frozen' ||
    kind === 'population-attested' ||
    isEvidenceEvent(kind)
  )
}

function isEvidenceEvent(kind: FactKind): kind is EvidenceEventKind {
  return evidenceEventKinds.some((one) => one === kind)
}

function parse<K extends FactKind>(kind: K, fact: unknown): FactBody<K> {
  return factSchemas[kind].parse(fact) as FactBody<K>
}
