import { z } from 'zod'

export const severitySchema = z.enum(['high', 'medium', 'low'])
export type Severity = z.infer<typeof severitySchema>

/**
 * Where a finding stands, from what needs a person most. `reopened` is open once more after it was closed; `ready-to-verify` waits for the
 * proof; `closed` only by proof; `risk-accepted` until a day.
 */
export const findingStateSchema = z.enum([
  'reopened',
  'open',
  'in-progress',
  'ready-to-verify',
  'risk-accepted',
  'closed',
])
export type FindingState = z.infer<typeof findingStateSchema>
export const findingStates = findingStateSchema.options
