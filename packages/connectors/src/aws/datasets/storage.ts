import type { ImportedItem } from '@evidentia/core'
import { z } from 'zod'
import { createCollectionImporter } from '../../collection/collection-importer.ts'
import type { Reply, Unread } from '../../collection/collector.ts'
import { ask, askAll, type Aws } from '../calls.ts'
import { type SettingFound, settingOf } from '../setting.ts'

/** Every bucket with what decides who can read it and whether it can be lost. */
export async function* collectStorage(aws: Aws): AsyncGenerator<Reply | Unread> {
  const s3 = await import('@aws-sdk/client-s3')
  const open = (region: string) => new s3.S3Client({ ...aws.options(region), forcePathStyle: true })
  const home = open(aws.home)
  const pages = yield* askAll(
    's3:ListBuckets',
    'buckets',
    (ContinuationToken) => home.send(new s3.ListBucketsCommand({ ContinuationToken })),
    ({ ContinuationToken }) => ContinuationToken,
  )
  for (const { Name: Bucket = '' } of pages.flatMap(({ Buckets }) => Buckets ?? [])) {
    const about = `bucket ${Bucket}`
    const located = yield* ask('s3:GetBucketLocation', about, () =>
      home.send(new s3.GetBucketLocationCommand({ Bucket })),
    )
    if (located === null) continue
    // The answer has no word for us-east-1 and an old one for eu-west-1.
    const region = located.LocationConstraint ?? 'us-east-1'
    const client = open(region === 'EU' ? 'eu-west-1' : region)
    yield* ask('s3:GetPublicAccessBlock', about, () => client.send(new s3.GetPublicAccessBlockCommand({ Bucket })), [
      'NoSuchPublicAccessBlockConfiguration',
    ])
    yield* ask('s3:GetBucketPolicyStatus', about, () => client.send(new s3.GetBucketPolicyStatusCommand({ Bucket })), [
      'NoSuchBucketPolicy',
    ])
    yield* ask('s3:GetBucketAcl', about, () => client.send(new s3.GetBucketAclCommand({ Bucket })))
    yield* ask('s3:GetBucketEncryption', about, () => client.send(new s3.GetBucketEncryptionCommand({ Bucket })), [
      'ServerSideEncryptionConfigurationNotFoundError',
    ])
    yield* ask('s3:GetBucketVersioning', about, () => client.send(new s3.GetBucketVersioningCommand({ Bucket })))
    yield* ask('s3:GetBucketLogging', about, () => client.send(new s3.GetBucketLoggingCommand({ Bucket })))
    yield* ask(
      's3:GetObjectLockConfiguration',
      about,
      () => client.send(new s3.GetObjectLockConfigurationCommand({ Bucket })),
      ['ObjectLockConfigurationNotFoundError'],
    )
  }
}

const absentSchema = z.object({ absent: z.string() })
const blockSchema = z.union([
  absentSchema,
  z.object({
    PublicAccessBlockConfiguration: z.object({
      BlockPublicAcls: z.boolean().nullish(),
      IgnorePublicAcls: z.boolean().nullish(),
      BlockPublicPolicy: z.boolean().nullish(),
      RestrictPublicBuckets: z.boolean().nullish(),
    }),
  }),
])
const statusSchema = z.union([
  absentSchema,
  z.object({ PolicyStatus: z.object({ IsPublic: z.boolean().nullish() }).nullish() }),
])
const aclSchema = z.object({
  Grants: z.array(z.object({ Grantee: z.object({ URI: z.string().nullish() }).nullish() })).nullish(),
})
const encryptionSchema = z.union([
  absentSchema,
  z.object({
    ServerSideEncryptionConfiguration: z.object({
      Rules: z.array(
        z.object({
          ApplyServerSideEncryptionByDefault: z
            .object({ SSEAlgorithm: z.string(), KMSMasterKeyID: z.string().nullish() })
            .nullish(),
        }),
      ),
    }),
  }),
])
const versioningSchema = z.object({ Status: z.string().nullish() })
const loggingSchema = z.object({ LoggingEnabled: z.object({}).nullish() })
const lockSchema = z.union([
  absentSchema,
  z.object({ ObjectLockConfiguration: z.object({ ObjectLockEnabled: z.string().nullish() }).nullish() }),
])

