import { describeFault, findDocumentFaults } from '@evidentia/connectors'
import {
  type Catalog,
  type CheckDefinition,
  checkDefinitionSchema,
  claimsSameTables,
  dateOfInstant,
  type DocumentKind,
  documentSchemas,
  EvidentiaError,
  listReferences,
  listUnknownNames,
  mappingsOn,
  organizationSchema,
  type ProgramDocument,
  programOn,
  savedMappingSchema,
  type VersionedMapping,
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
  readonly #catalog: Catalog

  constructor(parts: { transactions: Transactions; catalog: Catalog }) {
    this.#transactions = parts.transactions
    this.#catalog = parts.catalog
  }

  /** Every version of every object, for the assessment. */
  async listAll(reader: Reader): Promise<ProgramDocument[]> {
    return (await store.listVersions(reader)).map(store.toDocument)
  }

  /** Every version of the objects of some kinds. */
  async listOfKinds(reader: Reader, kinds: readonly DocumentKind[]): Promise<ProgramDocument[]> {
    return (await store.listVersionsOfKinds(reader, kinds)).map(store.toDocument)
  }

  /** The same, each with the log entry that recorded it. */
  async listRecorded(reader: Reader): Promise<(ProgramDocument & { readonly entry: number })[]> {
    return (await store.listVersions(reader)).map((row) => ({ ...store.toDocument(row), entry: row.entry }))
  }

  /** Every version of every check the organization wrote itself, oldest first. */
  async listCheckDefinitions(reader: Reader): Promise<CheckDefinition[]> {
    return readDefinitions(reader)
  }

  /** The mappings in force today, each with how many times it was saved until then. */
  async listMappings(reader: Reader): Promise<VersionedMapping[]> {
    const versions = await this.listOfKinds(reader, ['mapping'])
    if (versions.length === 0) return []
    const today = dateOfInstant(new Date().toISOString(), await this.findTimeZone(reader))
    return mappingsOn(versions, today)
  }

  /** What the organization calls itself, by its newest version. */
  async findOrganizationName(reader: Reader): Promise<string> {
    const parsed = organizationSchema.safeParse(await store.findOrganizationBody(reader))
    return parsed.success ? parsed.data.name : ''
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

  /**
   * Records a new version. Its body must fit the kind's schema and name only what exists in the programme and the catalog. An
   * approval of a policy is refused here: only `approvePolicy` gives one, because it knows who approves.
   */
  async record(
    scope: Scope,
    kind: DocumentKind,
    id: string,
    effective: string,
    body: Record<string, unknown> | null,
  ): Promise<DocumentVersion> {
    return this.#transactions.write(scope, async (writer) => {
      if (kind === 'policy') await refuseApproval(writer, id, effective, body)
      return this.recordIn(writer, kind, id, effective, body)
    })
  }

  /** The same within a transaction, by a feature that answers for who may say what the body says. */
  async recordIn(
    writer: Writer,
    kind: DocumentKind,
    id: string,
    effective: string,
    body: Record<string, unknown> | null,
  ): Promise<DocumentVersion> {
    const checked = body === null ? null : checkBody(kind, id, body)
    const document: ProgramDocument = {
      kind,
      id,
      effective,
      recordedAt: effective,
      body: checked as ProgramDocument['body'],
    }
    refuseUnknownNames(this.#catalog, document)
    await this.#refuseDangling(writer, document)
    await refuseBadContent(writer, document)
    await this.#refuseRivalMapping(writer, document)
    const { entry, recordedAt } = await writer.seal('document-recorded', { kind, id, effective, body: checked })
    return { kind, id, effective, recordedAt, entry, body: checked }
  }

  /** Throws where two mappings would be for the same tables: neither could be chosen. */
  async #refuseRivalMapping(reader: Reader, { kind, id, effective, body }: ProgramDocument): Promise<void> {
    if (kind !== 'mapping' || body === null) return
    const mapping = savedMappingSchema.parse(body)
    const others = programOn(await this.listOfKinds(reader, ['mapping']), effective).mapping.values()
    const rival = [...others].find(
      (other) => other.id !== id && claimsSameTables(savedMappingSchema.parse(other), mapping),
    )
    if (rival === undefined) return
    throw new EvidentiaError('conflict', `The mapping "${rival.name}" is for tables with the same columns.`, {
      place: { field: 'columns' },
      remedy: 'Change that one instead, or withdraw it first.',
    })
  }

  async #refuseDangling(writer: Writer, document: ProgramDocument): Promise<void> {
    const { kind, id } = document
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

/** Throws for a name the catalog does not have: what is misspelt would owe nothing and look like something without gaps. */
function refuseUnknownNames(catalog: Catalog, document: ProgramDocument): void {
  const [unknown] = listUnknownNames(catalog, document)
  if (unknown === undefined) return
  const { field, what, name } = unknown
  if (document.kind === 'organization' && catalog.frameworks.has(name))
    throw new EvidentiaError(
      'invalid-input',
      `The organization would be judged by two editions of one framework at a time; "${name}" is the second.`,
      { place: { field }, remedy: 'Name one edition. To change it on a day, record the organization from that day.' },
    )
  throw new EvidentiaError(
    'invalid-input',
    `The ${document.kind} names the ${what} "${name}" at ${field}, which the catalog does not have.`,
    { place: { field }, remedy: 'Correct the name, or install a catalog that has it.' },
  )
}

/** Throws for a check that cannot be read, a tailoring that sets what a check does not have, and a connection that cannot be read. */
async function refuseBadContent(reader: Reader, document: ProgramDocument): Promise<void> {
  if (!['check', 'control', 'connection'].includes(document.kind)) return
  const [fault] = findDocumentFaults(document, await readDefinitions(reader))
  if (fault === undefined) return
  const field = fault.path.join('.')
  throw new EvidentiaError(
    'invalid-input',
    `The ${document.kind} cannot be recorded: ${field}, ${describeFault(fault)}.`,
    {
      place: { field },
      remedy:
        document.kind === 'connection' ? 'Correct the connection.' : 'Correct it, or try the check on the bench first.',
    },
  )
}

async function readDefinitions(reader: Reader): Promise<CheckDefinition[]> {
  const rows = await store.listVersionsOfKind(reader, 'check')
  return rows.flatMap(({ body }) => (body === null ? [] : [checkDefinitionSchema.parse(body)]))
}

/** Throws for an approval given by recording it, and for what would take an approved text away from the day it was approved for. */
async function refuseApproval(
  writer: Writer,
  id: string,
  effective: string,
  body: Record<string, unknown> | null,
): Promise<void> {
  if (body !== null && body['approval'] != null)
    throw new EvidentiaError(
      'invalid-input',
      'An approval is not recorded with the text; it is given by the approver.',
      {
        place: { field: 'approval' },
        remedy: 'Record the draft without it, then let somebody other than its author approve it.',
      },
    )
  const versions = await store.listVersionsOf(writer, 'policy', id)
  if (versions.some((version) => version.effective === effective && version.body?.['approval'] != null))
    throw new EvidentiaError('conflict', `A text of this policy is approved to be in force from ${effective}.`, {
      place: { field: 'effective' },
      remedy: 'Choose a later day; what was approved for a day is neither changed nor withdrawn from it.',
    })
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
