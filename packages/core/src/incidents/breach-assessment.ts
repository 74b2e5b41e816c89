import { z } from 'zod'
import { sha256Schema } from '../identifier.ts'
import { instantSchema } from '../time/date.ts'

/** The four factors of a risk assessment (45 CFR 164.402, Breach, (2)(i) to (iv)). */
const factors = ['phi-extent', 'recipient', 'acquired-or-viewed', 'mitigation'] as const
/** What is not a breach (45 CFR 164.402, Breach, (1)(i) to (iii)). */
const exclusions = ['unintentional-access', 'inadvertent-disclosure', 'could-not-retain'] as const

const argued = z.strictObject({
  rationale: z.string().min(20).max(5000),
  /** Digests of sealed artifacts. */
  evidence: z.array(sha256Schema).min(1),
})
const person = z.string().min(1).max(200)

/** Whether what happened has to be notified, with the reasons. Two people decide. */
export const breachAssessmentSchema = z.strictObject({
  secured: argued.nullable(),
  exclusion: argued.extend({ of: z.enum(exclusions) }).nullable(),
  factors: z.partialRecord(z.enum(factors), argued.extend({ risk: z.enum(['low', 'not-low']) })),
  decision: z
    .strictObject({ outcome: z.enum(['breach', 'low-probability']), at: instantSchema, by: person, second: person })
    .refine(({ by, second }) => by !== second, { path: ['second'], message: 'the second person is another person' })
    .nullable(),
})
export type BreachAssessment = z.infer<typeof breachAssessmentSchema>

/** What an assessment holds, with why. `presumed` is a breach until somebody shows otherwise. */
export interface BreachStanding {
  readonly standing: 'presumed' | 'breach' | 'secured' | 'excluded' | 'low-probability'
  readonly citation: string
  /** What still keeps the presumption standing. */
  readonly missing: readonly string[]
}

/**
 * Reads an assessment by the rule: an impermissible use or disclosure is presumed a breach until two people have decided, on all four
 * factors, that the probability of compromise is low; or the PHI was secured, or an exclusion applies, each decided by two.
 */
export function judgeBreach({ secured, exclusion, factors: argues, decision }: BreachAssessment): BreachStanding {
  if (decision === null) {
    return { standing: 'presumed', citation: '45 CFR 164.402', missing: ['a decision by two people'] }
  }
  if (decision.outcome === 'breach') return { standing: 'breach', citation: '45 CFR 164.402', missing: [] }
  if (secured !== null) return { standing: 'secured', citation: '45 CFR 164.402, unsecured PHI', missing: [] }
  if (exclusion !== null) return { standing: 'excluded', citation: '45 CFR 164.402, Breach, (1)', missing: [] }
  const missing = factors.filter((factor) => argues[factor] === undefined).map((factor) => `the factor ${factor}`)
  if (missing.length > 0) return { standing: 'presumed', citation: '45 CFR 164.402, Breach, (2)', missing }
  return { standing: 'low-probability', citation: '45 CFR 164.402, Breach, (2)', missing: [] }
}
