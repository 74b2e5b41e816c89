import { compileCheck, type DocumentFault, findDocumentFaults } from '@evidentia/connectors'
import {
  arrangeFacts,
  type Check,
  type CheckDefinition,
  checkDefinitionSchema,
  type CheckInput,
  type CheckResult,
  type CheckSources,
  countVerdicts,
  type DatedEvidence,
  type Evidence,
  EvidentiaError,
  listGiven,
  makeCheckInput,
  type ParameterValues,
  programOn,
  readingsOn,
  type RecordType,
  type Role,
  rowKey,
  type RowIdentity,
  runCheck,
  sortItems,
  type Sourced,
  subjectOf,
} from '@evidentia/core'
import type { Reader, Scope, Transactions } from '../../platform/db/transactions.ts'
import type { DocumentService } from '../documents/service.ts'
import type { EvidenceService } from '../evidence/service.ts'
import type { PopulationService } from '../populations/service.ts'

interface Parts {
  readonly transactions: Transactions
  readonly documents: DocumentService
  readonly evidence: EvidenceService
  readonly populations: PopulationService
}

/** What is tried: a definition as it would be recorded, and on what. */
export interface Trial {
  readonly definition: Record<string, unknown>
  readonly evidence?: string | undefined
  readonly population?: string | undefined
  readonly asOf?: string | undefined
  readonly parameters?: ParameterValues | undefined
}

/** Whose records were read for a trial. */
interface Read {
  readonly evidence: readonly string[]
  readonly population: string | null
}

/** What came of it. */
export interface TrialAnswer {
  readonly faults: { field: string; line: number; column: number; sentence: string }[]
  readonly result: ReturnType<typeof describeResult> | null
  readonly read: Read
}

const shownItems = 500
/** A trial runs while its author waits, and everybody else on this node with them; pipelines have `evidentia check`. */
const recordLimit = 50_000
const lastDay = '9999-12-31'

/** The bench on which a check of one's own is tried before it counts. Nothing is recorded of a trial. */
export class CheckBench {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** Tries a definition on recorded evidence, as it would be judged if it were in force, or on the items of a population. */
  async tryOut(scope: Scope, role: Role, trial: Trial): Promise<TrialAnswer> {
    const { evidence, population } = trial
    if (evidence !== undefined && population !== undefined)
      throw new EvidentiaError('invalid-input', 'A check is tried on evidence or on a population, not on both.', {
        place: { field: 'population' },
      })
    return this.#parts.transactions.read(scope, async (reader) => {
      const { definition, faults } = await this.#readDefinition(reader, trial.definition)
      const nothing = { faults, result: null, read: { evidence: [], population: null } }
      if (definition === null || faults.length > 0) return nothing
      if (evidence !== undefined) return { faults, ...(await this.#runOnEvidence(reader, definition, evidence, trial)) }
      if (population === undefined) return nothing
      return { faults, ...(await this.#runOnPopulation(reader, role, definition, population, trial)) }
    })
  }

  async #readDefinition(
    reader: Reader,
    given: Record<string, unknown>,
  ): Promise<{ definition: CheckDefinition | null; faults: TrialAnswer['faults'] }> {
    const parsed = checkDefinitionSchema.safeParse(given)
    if (!parsed.success) {
      const faults = parsed.error.issues.map(({ path, message }) => ({ path: path.map(String), sentence: message }))
      return { definition: null, faults: faults.map(describeFault) }
    }
    const { data: definition } = parsed
    const document = { kind: 'check', id: definition.id, effective: '', recordedAt: '', body: definition } as const
    const known = await this.#parts.documents.listCheckDefinitions(reader)
    return { definition, faults: findDocumentFaults(document, known).map(describeFault) }
  }

  /** As the row that the evidence proves first would judge it. */
  async #runOnEvidence(reader: Reader, definition: CheckDefinition, id: string, { asOf, parameters = {} }: Trial) {
    const { documents, evidence } = this.#parts
    const judged = await evidence.find(reader, id)
    refuseUntriable(judged)
    const row = rowOf(judged)
    const check = compileCheck(definition)
    const day = asOf ?? judged.effective.to
    const own = await evidence.listOfRows(reader, [row])
    const facts = await this.#readFacts(reader, judged, own, check)
    const sources: CheckSources = {
      subject: row.subject,
      program: programOn(await documents.listAll(reader), day),
      asOf: day,
      parameters,
      evidence: judged,
      earlier: listEarlier(judged, facts.ofRow(row.key)),
      ...readingsOn(facts, day, lastDay),
    }
    const result = runCheck(check, makeCheckInput(check, sources))
    const read = [...new Set(listGiven(check, sources).map((given) => given.evidence))]
    return { result: describeResult(result, day), read: { evidence: read, population: null } }
  }

