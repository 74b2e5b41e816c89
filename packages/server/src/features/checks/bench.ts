import { compileCheck, type DocumentFault, findDocumentFaults } from '@evidentia/connectors'
import {
  arrangeFacts,
  type Check,
  type CheckDefinition,
  checkDefinitionSchema,
  type CheckResult,
  type CheckSources,
  countVerdicts,
  type Evidence,
  EvidentiaError,
  listGiven,
  makeCheckInput,
  newestSource,
  type ParameterValues,
  programOn,
  rowKey,
  type RowIdentity,
  runCheck,
  sortItems,
  subjectOf,
  recordsOf,
} from '@evidentia/core'
import type { Reader, Scope, Transactions } from '../../platform/db/transactions.ts'
import type { DocumentService } from '../documents/service.ts'
import type { EvidenceService } from '../evidence/service.ts'

interface Parts {
  readonly transactions: Transactions
  readonly documents: DocumentService
  readonly evidence: EvidenceService
}

/** What is tried: a definition as it would be recorded, and on what. */
export interface Trial {
  readonly definition: Record<string, unknown>
  readonly evidence?: string | undefined
  readonly asOf?: string | undefined
  readonly parameters?: ParameterValues | undefined
}

/** What came of it, and whose records were read for it. */
export interface TrialAnswer {
  readonly faults: { field: string; line: number; column: number; sentence: string }[]
  readonly result: ReturnType<typeof describeResult> | null
  readonly read: readonly string[]
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

  /** Tries a definition on recorded evidence, as it would be judged if it were in force. */
  async tryOut(scope: Scope, trial: Trial): Promise<TrialAnswer> {
    return this.#parts.transactions.read(scope, async (reader) => {
      const { definition, faults } = await this.#readDefinition(reader, trial.definition)
      if (definition === null || faults.length > 0 || trial.evidence === undefined)
        return { faults, result: null, read: [] }
      return { faults, ...(await this.#run(reader, definition, trial.evidence, trial)) }
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
  async #run(reader: Reader, definition: CheckDefinition, id: string, { asOf, parameters = {} }: Trial) {
    const { documents, evidence } = this.#parts
    const judged = await evidence.find(reader, id)
    refuseUntriable(judged)
    const row = rowOf(judged)
    const check = compileCheck(definition)
    const day = asOf ?? judged.effective.to
    const facts = await this.#readFacts(reader, judged, row, check)
    const before = facts
      .ofRow(row.key)
      .filter((one) => !one.isRejected && one.evidence.effective.to < judged.effective.to)
    const sources: CheckSources = {
      subject: row.subject,
      program: programOn(await documents.listAll(reader), day),
      asOf: day,
      parameters,
      evidence: judged,
      earlier: before.map((one) => one.evidence).toReversed(),
      newest: (type) => newestSource(facts, type, day, lastDay),
      read: (source, type) => recordsOf(facts, source, type),
      reviewOf: (one) => facts.lifecycleOf(one).review,
    }
    const result = runCheck(check, makeCheckInput(check, sources))
    const read = [...new Set(listGiven(check, sources).map((given) => given.evidence))]
    return { result: describeResult(result, day), read }
  }

  /** What a check of this evidence can look at, and nothing else. */
  async #readFacts(reader: Reader, judged: Evidence, row: RowIdentity, { joins }: Check) {
    const { documents, evidence } = this.#parts
    const [own, joined] = [await evidence.listOfRows(reader, [row]), await evidence.listCarrying(reader, joins)]
    const all = [...new Map([...own, ...joined, judged].map((one) => [one.id, one])).values()]
    const events = await evidence.listEventsOfAll(
      reader,
      all.map(({ id }) => id),
    )
    const records = await evidence.readRecordsOf(reader, [...new Set([judged, ...joined].map(({ id }) => id))])
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

/** Evidence for several subjects is tried for the first. */
function rowOf({ proves: [first] }: Evidence): RowIdentity {
  const requirement = first?.requirement ?? ''
  const [control = '', own = ''] = requirement.split('/')
  const subject = subjectOf(first?.system, first?.vendor)
  return { key: rowKey(requirement, subject), control, requirement: own, subject }
}
