import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Tables } from './tables.ts'

type TypeId = Parameters<typeof pg.types.getTypeParser>[0]

const preparedMark = /^\s*\/\* prepared (\w+) \*\//

/**
 * Prepares a statement that begins with a comment `prepared <name>` once for each connection. Its plan is kept, and large
 * parameters are not copied into one; for statements that run all the time, with the same text each time.
 */
class PreparingClient extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    super(config)
    const ask = super.query.bind(this) as (...given: unknown[]) => unknown
    // What the pool and Kysely call is one form of many.
    this.query = ((text: unknown, ...rest: unknown[]) => {
      const name = typeof text === 'string' ? preparedMark.exec(text)?.[1] : undefined
      if (name === undefined) return ask(text, ...rest)
      const [values, ...more] = rest
      return ask({ name, text, values }, ...more)
    }) as pg.Client['query']
  }
}

/** Opens a pool. Whole numbers come as numbers and days as `YYYY-MM-DD`, never through this machine's time zone. */
export function openDatabase(address: string, connections: number, onError: (error: Error) => void): Kysely<Tables> {
  const pool = new pg.Pool({
    Client: PreparingClient,
    connectionString: address,
    max: connections,
    application_name: 'evidentia',
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 60_000,
    // No request may wait forever, neither for a lock nor for a forgotten transaction.
    options: '-c statement_timeout=60000 -c lock_timeout=20000 -c idle_in_transaction_session_timeout=120000',
    types: { getTypeParser: (oid, format) => parserOf(oid, format) },
  })
  // PostgreSQL may end a connection between two statements of a transaction. Unheard, that error would end this process.
  pool.on('connect', (client) => void client.on('error', onError))
  // The same error comes here when the connection was idle.
  pool.on('error', () => undefined)
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
}

function parserOf(oid: TypeId, format: 'text' | 'binary' | undefined): (value: string) => unknown {
  if (oid === pg.types.builtins.INT8) return readWholeNumber
  if (oid === pg.types.builtins.DATE) return (value) => value
  return pg.types.getTypeParser(oid, format === 'binary' ? 'binary' : 'text') as (value: string) => unknown
}

function readWholeNumber(value: string): number {
  const number = Number(value)
  if (!Number.isSafeInteger(number)) throw new RangeError(`The database holds ${value}, which is beyond 2^53.`)
  return number
}
