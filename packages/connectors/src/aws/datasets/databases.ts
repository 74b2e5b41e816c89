import type { ImportedItem } from '@evidentia/core'
import { z } from 'zod'
import { createCollectionImporter } from '../../collection/collection-importer.ts'
import type { Reply, Unread } from '../../collection/collector.ts'
import { askAll, type Aws } from '../calls.ts'
import { type SettingFound, settingOf } from '../setting.ts'

/** Every database instance of Amazon RDS in the regions named. */
export async function* collectDatabases(aws: Aws): AsyncGenerator<Reply | Unread> {
  const rds = await import('@aws-sdk/client-rds')
  for (const region of aws.regions) {
    const client = new rds.RDSClient(aws.options(region))
    yield* askAll(
      'rds:DescribeDBInstances',
      `databases in ${region}`,
      (Marker) => client.send(new rds.DescribeDBInstancesCommand({ Marker })),
      ({ Marker }) => Marker,
    )
  }
}

const instanceSchema = z.object({
  DBInstanceIdentifier: z.string(),
  DBInstanceArn: z.string(),
  AvailabilityZone: z.string().nullish(),
  Engine: z.string().nullish(),
  EngineVersion: z.string().nullish(),
  StorageEncrypted: z.boolean().nullish(),
  KmsKeyId: z.string().nullish(),
  PubliclyAccessible: z.boolean().nullish(),
  BackupRetentionPeriod: z.number().nullish(),
  DeletionProtection: z.boolean().nullish(),
  MultiAZ: z.boolean().nullish(),
  AutoMinorVersionUpgrade: z.boolean().nullish(),
})

export const databasesImporter = createCollectionImporter({
  connector: 'aws',
  dataset: 'databases',
  version: 1,
  title: 'Amazon RDS databases, as collected',
  recordTypes: ['asset', 'configuration-state'],
  paths: ['DBInstances[]'],
  open: (read) => ({
    *take(part, { at }): Generator<ImportedItem> {
      if (part.path !== 'DBInstances[]') return
      const { line } = part
      const found = read.parse(instanceSchema, part.value, part)
      const { DBInstanceArn: resource, DBInstanceIdentifier: name } = found
      const region = resource.split(':')[3] ?? ''
      yield {
        record: {
          type: 'asset',
          key: resource,
          line,
          body: {
            identifier: resource,
            name,
            kind: 'database',
            type: found.Engine ?? null,
            version: found.EngineVersion ?? null,
            system: 'AWS',
            region,
            internetFacing: found.PubliclyAccessible ?? null,
            lastSeen: at,
          },
        },
      }
      const settings: readonly [SettingFound['setting'], string | number | boolean | null | undefined][] = [
        ['encryption-at-rest', found.StorageEncrypted],
        ['encryption-key', found.KmsKeyId],
        ['public-access', found.PubliclyAccessible],
        ['backup-retention-days', found.BackupRetentionPeriod],
        ['deletion-protection', found.DeletionProtection],
        ['multi-zone', found.MultiAZ],
        ['minor-version-upgrade', found.AutoMinorVersionUpgrade],
      ]
      for (const [setting, value] of settings) {
        // What AWS does not say is not made up; a check that looks for it finds nothing and says so.
        if (value === null || value === undefined) continue
        const of = { resource, name, kind: 'database', type: 'AWS::RDS::DBInstance', region, at, line } as const
        yield { record: settingOf({ ...of, setting, value }) }
      }
    },
  }),
})
