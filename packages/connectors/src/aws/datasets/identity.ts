import type { ImportedItem } from '@evidentia/core'
import { z } from 'zod'
import { credentialReportImporter } from '../../aws-iam/importer.ts'
import { createCollectionImporter } from '../../collection/collection-importer.ts'
import type { CollectContext, Reply, Unread } from '../../collection/collector.ts'
import { CollectFailure } from '../../collection/failure.ts'
import { ask, askAll, type Aws } from '../calls.ts'
import { settingOf } from '../setting.ts'

const reportAttempts = 20
const administrator = 'arn:aws:iam::aws:policy/AdministratorAccess'

/** Users and their keys, who is an administrator, and how sign-in is set. */
export async function* collectIdentity(aws: Aws, { signal }: CollectContext): AsyncGenerator<Reply | Unread> {
  const iam = await import('@aws-sdk/client-iam')
  const client = new iam.IAMClient(aws.options(aws.home))
  // AWS makes the report when asked and takes some seconds for it.
  for (let attempt = 0; ; attempt += 1) {
    const made = yield* ask('iam:GenerateCredentialReport', 'credential report', () =>
      client.send(new iam.GenerateCredentialReportCommand({})),
    )
    if (made === null || made.State === 'COMPLETE') break
    if (attempt === reportAttempts)
      throw new CollectFailure('unreachable', 'AWS did not finish the credential report in time.')
    await new Promise((resolve) => void setTimeout(resolve, 1000))
    signal.throwIfAborted()
  }
  yield* ask('iam:GetCredentialReport', 'credential report', async () => {
    const { Content, ReportFormat, GeneratedTime } = await client.send(new iam.GetCredentialReportCommand({}))
    return { Content: new TextDecoder().decode(Content), ReportFormat, GeneratedTime }
  })
  yield* ask('iam:GetAccountSummary', 'account', () => client.send(new iam.GetAccountSummaryCommand({})))
  yield* ask(
    'iam:GetAccountPasswordPolicy',
    'account',
    () => client.send(new iam.GetAccountPasswordPolicyCommand({})),
    ['NoSuchEntity', 'NoSuchEntityException'],
  )
  yield* askAll(
    'iam:ListEntitiesForPolicy',
    'AdministratorAccess',
    (Marker) => client.send(new iam.ListEntitiesForPolicyCommand({ PolicyArn: administrator, Marker })),
    (answer) => (answer.IsTruncated === true ? answer.Marker : undefined),
  )
}

const reportSchema = z.object({ Content: z.string() })
const summarySchema = z.object({ SummaryMap: z.record(z.string(), z.number()) })
const policySchema = z.union([
  z.object({
    PasswordPolicy: z.object({
      MinimumPasswordLength: z.number().nullish(),
      PasswordReusePrevention: z.number().nullish(),
      MaxPasswordAge: z.number().nullish(),
    }),
  }),
  z.object({ absent: z.string() }),
])
const entitiesSchema = z.object({
  PolicyUsers: z.array(z.object({ UserName: z.string() })).nullish(),
  PolicyGroups: z.array(z.object({ GroupName: z.string() })).nullish(),
  PolicyRoles: z.array(z.object({ RoleName: z.string() })).nullish(),
})

export const identityImporter = createCollectionImporter({
  connector: 'aws',
  dataset: 'identity',
  version: 1,
  title: 'AWS identity, as collected',
  recordTypes: ['account', 'configuration-state', 'role-assignment'],
  open: (read) => ({
    async *take(part, reply): AsyncGenerator<ImportedItem> {
      const { line, value } = part
      const account = (setting: Parameters<typeof settingOf>[0]['setting'], found: string | number | boolean) =>
        settingOf({ resource: 'account', kind: 'account', setting, value: found, at: reply.at, line })
      if (reply.request === 'iam:GetCredentialReport') {
        const { Content } = read.parse(reportSchema, value, part)
        const bytes = new TextEncoder().encode(Content)
        const file = {
          name: `${read.file}, ${part.place} (credential report)`,
          bytes: (async function* () {
            yield bytes
          })(),
        }
        for await (const item of credentialReportImporter.read(file))
          yield 'record' in item ? { record: { ...item.record, line } } : { skipped: { ...item.skipped, line } }
      }
      if (reply.request === 'iam:GetAccountSummary') {
        const { SummaryMap } = read.parse(summarySchema, value, part)
        const { AccountAccessKeysPresent: keys, AccountMFAEnabled: mfa } = SummaryMap
        if (keys !== undefined) yield { record: account('root-access-keys', keys > 0) }
        if (mfa !== undefined) yield { record: account('root-mfa', mfa > 0) }
      }
      if (reply.request === 'iam:GetAccountPasswordPolicy') {
        const found = read.parse(policySchema, value, part)
        // AWS, "Setting an account password policy": without one, passwords have 8 characters, no history and no age.
        const policy = 'absent' in found ? { MinimumPasswordLength: 8 } : found.PasswordPolicy
        yield { record: account('password-minimum-length', policy.MinimumPasswordLength ?? 8) }
        const { PasswordReusePrevention: history = null, MaxPasswordAge: age = null } =
          'absent' in found ? {} : found.PasswordPolicy
        yield { record: account('password-history', history ?? 0) }
        if (age !== null && age > 0) yield { record: account('password-maximum-age-days', age) }
      }
      if (reply.request === 'iam:ListEntitiesForPolicy') {
        const { PolicyUsers, PolicyGroups, PolicyRoles } = read.parse(entitiesSchema, value, part)
        const holders = [
          ...(PolicyUsers ?? []).map(({ UserName }) => [UserName, 'account'] as const),
          ...(PolicyGroups ?? []).map(({ GroupName }) => [GroupName, 'group'] as const),
          ...(PolicyRoles ?? []).map(({ RoleName }) => [RoleName, 'service'] as const),
        ]
        for (const [holder, holderKind] of holders)
          yield {
            record: {
              type: 'role-assignment',
              key: `${holderKind} ${holder}|AdministratorAccess`,
              line,
              body: {
                holder,
                holderKind,
                role: 'AdministratorAccess',
                privileged: true,
                standing: holderKind === 'service' ? 'eligible' : 'standing',
                system: 'AWS',
              },
            },
          }
      }
    },
  }),
})
