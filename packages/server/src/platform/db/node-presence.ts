import { randomInt } from 'node:crypto'
import { sql, type Transaction } from 'kysely'
import pg from 'pg'
import type { Tables } from './tables.ts'

/** Keeps our advisory locks apart from others in the same database. */
const lockClass = 7331

/**
 * Lets the nodes on one PostgreSQL know of each other who is alive: each holds a lock under a number of its own, on a
 * connection that lives as long as its process. PostgreSQL gives the lock back the moment that connection ends.
 */
export class NodePresence {
  readonly #address: string
  readonly #own = new Set<number>()
  #held: Promise<{ readonly client: pg.Client; readonly node: number }> | null = null

  constructor(address: string) {
    this.#address = address
  }

  /** This node's number. Another one after the connection was lost. */
  async number(): Promise<number> {
    this.#held ??= this.#hold()
    try {
      return (await this.#held).node
    } catch (error) {
      this.#held = null
      throw error
    }
  }

  /** Whether this number is or was this node's. */
  isOwn(node: number): boolean {
    return this.#own.has(node)
  }

  /** Whether the node with this number is gone, as the database sees it. Of its own ones a node knows better. */
  async isGone(db: Transaction<Tables>, node: number): Promise<boolean> {
    const { rows } = await sql<{
      gone: boolean
    }>`select pg_try_advisory_xact_lock(${lockClass}::integer, ${node}::integer) as gone`.execute(db)
    return rows[0]?.gone === true
  }

  async close(): Promise<void> {
    const held = this.#held
    this.#held = null
    // One that could not be opened needs no closing.
    await held?.then(
      async ({ client }) => client.end(),
      () => undefined,
    )
  }

  async #hold(): Promise<{ client: pg.Client; node: number }> {
    const client = new pg.Client({
      connectionString: this.#address,
      application_name: 'evidentia presence',
      connectionTimeoutMillis: 10_000,
      keepAlive: true,
    })
    const node = randomInt(1, 2 ** 31)
    // Its end is its meaning: the next request takes a new number.
    const forget = (): void => void (this.#held = null)
    client.on('error', forget)
    client.on('end', forget)
    await client.connect()
    await client.query('select pg_advisory_lock($1::integer, $2::integer)', [lockClass, node])
    this.#own.add(node)
    return { client, node }
  }
}
