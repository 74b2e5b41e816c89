import {
  type Catalog,
  dateOfInstant,
  EvidentiaError,
  type LicensedStatement,
  licensedStatementSchema,
} from '@evidentia/core'
import type { Scope, Transactions } from '../../platform/db/transactions.ts'
import type { DocumentService } from '../documents/service.ts'
import { fields, mapColumns } from './columns.ts'
import { readSheet } from './read-sheet.ts'
import { readStatements, type UnreadRow } from './read-statements.ts'

/** Statements that one transaction records; the log is not locked for longer than that. */
const batch = 200

interface Import {
  readonly name: string
  readonly bytes: Uint8Array
  readonly framework: string
  /** Header to field, where the header does not say it. */
  readonly columns: ReadonlyMap<string, string>
  readonly isDryRun: boolean
}

export interface ImportReport {
  /** What each field was read from. */
  readonly mapping: readonly { readonly field: string; readonly column: string }[]
  readonly recorded: number
  readonly unchanged: number
  readonly unread: readonly UnreadRow[]
}

/** Licensed wording that an organization brings along. It becomes documents of that organization and of no other. */
export class LicensedStatementService {
  readonly #transactions: Transactions
  readonly #documents: DocumentService
  readonly #catalog: Catalog

  constructor(parts: { transactions: Transactions; documents: DocumentService; catalog: Catalog }) {
    this.#transactions = parts.transactions
    this.#documents = parts.documents
    this.#catalog = parts.catalog
  }

  /** Records what is new or changed in the file, from today on. Run again with the same rows, it records nothing. */
  async import(scope: Scope, { name, bytes, framework: id, columns, isDryRun }: Import): Promise<ImportReport> {
    const framework = this.#catalog.frameworks.get(id)
    if (framework === undefined)
      throw new EvidentiaError('not-found', `The catalog has no framework "${id}".`, {
        remedy: `Name one of ${[...this.#catalog.frameworks.keys()].join(', ')}.`,
      })
    const [header, ...rows] = readSheet(bytes, name)
    if (header === undefined) throw new EvidentiaError('empty-file', `${name} has no row.`, { place: { file: name } })
    const mapping = mapColumns(header.cells, columns)
    const { statements, unread } = readStatements(rows, mapping, framework, `Imported from ${name}`.slice(0, 300))
    const changed = await this.#findChanged(scope, statements)
    if (!isDryRun) await this.#record(scope, changed)
    return {
      mapping: fields.map((field) => ({ field, column: header.cells[mapping[field]] ?? '' })),
      recorded: changed.length,
      unchanged: statements.length - changed.length,
      unread,
    }
  }

  async #findChanged(scope: Scope, statements: readonly LicensedStatement[]): Promise<LicensedStatement[]> {
    const today = await this.#today(scope)
    const versions = await this.#documents.list(scope, 'licensed-statement', today, undefined)
    const known = new Map(versions.map((version) => [version.id, licensedStatementSchema.safeParse(version.body).data]))
    return statements.filter((statement) => {
      const before = known.get(statement.id)
      return (
        before?.text !== statement.text ||
        before.requirement !== statement.requirement ||
        before.statement !== statement.statement
      )
    })
  }

  async #record(scope: Scope, statements: readonly LicensedStatement[]): Promise<void> {
    const today = await this.#today(scope)
    for (let at = 0; at < statements.length; at += batch)
      await this.#transactions.write(scope, async (writer) => {
        for (const statement of statements.slice(at, at + batch))
          await this.#documents.recordIn(writer, 'licensed-statement', statement.id, today, statement)
      })
  }

  async #today(scope: Scope): Promise<string> {
    return this.#transactions.read(scope, async (reader) =>
      dateOfInstant(new Date().toISOString(), await this.#documents.findTimeZone(reader)),
    )
  }
}
