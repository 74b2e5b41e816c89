import type { DraftOf, ImportedItem, Importer } from '@evidentia/core'
import { compiled } from '../source-file/compiled-schema.ts'
import { createJsonImporter } from '../source-file/json-importer.ts'
import { malformed } from '../source-file/refusal.ts'
import { SeenKeys } from '../source-file/seen-keys.ts'
import { peekText } from '../source-file/text.ts'
import { readXmlBlocks, type XmlPart } from '../source-file/xml-parts.ts'
import { type Statistics, statisticsSchema } from './schema.ts'

/** Of all channels, or of one, which the engine answers without a list around it. */
const xmlPaths = ['list/channelStatistics', 'channelStatistics']

/** One record for each channel. */
export const statisticsXmlImporter: Importer = {
  id: 'mirth-statistics-xml',
  version: 1,
  title: 'Mirth channel statistics (XML)',
  recordTypes: ['interface-channel-statistics'],
  recognizes: (head) => /^\uFEFF?\s*</.test(peekText(head)) && /<channelStatistics[\s>]/.test(peekText(head)),
  async *read(file): AsyncGenerator<ImportedItem> {
    const seen = new SeenKeys()
    for await (const parts of readXmlBlocks(file, xmlPaths))
      for (const part of parts)
        yield seen.once(toRecord(parse(part, file.name), part.line), { line: part.line, place: 'channelStatistics' })
  },
}

function parse({ element, line }: XmlPart, file: string): Statistics {
  const values: Record<string, string> = {}
  for (const { name, text } of element.children) {
    if (Object.hasOwn(values, name))
      throw malformed({ file, line, field: name }, 'the element stands twice', 'Use the answer as it came.')
    values[name] = text.trim()
  }
  const parsed = compiled(statisticsSchema).safeParse(values)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const field = String(issue?.path[0] ?? 'channelStatistics')
  const problem = Object.hasOwn(values, field) ? (issue?.message ?? 'the value cannot be read') : 'the value is missing'
  throw malformed({ file, line, field }, problem, 'Use the answer of the engine as it came.')
}

const listed = 'list.channelStatistics'

export const statisticsJsonImporter = createJsonImporter({
  id: 'mirth-statistics-json',
  version: 1,
  title: 'Mirth channel statistics (JSON)',
  recordTypes: ['interface-channel-statistics'],
  remedy: 'Use the answer of the engine as it came.',
  recognizes: (start) => start.startsWith('{') && start.includes('"channelStatistics"'),
  paths: [`${listed}[]`, 'channelStatistics'],
  open: (read) => ({
    *take(part) {
      const { path, line, place } = part
      // The engine writes one channel alone without a list around it.
      if ([`${listed}[]`, listed, 'channelStatistics'].includes(path))
        yield read.once(toRecord(read.parse(statisticsSchema, part.value, part), line), { line, place })
      else yield { skipped: { part: 'section', line, field: place, reason: 'this is no statistics of a channel' } }
    },
  }),
})

function toRecord(found: Statistics, line: number): DraftOf<'interface-channel-statistics'> {
  return {
    type: 'interface-channel-statistics',
    key: found.channelId,
    line,
    body: {
      // The statistics name their channel by its identifier alone.
      channel: found.channelId,
      channelId: found.channelId,
      system: found.serverId ?? null,
      received: found.received,
      filtered: found.filtered,
      sent: found.sent,
      queued: found.queued,
      errored: found.error,
    },
  }
}
