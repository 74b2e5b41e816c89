import { z } from 'zod'
import { slugSchema } from '../identifier.ts'
import { sourceSchema } from './framework.ts'

/** Questions for a third party. Each says why it is asked and what a good answer is proven with. */
export const questionnaireSchema = z.strictObject({
  id: slugSchema,
  version: z.int().min(1),
  title: z.string().min(1).max(120),
  /** Which vendors it is for, in words. */
  for: z.string().min(10),
  sections: z
    .array(
      z.strictObject({
        id: slugSchema,
        title: z.string().min(1).max(80),
        questions: z
          .array(
            z.strictObject({
              id: slugSchema,
              ask: z.string().min(10),
              because: z.string().min(10),
              answer: z.enum(['yes-no', 'text', 'choice', 'date', 'number', 'file']),
              options: z.array(z.string().min(1)).min(2).optional(),
              proof: z.string().min(5).optional(),
              /** The answer that needs a person's decision before the vendor is engaged. */
              stopsAt: z.string().optional(),
              controls: z.array(slugSchema).optional(),
            }),
          )
          .min(1),
      }),
    )
    .min(1),
  source: sourceSchema,
  licence: z.string().min(1),
})
export type Questionnaire = z.infer<typeof questionnaireSchema>
