import { checks as installed, compileCheck } from '@evidentia/connectors'
import { type Catalog, type Check, EvidentiaError, operatedControl, type Program, programOn } from '@evidentia/core'
import type { Scope, Transactions } from '../../platform/db/transactions.ts'
import type { DocumentService } from '../documents/service.ts'

interface Parts {
  readonly transactions: Transactions
  readonly catalog: Catalog
  readonly documents: DocumentService
}

/** The checks there are: those of the product, and those the organization wrote itself. */
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
    return [...installed, ...[...program.check.values()].map(compileCheck)]
      .map((check) => ({ ...describeCheck(check), usedBy: users.get(check.id) ?? [] }))
      .filter((check) => `${check.id}\n${check.title ?? ''}\n${check.asserts}`.toLowerCase().includes(needle))
  }

  async read(scope: Scope, asOf: string, id: string) {
    const found = (await this.list(scope, asOf, undefined)).find((check) => check.id === id)
    if (found === undefined) throw new EvidentiaError('not-found', `There is no check ${id}.`)
    return found
  }
}

function describeCheck({ id, version, asserts, population, joins, parameters, definition }: Check) {
  return {
    id,
    version,
    own: definition !== undefined,
    title: definition?.title ?? null,
    asserts,
    population: [...population],
    joins: [...joins],
    parameters: { ...parameters },
    definition: definition ?? null,
  }
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