  /** How whole a population is stands on its card, so that here only its items are judged. */
  async #runOnPopulation(
    reader: Reader,
    role: Role,
    definition: CheckDefinition,
    id: string,
    { asOf, parameters = {} }: Trial,
  ) {
    const { documents, populations } = this.#parts
    const { type, period, records } = await populations.readRecords(reader, role, id, recordLimit)
    if (type !== definition.population)
      throw new EvidentiaError(
        'invalid-input',
        `${id} holds records of type ${type}, and the check judges those of type ${definition.population}.`,
        { place: { field: 'population' } },
      )
    const check = compileCheck(definition)
    const day = asOf ?? period.to
    const facts = await this.#readFacts(reader, null, [], check)
    const sources: CheckSources = {
      subject: { kind: 'organization' },
      program: programOn(await documents.listAll(reader), day),
      asOf: day,
      parameters,
      evidence: null,
      earlier: [],
      ...readingsOn(facts, day, lastDay),
    }
    const input: CheckInput = {
      ...makeCheckInput(check, sources),
      population: <T extends RecordType>(wanted: T) =>
        records.filter((record): record is (typeof records)[number] & Sourced<T> => record.type === wanted),
    }
    const read = [...new Set(listGiven(check, sources).map((given) => given.evidence))]
    return { result: describeResult(runCheck(check, input), day), read: { evidence: read, population: id } }
  }

  /** What a check can look at, and nothing else: `judged`, what else there is for its row, and what it joins. */
  async #readFacts(reader: Reader, judged: Evidence | null, own: readonly Evidence[], { joins }: Check) {
    const { documents, evidence } = this.#parts
    const joined = await evidence.listCarrying(reader, joins)
    const whole = [...(judged === null ? [] : [judged]), ...joined]
    const all = [...new Map([...own, ...whole].map((one) => [one.id, one])).values()]
    const events = await evidence.listEventsOfAll(
      reader,
      all.map(({ id }) => id),
    )
    const records = await evidence.readRecordsOf(reader, [...new Set(whole.map(({ id }) => id))])
    const timeZone = await documents.findTimeZone(reader)
    return arrangeFacts({
      evidence: all,
      events,
      readRecords: (one) => records.get(one) ?? [],
      knownAt: undefined,
      timeZone,
    })
  }
}

function describeResult({ asserts, verdict, summary, items }: CheckResult, asOf: string) {
  return {
    asOf,
    asserts,
    verdict,
    summary,
    counts: countVerdicts(items),
    items: sortItems(items).slice(0, shownItems),
  }
}

function describeFault({ path, place, sentence }: DocumentFault) {
  return { field: path.join('.'), line: place?.line ?? 1, column: place?.column ?? 1, sentence }
}

function refuseUntriable({
  id,
  disposal,
  derived,
}: Evidence & { readonly disposal: { readonly approved: unknown } | null }): void {
  if (disposal?.approved != null)
    throw new EvidentiaError('gone', `The content of ${id} was disposed of, so nothing can be tried on it.`)
  const total = Object.values(derived?.counts ?? {}).reduce((sum, count) => sum + count, 0)
  if (total > recordLimit)
    throw new EvidentiaError('too-large', `${id} holds ${total} records, and the bench takes at most ${recordLimit}.`, {
      place: { field: 'evidence' },
      remedy: 'Try it on a smaller export, or run evidentia check on this one.',
    })
}

/** The row's evidence before `judged`, newest first; where it was corrected, what speaks of days before it. */
function listEarlier(judged: Evidence, own: readonly DatedEvidence[]): Evidence[] {
  const standing = own.filter((one) => !one.isRejected || one.evidence.id === judged.id).map((one) => one.evidence)
  const at = standing.findIndex((one) => one.id === judged.id)
  const before = at === -1 ? standing.filter((one) => one.effective.to < judged.effective.to) : standing.slice(0, at)
  return before.toReversed()
}

/** Evidence for several subjects is tried for the first. */
function rowOf({ proves: [first] }: Evidence): RowIdentity {
  const requirement = first?.requirement ?? ''
  const [control = '', own = ''] = requirement.split('/')
  const subject = subjectOf(first?.system, first?.vendor)
  return { key: rowKey(requirement, subject), control, requirement: own, subject }
}
