import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestServer, type TestServer } from '../../testing/test-server.ts'
import { openDatabase } from './pool.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(async () => server.stop())

describe('a connection that PostgreSQL ends', () => {
  it('between two statements of a transaction, fails the transaction and nothing else', async () => {
    const errors: Error[] = []
    const db = openDatabase(server.installation.addresses.owner, 2, (error) => errors.push(error))
    const ended = db.transaction().execute(async (tx) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx)
      await sql`select pg_terminate_backend(${rows[0]?.pid ?? 0})`.execute(db)
      while (errors.length === 0) await new Promise((done) => setTimeout(done, 10))
      await sql`select 1`.execute(tx)
    })
    await expect(ended).rejects.toThrow()
    expect((await sql<{ one: number }>`select 1 as one`.execute(db)).rows).toEqual([{ one: 1 }])
    await db.destroy()
  })
})
