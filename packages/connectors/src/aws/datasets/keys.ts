import type { ImportedItem } from '@evidentia/core'
import { z } from 'zod'
import { createCollectionImporter } from '../../collection/collection-importer.ts'
import type { Reply, Unread } from '../../collection/collector.ts'
import { ask, askAll, type Aws } from '../calls.ts'
import { settingOf } from '../setting.ts'

/** Every key of AWS KMS in the regions named, with whether it is rotated. */
export async function* collectKeys(aws: Aws): AsyncGenerator<Reply | Unread> {
  const kms = await import('@aws-sdk/client-kms')
  for (const region of aws.regions) {
    const client = new kms.KMSClient(aws.options(region))
    const pages = yield* askAll(
      'kms:ListKeys',
      `keys in ${region}`,
      (Marker) => client.send(new kms.ListKeysCommand({ Marker })),
      ({ Truncated, NextMarker }) => (Truncated === true ? NextMarker : undefined),
    )
    for (const { KeyId, KeyArn = '' } of pages.flatMap(({ Keys }) => Keys ?? [])) {
      const about = `key ${KeyArn}`
      const found = yield* ask('kms:DescribeKey', about, () => client.send(new kms.DescribeKeyCommand({ KeyId })))
      const key = found?.KeyMetadata
      // Keys of AWS itself cannot be asked about, and asymmetric and HMAC keys do not rotate.
      if (key?.KeyManager === 'CUSTOMER' && key.KeySpec === 'SYMMETRIC_DEFAULT' && key.KeyState !== 'PendingDeletion')
        yield* ask('kms:GetKeyRotationStatus', about, () => client.send(new kms.GetKeyRotationStatusCommand({ KeyId })))
    }
  }
}

const keySchema = z.object({
  KeyMetadata: z.object({
    Arn: z.string(),
    Description: z.string().nullish(),
    KeyManager: z.enum(['CUSTOMER', 'AWS']),
    KeyState: z.string(),
    KeyUsage: z.string().nullish(),
    Enabled: z.boolean(),
    CreationDate: z.iso.datetime({ offset: true }).nullish(),
    DeletionDate: z.iso.datetime({ offset: true }).nullish(),
  }),
})
const rotationSchema = z.object({
  KeyRotationEnabled: z.boolean(),
  RotationPeriodInDays: z.int().min(1).nullish(),
})

type Key = z.output<typeof keySchema>['KeyMetadata']

export const keysImporter = createCollectionImporter({
  connector: 'aws',
  dataset: 'keys',
  version: 1,
  title: 'AWS KMS keys, as collected',
  recordTypes: ['key', 'configuration-state'],
  open: (read) => {
    let pending: { key: Key; line: number } | null = null
    const flush = function* (rotation: z.output<typeof rotationSchema> | null): Generator<ImportedItem> {
      if (pending === null) return
      const { key, line } = pending
      pending = null
      yield {
        record: {
          type: 'key',
          key: key.Arn,
          line,
          body: {
            identifier: key.Arn,
            name: key.Description === '' ? null : (key.Description ?? null),
            kind: key.KeyUsage === 'SIGN_VERIFY' ? 'signing' : 'encryption',
            system: 'AWS',
            managedBy: key.KeyManager === 'CUSTOMER' ? 'customer' : 'provider',
            status: key.KeyState,
            enabled: key.Enabled,
            rotates: rotation?.KeyRotationEnabled ?? null,
            rotationDays: rotation?.RotationPeriodInDays ?? null,
            created: key.CreationDate ?? null,
            deletesAt: key.DeletionDate ?? null,
          },
        },
      }
    }
    return {
      *take(part, { request, at }): Generator<ImportedItem> {
        const { line, value } = part
        if (request === 'kms:DescribeKey') {
          yield* flush(null)
          pending = { key: read.parse(keySchema, value, part).KeyMetadata, line }
        }
        if (request === 'kms:GetKeyRotationStatus') {
          const rotation = read.parse(rotationSchema, value, part)
          const resource = pending?.key.Arn
          yield* flush(rotation)
          if (resource === undefined) return
          const of = { resource, kind: 'key', type: 'AWS::KMS::Key', at, line } as const
          yield { record: settingOf({ ...of, setting: 'key-rotation', value: rotation.KeyRotationEnabled }) }
          const days = rotation.RotationPeriodInDays
          if (days != null) yield { record: settingOf({ ...of, setting: 'key-rotation-days', value: days }) }
        }
      },
      *end(): Generator<ImportedItem> {
        yield* flush(null)
      },
    }
  },
})
