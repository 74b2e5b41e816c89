import { Readable } from 'node:stream'
import { EvidentiaError, type FactBody } from '@evidentia/core'
import type { Scope, Transactions } from '../../platform/db/transactions.ts'

/**
 * Seals who read what. It fails closed: when the entry cannot be sealed, the reader gets the refusal and not the bytes. The
 * entry holds the actor's name and id and refers to no account, so it outlives the account.
 */
export class AuditService {
  readonly #transactions: Transactions

  constructor({ transactions }: { transactions: Transactions }) {
    this.#transactions = transactions
  }

  /** Runs `read` and seals it before its result is handed on. What is not there was not read, and is not sealed. */
  async witness<T extends object>(
    scope: Scope,
    { evidence, what }: Pick<FactBody<'evidence-read'>, 'evidence' | 'what'>,
    read: () => Promise<T>,
  ): Promise<T> {
    return this.#around(read, async (outcome) => this.#seal(scope, 'evidence-read', { evidence, what, outcome }))
  }

  /** The same for a package: what leaves with it is all of the log and of the evidence that it carries. */
  async witnessPackage<T extends object>(
    scope: Scope,
    found: Pick<FactBody<'package-read'>, 'package' | 'sha256'>,
    read: () => Promise<T>,
  ): Promise<T> {
    const { package: id, sha256 } = found
    return this.#around(read, async (outcome) => this.#seal(scope, 'package-read', { package: id, sha256, outcome }))
  }

  /** The same for the items of a population, or one of its files. */
  async witnessPopulation<T extends object>(
    scope: Scope,
    { population, what }: Pick<FactBody<'population-read'>, 'population' | 'what'>,
    read: () => Promise<T>,
  ): Promise<T> {
    return this.#around(read, async (outcome) => this.#seal(scope, 'population-read', { population, what, outcome }))
  }

  /** The same for the items of a check result. */
  async witnessResult<T extends object>(
    scope: Scope,
    { result, what }: Pick<FactBody<'check-result-read'>, 'result' | 'what'>,
    read: () => Promise<T>,
  ): Promise<T> {
    return this.#around(read, async (outcome) => this.#seal(scope, 'check-result-read', { result, what, outcome }))
  }

  /** Seals that the programme left as a file. */
  async sealExport(scope: Scope, fact: FactBody<'exported'>): Promise<void> {
    await this.#seal(scope, 'exported', fact)
  }

  async #around<T extends object>(
    read: () => Promise<T>,
    seal: (outcome: 'served' | 'refused') => Promise<void>,
  ): Promise<T> {
    const result = await read().catch(async (error: unknown) => {
      if (error instanceof EvidentiaError && (error.code === 'gone' || error.code === 'unavailable'))
        await seal('refused')
      throw error
    })
    try {
      await seal('served')
      return result
    } catch (error) {
      if ('stream' in result && result.stream instanceof Readable) result.stream.destroy()
      throw error
    }
  }

  async #seal<K extends 'evidence-read' | 'check-result-read' | 'package-read' | 'population-read' | 'exported'>(
    scope: Scope,
    kind: K,
    fact: FactBody<K>,
  ): Promise<void> {
    await this.#transactions.write(scope, async (writer) => writer.seal(kind, fact))
  }
}
