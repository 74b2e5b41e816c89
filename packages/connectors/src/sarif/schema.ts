import { z } from 'zod'
import { mayText, someText, text } from '../source-file/json-fields.ts'

const message = z.object({ text: mayText, id: mayText }).nullish()

/** One rule of a tool. Source: SARIF 2.1.0, section 3.49. */
const ruleSchema = z.object({
  id: someText,
  name: mayText,
  shortDescription: message,
  defaultConfiguration: z.object({ level: mayText }).nullish(),
  properties: z.looseObject({ 'security-severity': z.union([z.string(), z.number()]).nullish() }).nullish(),
})

const componentSchema = z.object({ name: someText, rules: z.array(ruleSchema).nullish() })

/** What made a run: the tool and what extends it, each with rules. Source: SARIF 2.1.0, section 3.18. */
export const toolSchema = z.object({ driver: componentSchema, extensions: z.array(componentSchema).nullish() })
export type SarifRule = z.output<typeof ruleSchema>

export const revisionsSchema = z.array(z.object({ repositoryUri: mayText }))
export const automationSchema = z.object({ id: mayText })
export const invocationsSchema = z.array(z.object({ endTimeUtc: mayText }))

const locationSchema = z.object({
  physicalLocation: z
    .object({
      artifactLocation: z.object({ uri: text.nullish() }).nullish(),
      region: z.object({ startLine: z.number().nullish(), startColumn: z.number().nullish() }).nullish(),
    })
    .nullish(),
  logicalLocations: z.array(z.object({ fullyQualifiedName: mayText })).nullish(),
})

/** One result of a run. Source: SARIF 2.1.0, section 3.27. */
export const resultSchema = z.object({
  ruleId: mayText,
  ruleIndex: z.number().nullish(),
  rule: z.object({ id: mayText }).nullish(),
  kind: mayText,
  level: mayText,
  message,
  locations: z.array(locationSchema).nullish(),
  partialFingerprints: z.record(z.string(), z.string()).nullish(),
  suppressions: z.array(z.object({ status: mayText, justification: mayText })).nullish(),
  baselineState: mayText,
})
export type SarifResult = z.output<typeof resultSchema>
