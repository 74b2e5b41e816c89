import type { DraftOf } from '@evidentia/core'
import { z } from 'zod'
import { createJsonImporter } from '../source-file/json-importer.ts'
import { mayEpoch, mayInstant, mayNumber, mayText, someText, word } from '../source-file/json-fields.ts'

/** As the CLI writes it, or as seconds since 1970, as the API does. */
const when = z.union([mayInstant, mayEpoch])

/** A job. Source: AWS Backup API reference, "BackupJob", `aws backup list-backup-jobs`. */
const jobSchema = z.object({
  BackupJobId: someText,
  BackupVaultName: mayText,
  ResourceArn: mayText,
  ResourceName: mayText,
  ResourceType: mayText,
  State: word({
    CREATED: 'running',
    PENDING: 'running',
    RUNNING: 'running',
    ABORTING: 'canceled',
    ABORTED: 'canceled',
    COMPLETED: 'succeeded',
    PARTIAL: 'warning',
    FAILED: 'failed',
    EXPIRED: 'failed',
  }),
  StatusMessage: mayText,
  CreationDate: when,
  CompletionDate: when,
  BackupSizeInBytes: mayNumber,
  IsEncrypted: z.boolean().nullish(),
  CreatedBy: z.object({ BackupPlanId: mayText, BackupPlanName: mayText }).nullish(),
})

/** One record for each job, however it ended. */
export const jobsImporter = createJsonImporter({
  id: 'aws-backup-jobs',
  version: 1,
  title: 'AWS Backup jobs (JSON)',
  recordTypes: ['backup-run'],
  remedy: 'Use the answer of `aws backup list-backup-jobs --output json`.',
  recognizes: (start) => start.startsWith('{') && start.includes('"BackupJobs"'),
  paths: ['BackupJobs[]'],
  open: (read) => ({
    *take(part) {
      const { path, value, line, place } = part
      if (path === 'BackupJobs[]') yield read.once(toRecord(read.parse(jobSchema, value, part), line), { line, place })
      else if (path === 'NextToken' && value !== null)
        yield { skipped: { line, field: place, reason: 'there are more jobs than this page holds' } }
      else if (path === 'BackupJobs' || path === '') read.parse(jobSchema, value, part)
    },
  }),
})

function toRecord(job: z.output<typeof jobSchema>, line: number): DraftOf<'backup-run'> {
  const size = job.BackupSizeInBytes
  return {
    type: 'backup-run',
    key: job.BackupJobId,
    line,
    body: {
      identifier: job.BackupJobId,
      job: job.CreatedBy?.BackupPlanName ?? job.CreatedBy?.BackupPlanId ?? null,
      resource: job.ResourceArn ?? job.ResourceName,
      outcome: job.State,
      detail: job.StatusMessage,
      startedAt: job.CreationDate,
      finishedAt: job.CompletionDate,
      sizeBytes: size !== null && Number.isSafeInteger(size) && size >= 0 ? size : null,
      repository: job.BackupVaultName,
      encrypted: job.IsEncrypted ?? null,
    },
  }
}
