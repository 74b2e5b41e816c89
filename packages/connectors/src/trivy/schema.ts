import { z } from 'zod'
import { shown } from '../source-file/refusal.ts'
import { mayInstant, mayText, someText, text } from '../source-file/json-fields.ts'

const severities = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'UNKNOWN'] as const
const severity = z.enum(severities, {
  error: ({ input }) => `${shown(String(input))} is none of ${severities.join(', ')}`,
})

export const schemaVersion = z.literal(2, 'only schema version 2 is read')
export const createdAt = mayInstant

/** What was scanned. */
export const target = z.string('the target is missing').min(1, 'the target is missing')
/** The name of a cluster, or a word of the name of an object in it. */
export const name = mayText

export const vulnerabilitySchema = z.object({
  VulnerabilityID: someText,
  PkgName: someText,
  PkgPath: text.optional(),
  InstalledVersion: text.optional(),
  FixedVersion: mayText,
  Severity: severity,
  Title: text.optional(),
  PublishedDate: mayInstant,
})
export type TrivyVulnerability = z.output<typeof vulnerabilitySchema>

export const misconfigurationSchema = z.object({
  ID: someText,
  Title: text.optional(),
  Message: text.optional(),
  Severity: severity,
  Status: z.enum(['PASS', 'FAIL', 'EXCEPTION'], {
    error: ({ input }) => `${shown(String(input))} is none of PASS, FAIL, EXCEPTION`,
  }),
})
export type TrivyMisconfiguration = z.output<typeof misconfigurationSchema>
