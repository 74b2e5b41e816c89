import { z } from 'zod'
import { slugSchema } from '../identifier.ts'
import { dependencySchema, flowSchema } from '../program/flow.ts'
import { systemSchema } from '../program/system.ts'
import { sourceSchema } from './framework.ts'

/**
 * Systems, flows and dependencies a kind of workload usually has, to begin an inventory from. Nothing of it is in a programme
 * until a person has looked at each item and recorded it as their own.
 */
export const workloadTemplateSchema = z.strictObject({
  id: slugSchema,
  version: z.int().min(1),
  title: z.string().min(1).max(120),
  summary: z.string().min(20),
  systems: z.array(systemSchema).min(1),
  flows: z.array(flowSchema),
  dependencies: z.array(dependencySchema),
  controls: z.array(slugSchema).min(1),
  questions: z.array(z.string().min(10)),
  source: sourceSchema,
  licence: z.string().min(1),
})
export type WorkloadTemplate = z.infer<typeof workloadTemplateSchema>
