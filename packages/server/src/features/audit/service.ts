import { Readable } from 'node:stream'
import { EvidentiaError, type FactBody } from '@evidentia/core'
import type { Scope, Transactions } from '../../platform/db/transactions.ts'

type Reading = FactBody<'evidence-read'>

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
    { evidence, what }: Pick<Reading, 'evidence' | 'what'>,
    read: () => Promise<T>,
  ): Promise<T> {
    const result = await read().catch(async (error: unknown) => {
      if (error instanceof EvidentiaError && (error.code === 'gone' || error.code === 'unavailable'))
        await this.#seal(scope, { evidence, what, outcome: 'refused' })
      throw error
    })
    try {
      await this.#seal(scope, { evidence, what, outcome: 'served' })
      return result
    } catch (error) {
      if ('stream' in result && result.stream instanceof Readable) result.stream.destroy()
      throw error
    }
  }

  async #seal(scope: Scope, reading: Reading): Promise<void> {
    await this.#transactions.write(scope, async (writer) => writer.seal('evidence-read', reading))
  }
}
