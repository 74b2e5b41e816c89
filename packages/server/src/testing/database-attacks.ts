import { hashLeaf, MerkleFrontier } from '@evidentia/ledger'
import pg from 'pg'
import { projectionTables } from '../platform/db/projection/rebuild.ts'
import { isStored } from '../platform/log/stored-nodes.ts'
import type { TestServer } from './test-server.ts'

const kept = [...projectionTables.toReversed(), 'log_state', 'log_entry', 'log_node', 'checkpoint'] as const

/** What a database superuser can do to one organization. He has every right in the database and no key. */
export class DatabaseAttacker {
  readonly #client: pg.Client
  readonly #organization: string

  private constructor(client: pg.Client, organization: string) {
    this.#client = client
    this.#organization = organization
  }

  static async connect(server: TestServer, organization: string): Promise<DatabaseAttacker> {
    const address = new URL(server.installation.addresses.owner)
    address.username = 'postgres'
    const client = new pg.Client({ connectionString: address.toString() })
    await client.connect()
    // Foreign keys and triggers are no obstacle to a superuser.
    await client.query('set session_replication_role = replica')
    return new DatabaseAttacker(client, organization)
  }

  async leave(): Promise<void> {
    await this.#client.end()
  }

  async run(query: string, ...values: unknown[]): Promise<void> {
    await this.#client.query(query, [this.#organization, ...values])
  }

  /** Takes the newest entries away, with everything in the database that speaks of them. */
  async cutAt(size: number): Promise<void> {
    for (const table of projectionTables) {
      if (table === 'record' || table === 'evidence_proof')
        await this.run(
          `delete from ${table} where organization = $1 and evidence in (select id from evidence where organization = $1 and entry >= $2)`,
          size,
        )
    }
    for (const table of ['evidence', 'document', 'api_key', 'member'])
      await this.run(`delete from ${table} where organization = $1 and entry >= $2`, size)
    await this.run('delete from log_entry where organization = $1 and index >= $2', size)
    await this.run('delete from checkpoint where organization = $1 and size > $2', size)
    await this.rehash()
  }

  /** Rewrites one entry and makes every hash after it fit, as somebody does who knows how the log works. */
  async rewriteEntry(index: number, from: string, to: string): Promise<void> {
    await this.run(
      `update log_entry set body = convert_to(replace(convert_from(body, 'UTF8'), $3, $4), 'UTF8') where organization = $1 and index = $2`,
      index,
      from,
      to,
    )
    await this.rehash()
  }

  /** Recomputes leaf hashes, nodes and state from the bodies that are there. */
  async rehash(): Promise<void> {
    const { rows } = await this.#client.query<{ index: string; body: Buffer; recorded_at: Date }>(
      'select index, body, recorded_at from log_entry where organization = $1 order by index',
      [this.#organization],
    )
    await this.run('delete from log_node where organization = $1')
    const frontier = new MerkleFrontier()
    for (const { index, body } of rows) {
      await this.run(
        'update log_entry set leaf_hash = $3 where organization = $1 and index = $2',
        index,
        hashLeaf(body),
      )
      for (const node of frontier.append(hashLeaf(body)).filter(isStored))
        await this.run('insert into log_node values ($1, $2, $3, $4)', node.level, node.index, node.hash)
    }
    await this.run(
      'update log_state set size = $2, frontier = $3, recorded_at = $4 where organization = $1',
      rows.length,
      Buffer.concat(frontier.hashes),
      rows.at(-1)?.recorded_at,
    )
  }

  /** Keeps everything the database has of the organization, as a dump would. */
  async dump(): Promise<void> {
    await this.#client.query('create schema if not exists dump')
    for (const table of kept) {
      await this.#client.query(`drop table if exists dump.${table}`)
      await this.#client.query(
        `create table dump.${table} as select * from public.${table} where organization = '${this.#organization}'`,
      )
    }
  }

  /** Puts such a dump in the place of what is there now. */
  async restore(): Promise<void> {
    for (const table of kept) {
      await this.run(`delete from public.${table} where organization = $1`)
      const columns = await this.#listColumns(table)
      await this.#client.query(`insert into public.${table} (${columns}) select ${columns} from dump.${table}`)
    }
  }

  /** The columns that are not computed from others. */
  async #listColumns(table: string): Promise<string> {
    const { rows } = await this.#client.query<{ names: string }>(
      `select string_agg(quote_ident(attname), ', ') as names from pg_attribute
       where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''`,
      [`public.${table}`],
    )
    return rows[0]?.names ?? ''
  }
}
