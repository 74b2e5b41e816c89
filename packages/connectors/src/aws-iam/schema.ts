import { z } from 'zod'
import { instantOr, oneOf, requiredText } from '../source-file/cell.ts'

/** AWS writes these where a date does not apply, was not tracked, or never happened. */
const when = instantOr(['n/a', 'no_information', 'not_supported', ''])
const flag = oneOf({ true: true, false: false, 'N/A': null, not_supported: null })
const anything = z.string()

/** One row of the report. Source: AWS IAM User Guide, "Generate credential reports for your AWS account". */
export const credentialReportRow = z.object({
  user: requiredText,
  arn: requiredText,
  user_creation_time: when,
  password_enabled: flag,
  password_last_used: when,
  password_last_changed: when,
  password_next_rotation: when,
  mfa_active: flag,
  access_key_1_active: flag,
  access_key_1_last_rotated: when,
  access_key_1_last_used_date: when,
  access_key_1_last_used_region: anything,
  access_key_1_last_used_service: anything,
  access_key_2_active: flag,
  access_key_2_last_rotated: when,
  access_key_2_last_used_date: when,
  access_key_2_last_used_region: anything,
  access_key_2_last_used_service: anything,
  cert_1_active: flag,
  cert_1_last_rotated: when,
  cert_2_active: flag,
  cert_2_last_rotated: when,
})
export type CredentialReportRow = z.output<typeof credentialReportRow>

/** The columns in the order AWS writes them; newer reports add columns after these. */
export const credentialReportColumns = Object.keys(credentialReportRow.shape)
