import { jobsImporter } from '../../aws-backup/importer.ts'
import { collectionOf } from '../../collection/collection-importer.ts'
import type { Reply, Unread } from '../../collection/collector.ts'
import { askAll, type Aws } from '../calls.ts'

/** The backup jobs of the last 31 days in the regions named: what AWS keeps, and a little more than a month. */
export async function* collectBackups(aws: Aws, now: string): AsyncGenerator<Reply | Unread> {
  const backup = await import('@aws-sdk/client-backup')
  const since = new Date(Date.parse(now) - 31 * 86_400_000)
  for (const region of aws.regions) {
    const client = new backup.BackupClient(aws.options(region))
    yield* askAll(
      'backup:ListBackupJobs',
      `backup jobs in ${region}`,
      (NextToken) =>
        client.send(new backup.ListBackupJobsCommand({ NextToken, ByCreatedAfter: since, MaxResults: 1000 })),
      ({ NextToken }) => NextToken,
    )
  }
}

export const backupsImporter = collectionOf(jobsImporter.plan, {
  connector: 'aws',
  dataset: 'backups',
  title: 'AWS Backup jobs, as collected',
  follows: ['NextToken'],
})
