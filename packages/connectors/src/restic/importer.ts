import type { DraftOf } from '@evidentia/core'
import { z } from 'zod'
import { createJsonImporter } from '../source-file/json-importer.ts'
import { mayInstant, mayText, someText } from '../source-file/json-fields.ts'

/** A snapshot. Source: restic manual, "Scripting", `restic snapshots --json`. */
const snapshotSchema = z.object({
  id: someText,
  time: mayInstant,
  hostname: mayText,
  paths: z.array(someText),
  tags: z.array(someText).nullish(),
  parent: mayText,
  summary: z
    .object({
      backup_start: mayInstant,
      backup_end: mayInstant,
      total_bytes_processed: z.int().min(0).nullish(),
      data_added_packed: z.int().min(0).nullish(),
    })
    .nullish(),
})
type Snapshot = z.output<typeof snapshotSchema>

/** One record for each snapshot that the repository holds. */
export const snapshotsImporter = createJsonImporter({
  id: 'restic-snapshots',
  version: 1,
  title: 'restic snapshots (JSON)',
  recordTypes: ['backup-run'],
  remedy: 'Use the output of `restic snapshots --json`.',
  recognizes: (start) => start.startsWith('[') && start.includes('"tree"') && start.includes('"paths"'),
  paths: ['[]'],
  open: (read) => ({
    *take(part) {
      const { line, place } = part
      yield read.once(toRecord(read.parse(snapshotSchema, part.value, part), line), { line, place })
    },
  }),
})

function toRecord(found: Snapshot, line: number): DraftOf<'backup-run'> {
  return {
    type: 'backup-run',
    key: found.id,
    line,
    body: {
      identifier: found.id,
      job: found.tags == null || found.tags.length === 0 ? null : found.tags.join(', '),
      resource: found.hostname === null ? found.paths.join(', ') : `${found.hostname}: ${found.paths.join(', ')}`,
      system: found.hostname,
      kind: 'snapshot',
      // A snapshot is written last of all; what was cut off left none.
      outcome: 'succeeded',
      startedAt: found.summary?.backup_start ?? found.time,
      finishedAt: found.summary?.backup_end ?? null,
      sizeBytes: found.summary?.total_bytes_processed ?? null,
      storedBytes: found.summary?.data_added_packed ?? null,
      // There is no restic repository without encryption.
      encrypted: true,
    },
  }
}
