import type { Connector } from '../connector.ts'
import { accessKeysRotated } from './checks/access-keys-rotated.ts'
import { consoleAccountsHaveMfa } from './checks/console-accounts-have-mfa.ts'
import { leaverAccountsDisabled } from './checks/leaver-accounts-disabled.ts'
import { rootAccountUnused } from './checks/root-account-unused.ts'
import { credentialReportImporter } from './importer.ts'

export const awsIam: Connector = {
  id: 'aws-iam',
  name: 'AWS IAM',
  reads:
    'The credential report of an AWS account: every user, how it can sign in, its second factor and its access keys.',
  importers: [credentialReportImporter],
  checks: [leaverAccountsDisabled, consoleAccountsHaveMfa, accessKeysRotated, rootAccountUnused],
}
