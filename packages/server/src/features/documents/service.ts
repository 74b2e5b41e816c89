import {
  type DocumentKind,
  documentSchemas,
  EvidentiaError,
  listReferences,
  organizationSchema,
  type ProgramDocument,
} from '@evidentia/core'
import type { Reader, Scope, Transactions, Writer } from '../../platform/db/transactions.ts'
import { parseInput } from '../../platform/http/problem.ts'
import * as store from './store.ts'

export interface DocumentVersion {
  readonly kind: DocumentKind
  readonly id: string
  readonly effective: string
  readonly recordedAt: string
  readonly entry: number
  readonly body: Record<string, unknown> | null
}

/** Program objects and their versions. */
export class DocumentService {
  readonly #transactions: Transactions

  constructor(parts: { transactions: Transactions }) {
    this.#transactions = parts.transactions
  }

  /** Every version of every object, for the assessment. */
  async listAll(reader: Reader): Promise<ProgramDocument[]> {
    return (await store.listVersions(reader)).map(store.toDocument)
  }

  /** The organization's time zone, by its newest version; UTC while none is recorded. */
  async findTimeZone(reader: Reader): Promise<string> {
    const parsed = organizationSchema.safeParse(await store.findOrganizationBody(reader))
    return parsed.success ? parsed.data.timeZone : 'UTC'
  }

  /** Which of the objects named were ever recorded, as `kind/id`. */
  async findExisting(
    reader: Reader,
    named: readonly { readonly kind: DocumentKind; readonly id: string }[],
  ): Promise<ReadonlySet<string>> {
    return store.findExisting(reader, named)
  }

  /** The objects of one kind as they stood on `asOf`, by id; with `q`, those whose text holds it. */
  async list(scope: Scope, kind: DocumentKind, asOf: string, q: string | undefined): Promise<DocumentVersion[]> {
    const rows = await this.#transactions.read(scope, store.listVersions)
    const standing = new Map<string, store.DocumentRow>()
    for (const row of rows) {
      const rival = standing.get(row.id)
      if (row.kind !== kind || row.effective > asOf) continue
      if (rival === undefined || row.effective >= rival.effective) standing.set(row.id, row)
    }
    const needle = q?.toLowerCase() ?? ''
    return [...standing.values()]
      .filter((row) => row.body !== null && JSON.stringify(row.body).toLowerCase().includes(needle))
      .toSorted((a, b) => (a.id < b.id ? -1 : 1))
      .map(describe)
  }

  /** Every version of one object, newest first. */
  async listVersions(scope: Scope, kind: DocumentKind, id: string): Promise<DocumentVersion[]> {
    const rows = await this.#transactions.read(scope, async (reader) => store.listVersionsOf(reader, kind, id))
    if (rows.length === 0) throw new EvidentiaError('not-found', `There is no ${kind} called "${id}".`)
    return rows.map(describe)
  }

  /** Records a new version. Its body must fit the kind's schema and name only objects that exist. */
  async record(
    scope: Scope,
    kind: DocumentKind,
    id: string,
    effective: string,
    body: Record<string, unknown> | null,
  ): Promise<DocumentVersion> {
    const checked = body === null ? null : checkBody(kind, id, body)
    return this.#transactions.write(scope, async (writer) => {
      await this.#refuseDangling(writer, kind, id, effective, checked)
      const { entry, recordedAt } = await writer.seal('document-recorded', { kind, id, effective, body: checked })
      return { kind, id, effective, recordedAt, entry, body: checked }
    })
  }

  async #refuseDangling(
    writer: Writer,
    kind: DocumentKind,
    id: string,
    effective: string,
    body: Record<string, unknown> | null,
  ): Promise<void> {
    const document: ProgramDocument = {
      kind,
      id,
      effective,
      recordedAt: effective,
      body: body as ProgramDocument['body'],
    }
    for (const [field, target, name] of listReferences(document)) {
      if (name === undefined || (target === kind && name === id) || (await store.exists(writer, target, name))) continue
      throw new EvidentiaError(
        'invalid-input',
        `The ${kind} names the ${target} "${name}" at ${field}, which does not exist.`,
        { place: { field }, remedy: `Record the ${target} first.` },
      )
    }
  }
}

function checkBody(kind: DocumentKind, id: string, body: Record<string, unknown>): Record<string, unknown> {
  const checked: Record<string, unknown> = parseInput(documentSchemas[kind], body, `The ${kind}`)
  if (checked['id'] !== id)
    throw new EvidentiaError(
      'invalid-input',
      `The ${kind} calls itself "${String(checked['id'])}" and the address "${id}".`,
      { place: { field: 'id' } },
    )
  return checked
}

function describe({ kind, id, effective, recorded_at, entry, body }: store.DocumentRow): DocumentVersion {
  return { kind, id, effective, recordedAt: recorded_at.toISOString(), entry, body }
}
