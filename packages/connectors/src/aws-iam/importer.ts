import type { DraftOf, RecordBody } from '@evidentia/core'
import { createCsvImporter } from '../source-file/csv-importer.ts'
import { credentialReportColumns, credentialReportRow } from './schema.ts'
import type { CredentialReportRow } from './schema.ts'

/** One account record for each row of the report, the root user included. */
export const credentialReportImporter = createCsvImporter({
  id: 'aws-iam-credential-report',
  version: 2,
  title: 'AWS IAM credential report (CSV)',
  recordTypes: ['account'],
  layout: { columns: credentialReportColumns, order: 'leading' },
  rowSchema: credentialReportRow,
  keyColumn: 'user',
  toRecord,
})

function toRecord(row: CredentialReportRow, line: number): DraftOf<'account'> {
  const keys = keysOf(row)
  const certificate = row.cert_1_active === true || row.cert_2_active === true
  return {
    type: 'account',
    key: row.user,
    line,
    body: {
      username: row.user,
      identifier: row.arn,
      kind: kindOf(row.user),
      enabled: row.password_enabled === true || certificate || keys.some((key) => key.active) || isRootPassword(row),
      passwordEnabled: row.password_enabled,
      passwordLastUsed: row.password_last_used,
      passwordLastChanged: row.password_last_changed,
      mfa: row.mfa_active,
      created: row.user_creation_time,
      keys,
    },
  }
}

/** AWS does not tell people from programs. The prefix is a convention that the README asks for. */
function kindOf(user: string): RecordBody<'account'>['kind'] {
  if (user === '<root_account>') return 'root'
  return user.toLowerCase().startsWith('svc-') ? 'service' : 'person'
}

/** For the root user AWS writes `not_supported`: its password cannot be looked up, so it is taken to exist. */
function isRootPassword(row: CredentialReportRow): boolean {
  return row.user === '<root_account>' && row.password_enabled === null
}

function keysOf(row: CredentialReportRow): RecordBody<'account'>['keys'] {
  const slots = [
    {
      label: 'access_key_1',
      active: row.access_key_1_active === true,
      lastRotated: row.access_key_1_last_rotated,
      lastUsed: row.access_key_1_last_used_date,
    },
    {
      label: 'access_key_2',
      active: row.access_key_2_active === true,
      lastRotated: row.access_key_2_last_rotated,
      lastUsed: row.access_key_2_last_used_date,
    },
  ]
  return slots.filter((slot) => slot.active || slot.lastRotated !== null)
}
