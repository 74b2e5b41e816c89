import { z } from 'zod'
import { isPlainInstant } from '../source-file/cell.ts'
import { shown } from '../source-file/refusal.ts'

const severities = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'UNKNOWN'] as const

/** Text that every store can hold: an escaped NUL or half a surrogate pair is well-formed JSON and still refused. */
const text = z.string().refine((t) => t.isWellFormed() && !t.includes('\0'), 'the text holds a NUL or half a character')
const instant = z.string().refine(isPlainInstant, 'use an instant with its offset, such as 2026-10-31T18:00:00Z')

/** The outermost object of `trivy --format json`, schema version 2. Members not named here are not read. */
export const reportSchema = z.object({
  SchemaVersion: z.literal(2, 'only schema version 2 is read'),
  CreatedAt: instant.optional(),
  Results: z.array(z.unknown()).nullish(),
})

/** What was found in one target. Other lists beside the vulnerabilities are counted, so that they can be named. */
export const resultSchema = z.looseObject({
  Target: text.min(1, 'the target is missing'),
  Class: text.optional(),
  Vulnerabilities: z.array(z.unknown()).nullish(),
})
export type TrivyResult = z.output<typeof resultSchema>

export const vulnerabilitySchema = z.object({
  VulnerabilityID: text.min(1, 'the identifier is missing'),
  PkgName: text.min(1, 'the package is missing'),
  PkgPath: text.optional(),
  InstalledVersion: text.optional(),
  FixedVersion: text.optional(),
  Severity: z.enum(severities, { error: ({ input }) => `${shown(String(input))} is none of ${severities.join(', ')}` }),
  Title: text.optional(),
  PublishedDate: instant.optional(),
})
export type TrivyVulnerability = z.output<typeof vulnerabilitySchema>
