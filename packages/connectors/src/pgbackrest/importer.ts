import type { DraftOf, ImportedItem, RecordBody } from '@evidentia/core'
import { z } from 'zod'
import { createJsonImporter, type PartReader, type Spot } from '../source-file/json-importer.ts'
import { mayEpoch, mayText, someText } from '../source-file/json-fields.ts'

const backupSchema = z.object({
  label: someText,
  type: z.enum(['full', 'diff', 'incr'], 'the type is none of full, diff, incr'),
  error: z.boolean().nullish(),
  timestamp: z.object({ start: mayEpoch, stop: mayEpoch }),
  info: z
    .object({
      size: z.int().min(0).nullish(),
      repository: z.object({ delta: z.int().min(0).nullish() }).nullish(),
    })
    .nullish(),
  database: z.object({ 'repo-key': z.int().nullish() }).nullish(),
})

/** A stanza. Source: pgBackRest user guide, "Information", `pgbackrest info --output=json`. */
const stanzaSchema = z.object({
  name: someText,
  cipher: mayText,
  backup: z.array(z.unknown()),
  status: z.object({ code: z.int(), message: mayText }).nullish(),
})
type Stanza = z.output<typeof stanzaSchema>

/** One record for each backup that a repository holds. */
export const infoImporter = createJsonImporter({
  id: 'pgbackrest-info',
  version: 1,
  title: 'pgBackRest info (JSON)',
  recordTypes: ['backup-run'],
  remedy: 'Use the output of `pgbackrest info --output=json`.',
  recognizes: (start) => start.startsWith('[') && start.includes('"backup"') && start.includes('"cipher"'),
  paths: ['[]'],
  open: (read) => ({
    *take(part) {
      yield* takeStanza(read.parse(stanzaSchema, part.value, part), { line: part.line, place: part.place }, read)
    },
  }),
})

function* takeStanza(stanza: Stanza, spot: Spot, read: PartReader): Generator<ImportedItem> {
  const { code, message } = stanza.status ?? { code: 0, message: null }
  if (code !== 0)
    yield {
      skipped: {
        part: 'section',
        line: spot.line,
        field: `${spot.place}.status`,
        reason: `the stanza ${stanza.name.slice(0, 60)} is not in order: ${(message ?? 'no message').slice(0, 100)}`,
      },
    }
  for (const [index, backup] of stanza.backup.entries()) {
    const at = { line: spot.line, place: `${spot.place}.backup[${index}]` }
    yield read.once(toRecord(read.parse(backupSchema, backup, at), stanza, spot.line), at)
  }
}

const kinds: Readonly<Record<'full' | 'diff' | 'incr', RecordBody<'backup-run'>['kind']>> = {
  full: 'full',
  diff: 'differential',
  incr: 'incremental',
}

function toRecord(backup: z.output<typeof backupSchema>, stanza: Stanza, line: number): DraftOf<'backup-run'> {
  const { stop, start } = backup.timestamp
  const repository = backup.database?.['repo-key']
  return {
    type: 'backup-run',
    key: `${stanza.name}|${backup.label}|${repository ?? ''}`,
    line,
    body: {
      identifier: backup.label,
      job: stanza.name,
      resource: stanza.name,
      kind: kinds[backup.type],
      // Only backups that came to their end are listed. An error means pages whose checksums were wrong.
      outcome: stop === null ? 'unknown' : backup.error === true ? 'warning' : 'succeeded',
      detail: backup.error === true ? 'page checksum errors were found' : null,
      startedAt: start,
      finishedAt: stop,
      sizeBytes: backup.info?.size ?? null,
      storedBytes: backup.info?.repository?.delta ?? null,
      repository: repository == null ? null : `repository ${repository}`,
      encrypted: stanza.cipher === null || stanza.cipher === 'mixed' ? null : stanza.cipher !== 'none',
    },
  }
}
