import { tableMappingSchema } from '@evidentia/core'
import { z } from 'zod'
import { createCollectionImporter } from '../collection/collection-importer.ts'
import { defineCollector } from '../collection/collector.ts'
import type { Connector } from '../connector.ts'
import { readRows } from '../mapped/rows-reading.ts'

const settings = z.strictObject({
  host: z
    .string()
    .regex(/^[a-zA-Z0-9.:-]{1,253}$/, 'write a host name or an address')
    .meta({ title: 'Host', description: 'Where PostgreSQL listens.' }),
  port: z.int().min(1).max(65_535).default(5432).meta({ title: 'Port', description: 'Usually 5432.' }),
  database: z.string().min(1).max(63).meta({ title: 'Database', description: 'The name of the database.' }),
  user: z.string().min(1).max(63).meta({ title: 'User', description: 'A role that may only read.' }),
  tls: z.boolean().default(true).meta({ title: 'TLS', description: 'Off only for a host the operator allows.' }),
  query: z
    .string()
    .min(8)
    .max(10_000)
    .meta({ title: 'Query', description: 'One SELECT. It runs in a transaction that cannot write.' }),
  mapping: tableMappingSchema.meta({
    title: 'Mapping',
    description: 'Which column fills which field of which kind of record.',
  }),
})

const rowsSchema = z.object({ columns: z.array(z.string()), rows: z.array(z.array(z.string())) })

const rowsImporter = createCollectionImporter({
  connector: 'sql',
  dataset: 'rows',
  version: 1,
  title: 'Rows of a PostgreSQL query, as collected',
  recordTypes: [],
  open: (read, file) => readRows(read, file, (part) => read.parse(rowsSchema, part.value, part)),
})

/** A database of one's own, such as that of an HR or ticket system. */
export const sql: Connector = {
  id: 'sql',
  name: 'PostgreSQL query',
  reads: 'The rows that one query gives, as records by a mapping.',
  importers: [rowsImporter],
  checks: [],
  collector: defineCollector({
    version: 1,
    settings,
    secrets: { password: { title: 'Password', says: 'Of the role named in the settings.' } },
    schedule: 'daily',
    sourceOf: ({ host, port, database }) => `${host}:${port}/${database}`,
    datasets: [
      {
        id: 'rows',
        title: 'Rows',
        says: 'What the query gives, and nothing else of the database.',
        permissions: [{ name: 'SELECT', why: 'On the tables or the view that the query names.' }],
        requests: ({ query }) => [query],
        importer: rowsImporter,
        collect: async function* ({ settings: own, secrets: { password } }, { sql: database }) {
          const { host, port, database: name, user, tls, query } = own
          const question = { host, port, database: name, user, tls, query }
          for await (const rows of database.rows({ ...question, password })) {
            const columns = Object.keys(rows[0] ?? {})
            const body = { columns, rows: rows.map((row) => columns.map((column) => row[column] ?? '')) }
            yield { request: own.query, about: 'rows', body }
          }
        },
      },
    ],
  }),
}
