import { defineCollector } from '../collection/collector.ts'
import type { Connector } from '../connector.ts'
import { openAws } from './calls.ts'
import { backupsImporter, collectBackups } from './datasets/backups.ts'
import { collectDatabases, databasesImporter } from './datasets/databases.ts'
import { collectFindings, findingsImporter } from './datasets/findings.ts'
import { collectIdentity, identityImporter } from './datasets/identity.ts'
import { collectKeys, keysImporter } from './datasets/keys.ts'
import { collectStorage, storageImporter } from './datasets/storage.ts'
import { collectTrails, trailsImporter } from './datasets/trails.ts'
import { type AwsSettings, secretFields, settingsSchema } from './settings.ts'

/** Requests that are made in each region, and those that are made once. */
function perRegion(requests: readonly string[]): (settings: AwsSettings) => readonly string[] {
  return ({ regions }) => regions.flatMap((region) => requests.map((request) => `${request} in ${region}`))
}

export const aws: Connector = {
  id: 'aws',
  name: 'Amazon Web Services',
  reads:
    'How an AWS account is set: users and keys, buckets, encryption keys, databases, trails and detection, backups.',
  importers: [
    identityImporter,
    storageImporter,
    keysImporter,
    databasesImporter,
    trailsImporter,
    backupsImporter,
    findingsImporter,
  ],
  checks: [],
  collector: defineCollector({
    version: 1,
    settings: settingsSchema,
    secrets: secretFields,
    schedule: 'daily',
    sourceOf: ({ account }) => `AWS account ${account}`,
    datasets: [
      {
        id: 'identity',
        title: 'Users, keys and sign-in',
        says: 'The credential report, the password policy, the root user and who holds AdministratorAccess.',
        permissions: [
          { name: 'iam:GenerateCredentialReport', why: 'AWS writes the report when it is asked to.' },
          { name: 'iam:GetCredentialReport', why: 'Users, passwords, second factors and access keys.' },
          { name: 'iam:GetAccountSummary', why: 'Whether the root user has access keys and a second factor.' },
          { name: 'iam:GetAccountPasswordPolicy', why: 'How passwords have to be.' },
          { name: 'iam:ListEntitiesForPolicy', why: 'Who is an administrator.' },
        ],
        requests: () => [
          'sts:GetCallerIdentity',
          'iam:GenerateCredentialReport',
          'iam:GetCredentialReport',
          'iam:GetAccountSummary',
          'iam:GetAccountPasswordPolicy',
          'iam:ListEntitiesForPolicy of AdministratorAccess',
        ],
        importer: identityImporter,
        collect: async function* (connected, context) {
          yield* collectIdentity(await openAws(connected, context), context)
        },
      },
      {
        id: 'storage',
        title: 'Buckets',
        says: 'Every S3 bucket: whether it is public, encrypted, versioned, logged and locked. No object is read.',
        permissions: [
          { name: 's3:ListAllMyBuckets', why: 'Which buckets there are.' },
          { name: 's3:GetBucketLocation', why: 'In which region a bucket is to be asked about.' },
          { name: 's3:GetBucketPublicAccessBlock', why: 'Whether it can become public.' },
          { name: 's3:GetBucketPolicyStatus', why: 'Whether its policy makes it public.' },
          { name: 's3:GetBucketAcl', why: 'Whether its access list makes it public.' },
          { name: 's3:GetEncryptionConfiguration', why: 'Whether it is stored encrypted.' },
          { name: 's3:GetBucketVersioning', why: 'Whether overwritten versions are kept.' },
          { name: 's3:GetBucketLogging', why: 'Whether access is logged.' },
          { name: 's3:GetBucketObjectLockConfiguration', why: 'Whether what is written stays for its time.' },
        ],
        requests: () => [
          'sts:GetCallerIdentity',
          's3:ListBuckets',
          's3:GetBucketLocation, GetPublicAccessBlock, GetBucketPolicyStatus, GetBucketAcl, GetBucketEncryption, GetBucketVersioning, GetBucketLogging and GetObjectLockConfiguration of each bucket',
        ],
        importer: storageImporter,
        collect: async function* (connected, context) {
          yield* collectStorage(await openAws(connected, context))
        },
      },
      {
        id: 'keys',
        title: 'Encryption keys',
        says: 'Every key of AWS KMS: whose it is, its state and its rotation. No key is used.',
        permissions: [
          { name: 'kms:ListKeys', why: 'Which keys there are.' },
          { name: 'kms:DescribeKey', why: 'Their state, and who manages them.' },
          { name: 'kms:GetKeyRotationStatus', why: 'Whether they are replaced by themselves.' },
        ],
        requests: perRegion(['kms:ListKeys', 'kms:DescribeKey and GetKeyRotationStatus of each key']),
        importer: keysImporter,
        collect: async function* (connected, context) {
          yield* collectKeys(await openAws(connected, context))
        },
      },
      {
        id: 'databases',
        title: 'Databases',
        says: 'Every RDS instance: encryption, backups, protection against deletion, reach. No data is read.',
        permissions: [{ name: 'rds:DescribeDBInstances', why: 'How each instance is set.' }],
        requests: perRegion(['rds:DescribeDBInstances']),
        importer: databasesImporter,
        collect: async function* (connected, context) {
          yield* collectDatabases(await openAws(connected, context))
        },
      },
      {
        id: 'trails',
        title: 'Trails and detection',
        says: 'Whether calls are recorded by CloudTrail, changes by Config, and threats looked for by GuardDuty.',
        permissions: [
          {
            name: 'cloudtrail:DescribeTrails',
            why: 'Which trails there are, and whether they can be told from forged ones.',
          },
          { name: 'cloudtrail:GetTrailStatus', why: 'Whether they are recording.' },
          { name: 'config:DescribeConfigurationRecorderStatus', why: 'Whether changes are recorded.' },
          { name: 'guardduty:ListDetectors', why: 'Whether threats are looked for.' },
          { name: 'guardduty:GetDetector', why: 'Whether a detector is on.' },
        ],
        requests: perRegion([
          'cloudtrail:DescribeTrails',
          'cloudtrail:GetTrailStatus of each trail',
          'config:DescribeConfigurationRecorderStatus',
          'guardduty:ListDetectors',
          'guardduty:GetDetector of each detector',
        ]),
        importer: trailsImporter,
        collect: async function* (connected, context) {
          yield* collectTrails(await openAws(connected, context))
        },
      },
      {
        id: 'backups',
        title: 'Backup jobs',
        says: 'The jobs of AWS Backup of the last 31 days, failed ones included.',
        permissions: [{ name: 'backup:ListBackupJobs', why: 'How each job ended.' }],
        requests: perRegion(['backup:ListBackupJobs']),
        importer: backupsImporter,
        collect: async function* (connected, context) {
          yield* collectBackups(await openAws(connected, context), context.now())
        },
      },
      {
        id: 'findings',
        title: 'Security Hub findings',
        says: 'What AWS Security Hub holds as active: outcomes of rules, weaknesses and alerts.',
        permissions: [{ name: 'securityhub:GetFindings', why: 'The findings and their state.' }],
        requests: perRegion(['securityhub:GetFindings']),
        importer: findingsImporter,
        collect: async function* (connected, context) {
          yield* collectFindings(await openAws(connected, context))
        },
      },
    ],
  }),
}
