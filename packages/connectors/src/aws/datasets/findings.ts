import { securityHubImporter } from '../../aws-security-hub/importer.ts'
import { collectionOf } from '../../collection/collection-importer.ts'
import type { Reply, Unread } from '../../collection/collector.ts'
import { askAll, type Aws } from '../calls.ts'

/** What AWS Security Hub holds as active, in the regions named. */
export async function* collectFindings(aws: Aws): AsyncGenerator<Reply | Unread> {
  const hub = await import('@aws-sdk/client-securityhub')
  for (const region of aws.regions) {
    const client = new hub.SecurityHubClient(aws.options(region))
    yield* askAll(
      'securityhub:GetFindings',
      `findings in ${region}`,
      (NextToken) =>
        client.send(
          new hub.GetFindingsCommand({
            NextToken,
            MaxResults: 100,
            Filters: { RecordState: [{ Comparison: 'EQUALS', Value: 'ACTIVE' }] },
          }),
        ),
      ({ NextToken }) => NextToken,
    )
  }
}

export const findingsImporter = collectionOf(securityHubImporter.plan, {
  connector: 'aws',
  dataset: 'findings',
  title: 'AWS Security Hub findings, as collected',
  follows: ['NextToken'],
})
