import { z } from 'zod'
import { configurationSettings } from '../records/configuration.ts'
import { recordTypes } from '../records/record.ts'
import type { RecordTypeDefinition } from '../records/record-type.ts'

/** docs/records.md, whole. */
export function recordsPage(): string {
  const types = Object.entries(recordTypes)
  return [
    '# Record types',
    '',
    'What importers and connectors turn files and replies into, and what checks read. This page is made of the schemas in',
    '`packages/core/src/records` and a test holds the two together: `npx vitest run packages/core/src/records -u` writes it again.',
    '',
    'Every record has a `type`, a `key` that names the thing within its type, the `line` of the file it stood on where there',
    'is one, and a `body`. Every field of a body is always there. **Null means that the source does not say**, never no and',
    'never none; an empty list means none.',
    '',
    'An *event* is placed in time by its own date. A *state* holds on the days that its evidence speaks of.',
    '',
    '| type | one record is |',
    '|---|---|',
    ...types.map(([name, { says }]) => `| [\`${name}\`](#${name}) | ${says} |`),
    ...types.flatMap(([name, definition]) => ['', ...section(name, definition)]),
    '',
  ].join('\n')
}

function section(name: string, { says, key, placedBy, body }: RecordTypeDefinition): string[] {
  const { properties = {} } = z.toJSONSchema(body, { io: 'input', unrepresentable: 'any' })
  const placed =
    placedBy.length === 0
      ? 'A state.'
      : `An event, placed by ${placedBy.map((field) => `\`${field}\``).join(', else ')}.`
  return [
    `## ${name}`,
    '',
    `${says} ${placed} Its key is ${key}.`,
    '',
    '| field | holds | |',
    '|---|---|---|',
    ...Object.entries(properties).map(([field, schema]) => row(field, schema)),
    ...(name === 'configuration-state' ? settings() : []),
  ]
}

function row(field: string, schema: z.core.JSONSchema._JSONSchema): string {
  if (typeof schema === 'boolean') throw new Error(`${field} has no schema`)
  return `| \`${field}\` | ${wordsOf(schema)} | ${schema.description ?? ''} |`
}

function wordsOf(schema: z.core.JSONSchema.JSONSchema): string {
  const alternatives = schema.anyOf?.filter((option) => typeof option === 'object' && option.type !== 'null')
  if (alternatives !== undefined) {
    const words = alternatives.map((option) => wordsOf(option)).join(', ')
    return schema.anyOf?.length === alternatives.length ? words : `${words}, or null`
  }
  if (schema.enum !== undefined)
    return schema.enum.length > 20 ? 'a setting, below' : schema.enum.map((word) => `\`${String(word)}\``).join(' ')
  if (schema.format === 'date') return 'day'
  if (schema.format === 'date-time') return 'instant'
  if (schema.type === 'integer') return 'whole number'
  if (schema.type === 'boolean') return 'true or false'
  if (schema.type === 'string') return 'text'
  if (schema.type === 'array') return `list of ${itemsOf(schema)}`
  return String(schema.type)
}

function itemsOf({ items }: z.core.JSONSchema.JSONSchema): string {
  const words = typeof items === 'object' && !Array.isArray(items) ? wordsOf(items) : 'anything'
  return words === 'text' ? 'texts' : words === 'object' ? 'objects' : words
}

function settings(): string[] {
  return [
    '',
    '| setting | its value |',
    '|---|---|',
    ...Object.entries(configurationSettings).map(([setting, says]) => `| \`${setting}\` | ${says} |`),
  ]
}
