import {
  assess,
  type Assessment,
  type Catalog,
  dateOfInstant,
  evidenceNeedingRecords,
  EvidentiaError,
  type Organization,
  type Program,
  programOn,
  type Row,
} from '@evidentia/core'
import { checks, compileCheck } from '@evidentia/connectors'
import type { Reader, Scope, Transactions } from '../../platform/db/transactions.ts'
import type { DocumentService } from '../documents/service.ts'
import type { EvidenceService } from '../evidence/service.ts'
import * as store from './store.ts'

/** The question: as of which day, knowing what, over which period. Absent: today, everything, the organization's own period. */
export interface Question {
  readonly asOf?: string | undefined
  readonly knownAt?: string | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
}

/** Whose answer it is, and how much is sealed. */
export interface Totals {
  readonly header: { readonly slug: string; readonly name: string; readonly sample: boolean }
  readonly evidenceTotal: number
  readonly logSize: number
  readonly lastRecordedAt: string | null
}

/** An assessment with what the screens show beside it. */
export interface Answered extends Totals {
  readonly assessment: Assessment
  readonly program: Program
  readonly organization: Organization | null
}

interface Parts {
  readonly transactions: Transactions
  readonly catalog: Catalog
  readonly documents: DocumentService
  readonly evidence: EvidenceService
}

const remembered = 24

/** Asks the pure assessment. An answer follows from the log alone, so it is remembered per log size and question. */
export class MatrixService {
  readonly catalog: Catalog
  readonly #parts: Parts
  readonly #answers = new Map<string, Promise<Answered>>()

  constructor(parts: Parts) {
    this.#parts = parts
    this.catalog = parts.catalog
  }

  async ask(scope: Pick<Scope, 'organization'>, question: Question): Promise<Answered> {
    const { organization } = scope
    const { size, today } = await this.#parts.transactions.read(scope, async (reader) => {
      const state = await store.readLogState(reader)
      return { size: state.size, today: todayIn(await this.#parts.documents.findTimeZone(reader)) }
    })
    const asOf = question.asOf ?? today
    const period = periodOf(question, asOf)
    const key = [organization, size, asOf, question.knownAt ?? '', period?.from ?? '', period?.to ?? ''].join('|')
    const known = this.#answers.get(key)
    if (known !== undefined) {
      this.#answers.delete(key)
      this.#answers.set(key, known)
      return known
    }
    const answer = this.#parts.transactions.read(scope, async (reader) =>
      this.#compute(reader, asOf, question.knownAt, period),
    )
    this.#answers.set(key, answer)
    answer.catch(() => this.#answers.delete(key))
    for (const oldest of this.#answers.keys()) {
      if (this.#answers.size <= remembered) break
      this.#answers.delete(oldest)
    }
    return answer
  }

  /** The day it is in the organization's time zone. */
  async todayOf(scope: Pick<Scope, 'organization'>): Promise<string> {
    return this.#parts.transactions.read(scope, async (reader) =>
      todayIn(await this.#parts.documents.findTimeZone(reader)),
    )
  }

  /** What the overview says besides the assessment: whose it is, and how much is sealed. */
  async readTotals(scope: Pick<Scope, 'organization'>): Promise<Totals> {
    return this.#parts.transactions.read(scope, async (reader) => ({
      ...(await readSealed(reader)),
      evidenceTotal: await this.#parts.evidence.count(reader),
    }))
  }

  async #compute(
    reader: Reader,
    asOf: string,
    knownAt: string | undefined,
    period: { from: string; to: string } | undefined,
  ): Promise<Answered> {
    const { catalog } = this.#parts
    const documents = await this.#parts.documents.listAll(reader)
    const evidence = await this.#parts.evidence.listAll(reader)
    const records = await this.#parts.evidence.readRecordsOf(
      reader,
      evidenceNeedingRecords({ catalog, documents, evidence, checks }),
    )
    const assessment = assess({
      catalog,
      documents,
      evidence,
      events: await this.#parts.evidence.listEvents(reader),
      records: (id) => records.get(id) ?? [],
      checks,
      compileCheck,
      asOf,
      knownAt,
      period,
    })
    const program = programOn(documents, asOf, knownAt)
    return {
      assessment,
      program,
      organization: [...program.organization.values()][0] ?? null,
      ...(await readSealed(reader)),
      evidenceTotal: evidence.length,
    }
  }
}

async function readSealed(reader: Reader): Promise<Omit<Totals, 'evidenceTotal'>> {
  const { size, recorded_at } = await store.readLogState(reader)
  const lastRecordedAt = size === 0 ? null : recorded_at.toISOString()
  return { header: await store.readOrganization(reader), logSize: size, lastRecordedAt }
}

/** Names of the people some rows or findings speak of, by id. */
export function namePeople(program: Program, ids: Iterable<string | null>): Record<string, string> {
  const names: Record<string, string> = {}
  for (const id of ids) {
    const name = id === null ? undefined : program.person.get(id)?.name
    if (id !== null && name !== undefined) names[id] = name
  }
  return names
}

/** The people rows name. */
export function peopleOf(
  program: Program,
  rows: readonly Pick<Row, 'owner' | 'backupOwner'>[],
): Record<string, string> {
  return namePeople(
    program,
    rows.flatMap((row) => [row.owner, row.backupOwner]),
  )
}

function todayIn(timeZone: string): string {
  return dateOfInstant(new Date().toISOString(), timeZone)
}

function periodOf({ from, to }: Question, asOf: string): { from: string; to: string } | undefined {
  if (from === undefined && to === undefined) return undefined
  const period = { from: from ?? `${asOf.slice(0, 4)}-01-01`, to: to ?? asOf }
  if (period.from > period.to)
    throw new EvidentiaError('invalid-input', 'The period ends before it starts.', { place: { field: 'to' } })
  return period
}
