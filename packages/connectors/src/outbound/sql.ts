import { Client } from 'pg'
import type { Sql, SqlQuestion } from '../collection/collector.ts'
import { CollectFailure } from '../collection/failure.ts'
import type { Doorkeeper } from './doorkeeper.ts'

interface Parts {
  readonly doorkeeper: Doorkeeper
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

const rowsAtOnce = 500

/** `Sql` over the network of this machine. */
export function createSql(parts: Parts): Sql {
  return { rows: (question) => ask(question, parts) }
}

/**
 * Rows through a cursor. The transaction is read-only and the server holds to that, whatever the query says; a cursor takes one
 * SELECT, so that nothing can end the transaction and begin another.
 */
async function* ask(
  question: SqlQuestion,
  { doorkeeper, timeoutMs, signal }: Parts,
): AsyncGenerator<readonly Readonly<Record<string, string | null>>[]> {
  const { host, port, database, user, password, tls, query } = question
  if (!tls && !doorkeeper.isAllowed(host, port))
    throw new CollectFailure('not-allowed', `${host} is to be asked over TLS.`)
  const vetted = await doorkeeper.vet(host, port)
  const client = new Client({
    host: vetted.address,
    port,
    database,
    user,
    password,
    ssl: tls ? { servername: vetted.host } : false,
    application_name: 'evidentia',
    connectionTimeoutMillis: timeoutMs,
    statement_timeout: timeoutMs,
    query_timeout: timeoutMs,
    // Text as the server writes it: this package turns it into records, and not the driver into dates of its own zone.
    types: { getTypeParser: () => (value: string) => value },
  })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.query('begin transaction read only')
    await client.query(`set local datestyle = 'ISO'`)
    // The extended protocol takes one statement only, so that a query with several is refused before any of it runs.
    await client.query({ text: `declare rows no scroll cursor for ${query}`, values: [], name: 'cursor' })
    for (;;) {
      signal.throwIfAborted()
      const { rows } = await client.query<Record<string, string | null>>(`fetch ${rowsAtOnce} from rows`)
      if (rows.length === 0) return
      yield rows
    }
  } catch (error) {
    throw explain(error, question)
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** SQLSTATE classes, PostgreSQL appendix A. */
function explain(error: unknown, { host }: SqlQuestion): CollectFailure {
  if (error instanceof CollectFailure) return error
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const why = error instanceof Error ? error.message.slice(0, 200) : 'the connection failed'
  if (code.startsWith('28')) return new CollectFailure('credentials', `${host} refused the user or password.`, error)
  if (code === '42501') return new CollectFailure('permission', `${host}: ${why}.`, error)
  if (code === '25006')
    return new CollectFailure('not-allowed', `${host}: the query writes, and only reading is allowed.`, error)
  if (code === '57014') return new CollectFailure('too-large', `${host}: the query took too long.`, error)
  if (/^(?:0A|42|22|25|34)/.test(code))
    return new CollectFailure('malformed', `${host} cannot run the query: ${why}.`, error)
  return new CollectFailure('unreachable', `${host} could not be asked: ${why}.`, error)
}
