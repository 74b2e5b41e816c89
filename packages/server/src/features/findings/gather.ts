import {
  actsOn,
  type Catalog,
  evidenceNeedingRecords,
  type FindingAct,
  type FindingTrace,
  isRaised,
  type Knowledge,
  knowledgeOf,
  traceFindings,
  readableId,
  traceRaised,
} from '@evidentia/core'
import { checks, compileCheck } from '@evidentia/connectors'
import type { Reader } from '../../platform/db/transactions.ts'
import type { DocumentService } from '../documents/service.ts'
import type { EvidenceService } from '../evidence/service.ts'
import * as store from './store.ts'

/** Where what findings are computed from is read. */
export interface Sources {
  readonly catalog: Catalog
  readonly documents: DocumentService
  readonly evidence: EvidenceService
}

/** A finding with all that is said of it. */
export interface GatheredFinding {
  readonly trace: FindingTrace
  readonly acts: readonly FindingAct[]
}

export interface Gathered {
  readonly knowledge: Knowledge
  readonly findings: readonly GatheredFinding[]
  /** The first day after `asOf` on which a row or the programme can turn though nothing new is learned. */
  readonly expires: string | null
}

/** Every finding through time up to `asOf`, as known at one instant. */
export async function gatherFindings(
  sources: Sources,
  reader: Reader,
  asOf: string,
  knownAt: string | undefined,
): Promise<Gathered> {
  const knowledge = await readKnowledge(sources, reader, asOf, knownAt)
  const { traces, expires } = traceFindings(knowledge, asOf)
  const acts = Map.groupBy(await store.listActs(reader), ({ body }) => body.finding)
  const { timeZone } = knowledge.facts
  const computed = traces
    .map((trace): GatheredFinding => ({ trace, acts: acts.get(trace.id) ?? [] }))
    .filter(({ trace, acts: own }) => trace.episodes.length > 0 || own.length > 0)
  const known = new Set(computed.map(({ trace }) => trace.id))
  const others = [...acts].flatMap(([id, own]): GatheredFinding[] => {
    if (known.has(id)) return []
    if (!isRaised(id)) return [{ trace: traceOfNothing(id), acts: own }]
    const trace = traceRaised(actsOn(own, { asOf, knownAt, timeZone }), knowledge)
    return trace === null ? [] : [{ trace, acts: own }]
  })
  return { knowledge, findings: [...computed, ...others], expires }
}

async function readKnowledge(
  { catalog, documents, evidence }: Sources,
  reader: Reader,
  asOf: string,
  knownAt: string | undefined,
): Promise<Knowledge> {
  const items = await evidence.listAll(reader)
  const program = await documents.listAll(reader)
  const needed = evidenceNeedingRecords({ catalog, documents: program, evidence: items, checks })
  const records = await evidence.readRecordsOf(reader, needed)
  return knowledgeOf({
    catalog,
    documents: program,
    evidence: items,
    events: await evidence.listEvents(reader),
    records: (id) => records.get(id) ?? [],
    checks,
    compileCheck,
    asOf,
    knownAt,
  })
}

/** People acted on a gap of which, by what is known now, not even the row is left. */
export function traceOfNothing(id: string): FindingTrace {
  const about = { control: null, requirement: null, system: null, vendor: null }
  return { id, ...about, about: readableId(id), asks: null, episodes: [], rejections: [], disproof: null, newest: null }
}
