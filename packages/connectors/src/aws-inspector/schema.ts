import { z } from 'zod'
import { mayInstant, mayNumber, mayText, someText, text, word } from '../source-file/json-fields.ts'

const packageSchema = z.object({
  name: someText,
  version: text,
  release: mayText,
  epoch: z.number().nullish(),
  fixedInVersion: mayText,
  filePath: mayText,
  arch: mayText,
  sourceLayerHash: mayText,
})
export type InspectorPackage = z.output<typeof packageSchema>

const resourceSchema = z.object({ id: someText, type: someText, region: mayText })
export type InspectorResource = z.output<typeof resourceSchema>

/** One finding. Source: Amazon Inspector API reference, "Finding". */
export const findingSchema = z.object({
  findingArn: someText,
  type: z.enum(['PACKAGE_VULNERABILITY', 'CODE_VULNERABILITY', 'NETWORK_REACHABILITY']).optional(),
  title: text.optional(),
  severity: word({
    CRITICAL: 'critical',
    HIGH: 'high',
    MEDIUM: 'medium',
    LOW: 'low',
    INFORMATIONAL: 'informational',
    UNTRIAGED: 'unknown',
  }),
  status: word({ ACTIVE: 'open', SUPPRESSED: 'accepted', CLOSED: 'fixed' }).optional(),
  inspectorScore: mayNumber,
  exploitAvailable: word({ YES: true, NO: false }).nullish(),
  firstObservedAt: mayInstant,
  lastObservedAt: mayInstant,
  updatedAt: mayInstant,
  packageVulnerabilityDetails: z
    .object({
      vulnerabilityId: someText,
      relatedVulnerabilities: z.array(someText).nullish(),
      vendorCreatedAt: mayInstant,
      vulnerablePackages: z.array(packageSchema).nullish(),
    })
    .nullish(),
  codeVulnerabilityDetails: z
    .object({
      detectorId: someText,
      filePath: z.object({ filePath: mayText, startLine: z.number().nullish() }).nullish(),
    })
    .nullish(),
  networkReachabilityDetails: z
    .object({
      protocol: mayText,
      openPortRange: z.object({ begin: z.number(), end: z.number() }).nullish(),
    })
    .nullish(),
  resources: z.array(resourceSchema).min(1, 'the finding names no resource'),
})
export type InspectorFinding = z.output<typeof findingSchema>
