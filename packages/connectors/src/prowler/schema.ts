import { z } from 'zod'
import { mayEpoch, mayText, someText, text, word } from '../source-file/json-fields.ts'

const resourceSchema = z.object({
  uid: mayText,
  name: mayText,
  type: mayText,
  region: mayText,
  group: z.object({ name: mayText }).nullish(),
})
export type ProwlerResource = z.output<typeof resourceSchema>

/** One result. Source: Prowler documentation, "Reporting", JSON-OCSF; OCSF 1.4, class 2004 (detection finding). */
export const findingSchema = z.object({
  status_code: word({ PASS: 'pass', FAIL: 'fail', MANUAL: 'manual', MUTED: 'fail' }),
  status_detail: text.nullish(),
  status: mayText,
  severity: word({
    Critical: 'critical',
    High: 'high',
    Medium: 'medium',
    Low: 'low',
    Informational: 'informational',
    Unknown: 'unknown',
  }),
  metadata: z.object({ event_code: someText, product: z.object({ name: someText }) }),
  finding_info: z.object({ title: text, created_time: mayEpoch }),
  cloud: z.object({ account: z.object({ uid: mayText, name: mayText }).nullish(), region: mayText }).nullish(),
  resources: z.array(resourceSchema).nullish(),
})
export type ProwlerFinding = z.output<typeof findingSchema>
