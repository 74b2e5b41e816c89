import type { DraftOf, RecordBody } from '@evidentia/core'
import type { z } from 'zod'
import { createCsvImporter } from '../source-file/csv-importer.ts'
import { createJsonImporter } from '../source-file/json-importer.ts'
import type { LocalTimes } from '../source-file/local-times.ts'
import { type Session, sessionColumns, sessionObject, sessionRow } from './schema.ts'

/** One record for each session of a job. */
export const sessionsCsvImporter = createCsvImporter({
  id: 'veeam-sessions-csv',
  version: 1,
  title: 'Veeam backup sessions (CSV)',
  recordTypes: ['backup-run'],
  layout: {
    columns: sessionColumns,
    optional: Object.keys(sessionRow.shape).filter((name) => !sessionColumns.some((column) => column === name)),
    order: 'any',
  },
  rowSchema: sessionRow,
  keyColumn: 'Id',
  toRecord: (row, line, times) =>
    toRecord(
      {
        id: row.Id,
        job: row.JobName,
        name: row.Name,
        result: row.Result,
        state: row.State,
        jobType: row.JobType,
        startedAt: row.CreationTime,
        finishedAt: row.EndTime,
        isFull: row.IsFullMode,
        dataSize: row.DataSize,
        backupSize: row.BackupSize,
      },
      line,
      times,
    ),
})

export const sessionsJsonImporter = createJsonImporter({
  id: 'veeam-sessions-json',
  version: 1,
  title: 'Veeam backup sessions (JSON)',
  recordTypes: ['backup-run'],
  remedy: 'Export the sessions again as the README of the importer shows.',
  recognizes: (start) =>
    /^[[{]/.test(start) &&
    ['"Id"', '"JobName"', '"Result"', '"CreationTime"', '"EndTime"'].every((name) => start.includes(name)),
  paths: ['[]'],
  open: (read) => ({
    *take(part) {
      const { line, place } = part
      const found = read.parse(sessionObject, part.value, part)
      yield read.once(toRecord(toSession(found), line, read.times), { line, place })
    },
    end: () => read.times.list(),
  }),
})

function toSession(found: z.output<typeof sessionObject>): Session {
  return {
    id: found.Id,
    job: found.JobName,
    name: found.Name,
    result: String(found.Result),
    state: found.State == null ? null : String(found.State),
    jobType: found.JobType == null ? null : String(found.JobType),
    startedAt: found.CreationTime,
    finishedAt: found.EndTime,
    isFull: found.IsFullMode ?? null,
    dataSize: found.DataSize ?? found.BackupStats?.DataSize ?? null,
    backupSize: found.BackupSize ?? found.BackupStats?.BackupSize ?? null,
  }
}

const outcomes: Readonly<Record<string, RecordBody<'backup-run'>['outcome']>> = {
  Success: 'succeeded',
  Warning: 'warning',
  Failed: 'failed',
}

function toRecord(session: Session, line: number, times: LocalTimes): DraftOf<'backup-run'> {
  const { id, job, name, result, state, jobType } = session
  const outcome = outcomes[result] ?? (result === 'None' && isRunning(state) ? 'running' : 'unknown')
  const finishedAt = outcome === 'running' ? null : timeOf('EndTime', session.finishedAt, line, times)
  return {
    type: 'backup-run',
    key: id,
    line,
    body: {
      identifier: id,
      job,
      resource: job,
      kind: kindOf(session),
      outcome,
      detail: [name, `${result}${state === null ? '' : `, ${state}`}`, jobType]
        .filter((part) => part !== null)
        .join('; '),
      startedAt: timeOf('CreationTime', session.startedAt, line, times),
      finishedAt,
      sizeBytes: session.dataSize,
      storedBytes: session.backupSize,
    },
  }
}

function isRunning(state: string | null): boolean {
  return state !== null && /^(?:Starting|Working|Pausing|Resuming|Postprocessing)$/.test(state)
}

function kindOf({ jobType, isFull }: Session): RecordBody<'backup-run'>['kind'] {
  if (jobType !== null && /copy/i.test(jobType)) return 'copy'
  if (jobType !== 'Backup' || isFull === null) return null
  return isFull ? 'full' : 'incremental'
}

/** Windows PowerShell writes milliseconds since 1970 as `/Date(…)/`, which are the same everywhere. */
function timeOf(field: string, text: string | null, line: number, times: LocalTimes): string | null {
  const [, milliseconds] = /^\/Date\((-?\d{1,15})\)\/$/.exec(text ?? '') ?? []
  if (milliseconds === undefined) return isNever(text) ? null : times.read(field, text, line)
  const since = Number(milliseconds)
  return since > 0 && since < lastMillisecond ? new Date(since).toISOString() : null
}

const lastMillisecond = 253_402_300_799_999

/** What Veeam writes for a session that has not ended. */
function isNever(text: string | null): boolean {
  return text !== null && /^(?:0?1[/.]0?1[/.](?:1900|0001)|1900-01-01|0001-01-01)/.test(text)
}