/** Groups of everybody and of everybody with any AWS account. Source: Amazon S3 user guide, "ACL overview". */
const publicGroups = [
  'http://acs.amazonaws.com/groups/global/AllUsers',
  'http://acs.amazonaws.com/groups/global/AuthenticatedUsers',
]

/** What of one bucket speaks for or against its being public; complete when all three were answered. */
interface Openness {
  readonly line: number
  readonly at: string
  ignoresAcls?: boolean
  restricts?: boolean
  policy?: boolean
  acl?: boolean
}

export const storageImporter = createCollectionImporter({
  connector: 'aws',
  dataset: 'storage',
  version: 1,
  title: 'Amazon S3 buckets, as collected',
  recordTypes: ['configuration-state'],
  open: (read) => {
    const buckets = new Map<string, Openness>()
    return {
      *take(part, { request, about, at }): Generator<ImportedItem> {
        const { line, value } = part
        if (!about.startsWith('bucket ')) return
        const name = about.slice('bucket '.length)
        const openness = buckets.get(name) ?? { line, at }
        buckets.set(name, openness)
        const say = (setting: SettingFound['setting'], found: SettingFound['value']): ImportedItem => ({
          record: settingOf({ ...bucketOf(name), setting, value: found, at, line }),
        })
        switch (request) {
          case 's3:GetPublicAccessBlock': {
            const found = read.parse(blockSchema, value, part)
            const block = 'absent' in found ? {} : found.PublicAccessBlockConfiguration
            openness.ignoresAcls = block.IgnorePublicAcls === true
            openness.restricts = block.RestrictPublicBuckets === true
            const all = [
              block.BlockPublicAcls,
              block.IgnorePublicAcls,
              block.BlockPublicPolicy,
              block.RestrictPublicBuckets,
            ]
            yield say(
              'public-access-blocked',
              all.every((one) => one === true),
            )
            return
          }
          case 's3:GetBucketPolicyStatus': {
            const found = read.parse(statusSchema, value, part)
            openness.policy = 'absent' in found ? false : found.PolicyStatus?.IsPublic === true
            return
          }
          case 's3:GetBucketAcl': {
            const { Grants } = read.parse(aclSchema, value, part)
            openness.acl = (Grants ?? []).some(({ Grantee }) => publicGroups.includes(Grantee?.URI ?? ''))
            return
          }
          case 's3:GetBucketEncryption': {
            const found = read.parse(encryptionSchema, value, part)
            const rules = 'absent' in found ? [] : found.ServerSideEncryptionConfiguration.Rules
            const [by] = rules.flatMap((rule) => rule.ApplyServerSideEncryptionByDefault ?? [])
            yield say('encryption-at-rest', by !== undefined)
            if (by?.KMSMasterKeyID != null) yield say('encryption-key', by.KMSMasterKeyID)
            return
          }
          case 's3:GetBucketVersioning':
            yield say('versioning', read.parse(versioningSchema, value, part).Status === 'Enabled')
            return
          case 's3:GetBucketLogging':
            yield say('log-delivery', read.parse(loggingSchema, value, part).LoggingEnabled != null)
            return
          case 's3:GetObjectLockConfiguration': {
            const found = read.parse(lockSchema, value, part)
            yield say(
              'object-lock',
              !('absent' in found) && found.ObjectLockConfiguration?.ObjectLockEnabled === 'Enabled',
            )
            return
          }
          default:
        }
      },
      *end(): Generator<ImportedItem> {
        for (const [name, { line, at, ignoresAcls, restricts, policy, acl }] of buckets) {
          // With one of the answers missing nothing is said: that read stands among those that failed.
          if (ignoresAcls === undefined || restricts === undefined || policy === undefined || acl === undefined)
            continue
          const isPublic = (policy && !restricts) || (acl && !ignoresAcls)
          yield { record: settingOf({ ...bucketOf(name), setting: 'public-access', value: isPublic, at, line }) }
        }
      },
    }
  },
})

function bucketOf(name: string) {
  return { resource: `arn:aws:s3:::${name}`, name, kind: 'storage', type: 'AWS::S3::Bucket' } as const
}
