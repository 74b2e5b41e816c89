import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import {
  type Catalog,
  composeOscal,
  type Contracts,
  documentName,
  type Evidence,
  type EvidenceEvent,
  EvidentiaError,
  type FactBody,
  lastFactInstant,
  type ProgramDocument,
  type Received,
  type Row,
} from '@evidentia/core'
import type { Reader, Scope, Transactions } from '../../platform/db/transactions.ts'
import type { StreamAnswer } from '../../platform/http/operation.ts'
import type { Printer } from '../../platform/print/printer.ts'
import type { Answered, Question } from '../matrix/service.ts'
import { tabulateCrosswalk } from './crosswalk-table.ts'
import { tabulateMatrix } from './matrix-table.ts'
import type { Table } from './table.ts'
import { writeCsv } from './write-csv.ts'
import { writeXlsx } from './write-xlsx.ts'

type MatrixExport = Received<Contracts['exportMatrix']>
type CrosswalkExport = Received<Contracts['exportCrosswalk']>
type OscalExport = Received<Contracts['exportOscal']>
type Format = MatrixExport['params']['format']

/** The most rows of each format: more makes a file that nothing opens well. */
const rowLimits: Readonly<Record<Format, number>> = { csv: 1_000_000, xlsx: 200_000, pdf: 3000 }
const mediaTypes: Readonly<Record<Format, string>> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pdf: 'application/pdf',
}

interface Parts {
  readonly transactions: Transactions
  readonly catalog: Catalog
  readonly printer: Printer
  readonly release: string
  readonly ask: (scope: Scope, question: Question) => Promise<Answered>
  readonly selectRows: (rows: readonly Row[], query: MatrixExport['query'] & { sort: string }) => readonly Row[]
  readonly listFrameworks: (answered: Answered, asked: string | undefined) => readonly string[]
  readonly readFacts: (reader: Reader) => Promise<{
    readonly documents: readonly ProgramDocument[]
    readonly evidence: readonly Evidence[]
    readonly events: readonly EvidenceEvent[]
  }>
  /** Seals that the file left. It fails closed: without the entry there is no file. */
  readonly sealExport: (scope: Scope, fact: FactBody<'exported'>) => Promise<void>
}

/** Files for people and tools outside, from the same answers as the screens. Each is sealed before it is handed out. */
export class ExportService {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  async exportMatrix(scope: Scope, { params, query }: MatrixExport): Promise<StreamAnswer> {
    const { catalog, ask, selectRows } = this.#parts
    const answered = await ask(scope, query)
    const rows = selectRows(answered.assessment.rows, { ...query, sort: 'status' })
    const { asOf: _asOf, knownAt: _knownAt, from: _from, to: _to, ...filters } = query
    const narrowedTo = Object.entries(flatten(filters))
      .map(([name, value]) => `${name} ${value}`)
      .join(', ')
    return this.#write(
      scope,
      'matrix',
      params.format,
      query,
      tabulateMatrix(catalog, answered, rows, narrowedTo),
      answered,
    )
  }

  async exportCrosswalk(scope: Scope, { params, query }: CrosswalkExport): Promise<StreamAnswer> {
    const { catalog, ask, listFrameworks } = this.#parts
    const answered = await ask(scope, query)
    const table = tabulateCrosswalk(catalog, answered, listFrameworks(answered, query.frameworks))
    return this.#write(scope, 'crosswalk', params.format, query, table, answered)
  }

  async exportOscal(scope: Scope, { params, query }: OscalExport): Promise<StreamAnswer> {
    const { transactions, catalog, release, ask, readFacts } = this.#parts
    const { assessment } = await ask(scope, query)
    const facts = { ...(await transactions.read(scope, readFacts)), knownAt: query.knownAt }
    const document = composeOscal(params.model, {
      ...facts,
      catalog,
      assessment,
      framework: query.framework,
      organization: scope.organization,
      instant: lastFactInstant(facts, assessment.asOf),
      release,
      sha1: (bytes) => createHash('sha1').update(bytes).digest(),
    })
    const bytes = Buffer.from(`${JSON.stringify(document, null, 2)}\n`, 'utf8')
    // The name by which the documents of one export refer to each other.
    const name = documentName(params.model, query.framework)
    return this.#seal(scope, { what: 'oscal', format: params.model, query, rows: 0 }, name, bytes, 'application/json')
  }

  async #write(
    scope: Scope,
    what: 'matrix' | 'crosswalk',
    format: Format,
    query: object,
    table: Table,
    { assessment, header }: Answered,
  ): Promise<StreamAnswer> {
    const limit = rowLimits[format]
    if (table.rows.length > limit)
      throw new EvidentiaError(
        'too-large',
        `${table.rows.length} rows are more than the ${limit} a ${format} file takes.`,
        {
          remedy: format === 'csv' ? 'Narrow what is exported.' : 'Narrow what is exported, or take it as csv.',
        },
      )
    // Not the time of the export: that is in the log, and the same facts give the same bytes.
    const bytes = await this.#render(format, table, `${assessment.asOf}T00:00:00Z`)
    const name = `${header.slug}-${what}-${assessment.asOf}.${format}`
    return this.#seal(scope, { what, format, query, rows: table.rows.length }, name, bytes, mediaTypes[format])
  }

  async #render(format: Format, table: Table, created: string): Promise<Uint8Array> {
    switch (format) {
      case 'csv':
        return writeCsv(table)
      case 'xlsx':
        return writeXlsx(table)
      case 'pdf': {
        const { title, details, columns, rows } = table
        const header = columns.map((column) => column.title)
        return this.#parts.printer.print({
          title,
          details,
          blocks: [{ kind: 'grid', header, widths: columns.map(({ width }) => width), rows }],
          footer: details
            .map(([, value]) => value)
            .slice(0, 2)
            .join(' · '),
          landscape: true,
          created,
        })
      }
    }
  }

  async #seal(
    scope: Scope,
    { query, ...fact }: Omit<FactBody<'exported'>, 'sha256' | 'query'> & { readonly query: object },
    name: string,
    bytes: Uint8Array,
    type: string,
  ): Promise<StreamAnswer> {
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    await this.#parts.sealExport(scope, { ...fact, query: flatten(query), sha256 })
    return { stream: Readable.from([bytes]), name, size: bytes.length, sha256, type }
  }
}

/** What was asked for, without what was left out. */
function flatten(query: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(query).flatMap(([name, value]: [string, unknown]) =>
      typeof value !== 'string' || value === '' ? [] : [[name, value] as const],
    ),
  )
}
