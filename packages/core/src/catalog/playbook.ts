import { z } from 'zod'
import { slugSchema } from '../identifier.ts'
import { sourceSchema } from './framework.ts'

/** What to do, in order, when a kind of incident happens. Worked as a checklist; each step says what proves it was done. */
export const playbookSchema = z.strictObject({
  id: slugSchema,
  version: z.int().min(1),
  title: z.string().min(1).max(120),
  /** When to open it, so that the person on call need not decide under stress. */
  opensWhen: z.string().min(20),
  leadRole: slugSchema,
  phases: z
    .array(
      z.strictObject({
        id: slugSchema,
        title: z.string().min(1).max(80),
        steps: z
          .array(
            z.strictObject({
              id: slugSchema,
              do: z.string().min(10),
              role: slugSchema,
              /** Minutes after the incident is declared by which the step is expected; absent where no time can be promised. */
              withinMinutes: z.int().min(1).optional(),
              proof: z.string().min(5),
              controls: z.array(slugSchema).optional(),
            }),
          )
          .min(1),
      }),
    )
    .min(1),
  /** Questions counsel or the privacy officer decides, never the playbook. */
  decisions: z.array(z.string().min(10)).min(1),
  source: sourceSchema,
  licence: z.string().min(1),
})
export type Playbook = z.infer<typeof playbookSchema>
