import { z } from 'zod'

/** A name that is stable in files, URLs and log entries: lower-case letters, digits and hyphens, 1 to 63 long. */
export const slugSchema = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/, 'use lower-case letters, digits and hyphens, at most 63')

/** An evidence requirement named from outside its control: `<control>/<requirement>`. */
export const evidenceRequirementIdSchema = z
  .string()
  .regex(
    /^[a-z0-9-]{1,63}\/[a-z0-9-]{1,63}$/,
    'use <control>/<evidence requirement>, such as restore-test/restore-drill',
  )

/** Lower-case hexadecimal SHA-256 digest. */
export const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/, 'use 64 lower-case hexadecimal digits')
