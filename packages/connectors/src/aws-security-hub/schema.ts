import { z } from 'zod'
import { mayInstant, mayNumber, mayText, someText, text, word } from '../source-file/json-fields.ts'

const packageSchema = z.object({ Name: someText, Version: mayText, FixedInVersion: mayText, FilePath: mayText })
export type AsffPackage = z.output<typeof packageSchema>

const vulnerabilitySchema = z.object({
  Id: someText,
  RelatedVulnerabilities: z.array(someText).nullish(),
  VulnerablePackages: z.array(packageSchema).nullish(),
  Cvss: z.array(z.object({ BaseScore: mayNumber, Version: mayText })).nullish(),
  ExploitAvailable: mayText,
  Vendor: z.object({ VendorCreatedAt: mayInstant }).nullish(),
})
export type AsffVulnerability = z.output<typeof vulnerabilitySchema>

const resourceSchema = z.object({ Id: someText, Type: someText, Region: mayText })
export type AsffResource = z.output<typeof resourceSchema>

/** One finding. Source: AWS Security Hub user guide, "AWS Security Finding Format (ASFF)". */
export const findingSchema = z.object({
  Id: someText,
  ProductName: mayText,
  GeneratorId: someText,
  AwsAccountId: mayText,
  Title: text,
  Description: text.optional(),
  Severity: z.object({
    Label: word({
      CRITICAL: 'critical',
      HIGH: 'high',
      MEDIUM: 'medium',
      LOW: 'low',
      INFORMATIONAL: 'informational',
    }).optional(),
  }),
  FirstObservedAt: mayInstant,
  LastObservedAt: mayInstant,
  CreatedAt: mayInstant,
  UpdatedAt: mayInstant,
  Compliance: z
    .object({
      Status: word({ PASSED: 'pass', FAILED: 'fail', WARNING: 'manual', NOT_AVAILABLE: 'not-available' }).optional(),
      SecurityControlId: mayText,
    })
    .nullish(),
  Vulnerabilities: z.array(vulnerabilitySchema).nullish(),
  Workflow: z.object({ Status: mayText }).nullish(),
  RecordState: mayText,
  Resources: z.array(resourceSchema).min(1, 'the finding names no resource'),
})
export type AsffFinding = z.output<typeof findingSchema>
