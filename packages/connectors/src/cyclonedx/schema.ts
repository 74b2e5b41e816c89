import { z } from 'zod'
import { mayInstant, mayNumber, mayText, someText, text } from '../source-file/json-fields.ts'

const licenseSchema = z.object({
  expression: mayText,
  license: z.object({ id: mayText, name: mayText }).nullish(),
})

/** A component. Those that are parts of it are read one by one. Source: CycloneDX 1.2 to 1.6, JSON. */
export const componentSchema = z.object({
  type: someText,
  name: someText,
  'bom-ref': mayText,
  group: mayText,
  version: mayText,
  purl: mayText,
  publisher: mayText,
  supplier: z.object({ name: mayText }).nullish(),
  licenses: z.array(licenseSchema).nullish(),
  components: z.array(z.unknown()).nullish(),
})
export type Component = z.output<typeof componentSchema>

const toolSchema = z.object({ name: mayText })
export const metadataSchema = z.object({
  timestamp: mayInstant,
  component: componentSchema.nullish(),
  tools: z.union([z.array(toolSchema), z.object({ components: z.array(toolSchema).nullish() })]).nullish(),
})

export const formatSchema = z.literal('CycloneDX', 'the bomFormat is another')

const ratingSchema = z.object({ score: mayNumber, severity: mayText, method: mayText })

export const vulnerabilitySchema = z.object({
  id: someText,
  source: z.object({ name: mayText }).nullish(),
  references: z.array(z.object({ id: mayText })).nullish(),
  ratings: z.array(ratingSchema).nullish(),
  description: text.nullish(),
  detail: text.nullish(),
  published: mayInstant,
  analysis: z.object({ state: mayText, justification: mayText, detail: mayText, lastUpdated: mayInstant }).nullish(),
  affects: z.array(z.object({ ref: someText })).nullish(),
})
export type CycloneVulnerability = z.output<typeof vulnerabilitySchema>
