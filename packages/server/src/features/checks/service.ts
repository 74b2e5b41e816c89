import { checks as installed, compileCheck, type DocumentFault, findDocumentFaults } from '@evidentia/connectors'
import {
  arrangeFacts,
  type Catalog,
  type Check,
  type CheckDefinition,
  checkDefinitionSchema,
  type CheckResult,
  countVerdicts,
  type Evidence,
  EvidentiaError,
  makeCheckInput,
  newestWith,
  operatedControl,
  type ParameterValues,
  type Program,
  programOn,
  recordsOf,
  runCheck,
  sortItems,
  type Subject,
  type TypedRecord,
} from '@evidentia/core'
import type { Reader, Scope, Transactions } from '../../platform/db/transactions.ts'
import type { DocumentService } from '../documents/service.ts'
import type { EvidenceService } from '../evidence/service.ts'

interface Parts {
  readonly transactions: Transactions
  readonly catalog: Catalog
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

/** The checks there are, and the bench on which a new one is tried before it counts. */
export class CheckService {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** The checks of the product, then the organization's own as of a day, each with the evidence requirements that ask for it. */
  async list(scope: Scope, asOf: string, q: string | undefined) {
    const { transactions, documents, catalog } = this.#parts
    const program = await transactions.read(scope, async (reader) => programOn(await documents.listAll(reader), asOf))
    const users = listUsers(catalog, program)
    const needle = q?.toLowerCase() ?? ''
    return [
      ...installed.map((check) => ({ ...describeCheck(check), own: false, title: null })),
      ...[...program.check.values()].map((one) => ({
        ...describeCheck(compileCheck(one)),
        own: true,
        title: one.title,
      })),
    ]
      .map((check) => ({ ...check, usedBy: users.get(check.id) ?? [] }))
      .filter((check) => `${check.id}\n${check.title ?? ''}\n${check.asserts}`.toLowerCase().includes(needle))
  }

  /** Tries a definition on recorded evidence, as it would be judged if it were in force. Nothing is recorded of it. */
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

  async #run(reader: Reader, definition: CheckDefinition, id: string, { asOf, parameters = {} }: Trial) {
    const { documents, evidence } = this.#parts
    const item = await evidence.find(reader, id)
    const all = await evidence.listAll(reader)
    const judged = all.find((one) => one.id === id)
    if (judged === undefined) throw new EvidentiaError('not-found', `There is no evidence ${id}.`)
    if (item.disposal?.approved != null)
      throw new EvidentiaError('gone', `The content of ${id} was disposed of, so nothing can be tried on it.`)
    const day = asOf ?? judged.effective.to
    const timeZone = await documents.findTimeZone(reader)
    const check = compileCheck(definition)
    const records = new Map<string, readonly TypedRecord[]>()
    const facts = arrangeFacts({
      evidence: all,
      events: await evidence.listEvents(reader),
      readRecords: (one) => records.get(one) ?? [],
      asOf: '9999-12-31',
      knownAt: undefined,
      timeZone,
    })
    const joined = check.joins.flatMap((type) => newestWith(facts, type, day)?.id ?? [])
    const read = [...new Set([id, ...joined])]
    for (const [one, found] of await evidence.readRecordsOf(reader, read)) records.set(one, found)
    const result = runCheck(
      check,
      makeCheckInput(check, {
        subject: subjectOf(judged),
        program: programOn(await documents.listAll(reader), day),
        asOf: day,
        parameters,
        evidence: judged,
        earlier: [],
        newest: (type) => newestWith(facts, type, day),
        read: (source, type) => recordsOf(facts, source, type),
        reviewOf: (one) => facts.lifecycleOf(one).review,
      }),
    )
    return { result: describeResult(result, day), read }
  }
}

function describeCheck({ id, version, asserts, population, joins, parameters }: Check) {
  return { id, version, asserts, population: [...population], joins: [...joins], parameters: { ...parameters } }
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

/** Which evidence requirements of the controls in operation ask for which check. */
function listUsers(catalog: Catalog, program: Program): ReadonlyMap<string, string[]> {
  const users = new Map<string, string[]>()
  for (const tailoring of program.control.values()) {
    for (const { id, checks = [] } of operatedControl(catalog, tailoring)?.evidence ?? [])
      for (const check of checks) {
        const named = users.get(check) ?? []
        named.push(`${tailoring.id}/${id}`)
        users.set(check, named)
      }
  }
  return users
}

/** Evidence for several subjects is tried for the first. */
function subjectOf({ proves: [first] }: Evidence): Subject {
  if (first?.system !== undefined) return { kind: 'system', id: first.system }
  return first?.vendor === undefined ? { kind: 'organization' } : { kind: 'vendor', id: first.vendor }
}
