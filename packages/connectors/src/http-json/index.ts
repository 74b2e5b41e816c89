import { type TableMapping, tableMappingSchema } from '@evidentia/core'
import { z } from 'zod'
import { addressSetting } from '../collection/address.ts'
import { askPages } from '../collection/ask-json.ts'
import { createCollectionImporter } from '../collection/collection-importer.ts'
import { defineCollector, type HttpRequest } from '../collection/collector.ts'
import { CollectFailure } from '../collection/failure.ts'
import type { Connector } from '../connector.ts'
import { readRows, type Rows } from '../mapped/rows-reading.ts'
import { malformed } from '../source-file/refusal.ts'
import { nextPage, pagingSchema, valueAt } from './pages.ts'

const settings = z.strictObject({
  address: addressSetting('Address', 'Of the system, without path, such as https://tickets.acme.example.'),
  path: z
    .string()
    .regex(/^\/[^\s#]{0,2000}$/, 'begin the path with a slash')
    .meta({ title: 'Path', description: 'What is asked for, with its query.' }),
  header: z
    .string()
    .regex(/^[A-Za-z0-9-]{1,60}$/)
    .default('Authorization')
    .meta({ title: 'Header', description: 'Which header carries the credential.' }),
  items: z.string().max(200).default('').meta({
    title: 'Items',
    description: 'Where in an answer the list is, such as data.items. Empty: the answer itself.',
  }),
  paging: pagingSchema.default({ by: 'none' }).meta({ title: 'Pages', description: 'How the list goes on.' }),
  mapping: tableMappingSchema.meta({
    title: 'Mapping',
    description: 'Which value fills which field. A column is the path of a value within an item, such as owner.email.',
  }),
})
type Settings = z.output<typeof settings>

const listSettingsSchema = z.looseObject({ items: z.string() })

const itemsImporter = createCollectionImporter({
  connector: 'http-json',
  dataset: 'items',
  version: 1,
  title: 'Items of a JSON API, as collected',
  recordTypes: [],
  open: (read, file) => {
    const { items: at } = read.parse(listSettingsSchema, file.settings, { line: 1, place: 'collection.settings' })
    return readRows(read, file, ({ value, line, place }, mapping) => {
      const items = valueAt(value, at)
      if (!Array.isArray(items))
        throw malformed(
          { file: file.name, line, field: `${place}.${at}` },
          'there is no list',
          'Correct where the items are in the settings of the connection.',
        )
      return flatten(items, mapping)
    })
  },
})

/** Items as rows: a column for each path that the mapping names, a list joined as it says. */
function flatten(items: readonly unknown[], mapping: TableMapping): Rows {
  const fields = Object.values(mapping.fields).flatMap((field) => ('columns' in field ? [field] : []))
  const columns = [...new Set(fields.flatMap((field) => field.columns))]
  const separators = new Map(
    fields.flatMap(({ columns: own, separator }) => own.map((name) => [name, separator ?? ','])),
  )
  const rows = items.map((item) =>
    columns.map((column) => textOf(valueAt(item, column), separators.get(column) ?? ',')),
  )
  return { columns, rows }
}

function textOf(value: unknown, separator: string): string {
  if (value === undefined || value === null) return ''
  if (Array.isArray(value)) return value.map((one) => textOf(one, separator)).join(separator)
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function first({ address, path, header, paging }: Settings, credential: string): HttpRequest {
  const url = new URL(`${address}${path}`)
  if (paging.by === 'page') url.searchParams.set(paging.parameter, String(paging.first))
  return { method: 'GET', url: url.href, headers: { [header.toLowerCase()]: credential } }
}

/** Any system that answers a list in JSON. */
export const httpJson: Connector = {
  id: 'http-json',
  name: 'JSON over HTTP',
  reads: 'The items of a list that a system answers in JSON, page by page, as records by a mapping.',
  importers: [itemsImporter],
  checks: [],
  collector: defineCollector({
    version: 1,
    settings,
    secrets: {
      credential: { title: 'Credential', says: 'The whole value of the header, such as Bearer and a token.' },
    },
    schedule: 'daily',
    sourceOf: ({ address }) => new URL(address).host,
    datasets: [
      {
        id: 'items',
        title: 'Items',
        says: 'The list at the path named, page by page.',
        permissions: [{ name: 'Read', why: 'On what the path names, and nothing else.' }],
        requests: ({ path }) => [`GET ${path}`],
        importer: itemsImporter,
        collect: async function* ({ settings: own, secrets: { credential } }, context) {
          yield* askPages(context, 'items', first(own, credential), (answer, asked) => {
            const items = valueAt(answer.value, own.items)
            if (!Array.isArray(items))
              throw new CollectFailure('malformed', `The answer has no list at "${own.items}".`)
            return nextPage(own.paging, items.length, answer, asked)
          })
        },
      },
    ],
  }),
}
