import { z } from 'zod'
import { severitySchema } from '../findings/words.ts'
import { slugSchema } from '../identifier.ts'
import { dateSchema, instantSchema } from '../time/date.ts'
import type { Clock } from './clock.ts'
import {
  arguedAssessmentSchema,
  breachOutcomeSchema,
  incidentActSchemas,
  incidentIdSchema,
  incidentStageSchema,
  incidentTypeSchema,
} from './incident-acts.ts'
import { incidentFactSchema } from './incident-fact.ts'

const sealed = { entry: z.int().min(0), recordedAt: instantSchema, by: z.string() }
const seconds = z.int().nullable()
const list = z.array(z.string()).readonly()

export const clockSchema = z.strictObject({
  clock: z.string(),
  party: z.string(),
  rule: z.string(),
  citation: z.string(),
  starts: instantSchema.nullable(),
  due: instantSchema.nullable(),
  dueDay: dateSchema.nullable(),
  timeZone: z.string(),
  state: z.enum(['running', 'stopped', 'delayed', 'late', 'not-applicable', 'unknown']),
  passed: z.boolean(),
  remainingSeconds: z.int().nullable(),
  stops: z.string(),
  stopped: instantSchema.nullable(),
  delayedUntil: instantSchema.nullable(),
  basis: list,
  missing: list,
  proposed: z.boolean(),
}) satisfies z.ZodType<Clock>

/** What a list shows of an incident. */
export const incidentSummarySchema = z.strictObject({
  id: incidentIdSchema,
  title: z.string(),
  type: incidentTypeSchema,
  severity: severitySchema,
  exercise: z.boolean(),
  stage: incidentStageSchema,
  commander: slugSchema,
  backup: slugSchema,
  detected: instantSchema,
  occurred: instantSchema.nullable(),
  opened: z.strictObject(sealed),
})
export type IncidentSummary = z.infer<typeof incidentSummarySchema>

const decisionSchema = z.strictObject({ ...sealed, outcome: breachOutcomeSchema, person: slugSchema })

/** The newest assessment of one party, and how it stands by the rule. */
export const assessmentViewSchema = z.strictObject({
  ...sealed,
  party: slugSchema,
  version: z.int().min(1),
  reason: z.string().nullable(),
  assessment: arguedAssessmentSchema,
  decided: decisionSchema.nullable(),
  seconded: z.strictObject({ ...sealed, person: slugSchema }).nullable(),
  standing: z.enum(['presumed', 'breach', 'secured', 'excluded', 'low-probability']),
  citation: z.string(),
  missing: list,
})
export type AssessmentView = z.infer<typeof assessmentViewSchema>

const { 'playbook-step-worked': step, 'incident-decision-logged': decision } = incidentActSchemas
const { 'incident-lesson-recorded': lesson, 'incident-lesson-closed': lessonClosed } = incidentActSchemas
const { 'postmortem-planned': planned, 'postmortem-held': held } = incidentActSchemas
const named = { incident: true } as const

/** An incident as it is known: everything that was recorded of it by then, put together. */
export const incidentRecordSchema = incidentSummarySchema.extend({
  systems: z.array(slugSchema),
  playbook: slugSchema.nullable(),
  /** When each stage was reached, oldest first; a stage can be reached again. */
  stages: z.array(z.strictObject({ ...sealed, stage: incidentStageSchema, at: instantSchema, note: z.string() })),
  /** Every fact with all its versions, the newest last. */
  facts: z.array(
    z.strictObject({
      id: slugSchema,
      versions: z.array(z.strictObject({ by: z.string(), entry: z.int().min(0), fact: incidentFactSchema })).min(1),
    }),
  ),
  assessments: z.array(assessmentViewSchema),
  decisions: z.array(decision.omit(named).extend(sealed)),
  /** The newest word on each step that was worked. */
  steps: z.array(step.omit(named).extend(sealed)),
  lessons: z.array(
    lesson.omit(named).extend({ ...sealed, closed: lessonClosed.omit(named).extend(sealed).nullable() }),
  ),
  postmortem: planned
    .omit(named)
    .extend({ ...sealed, held: held.omit(named).extend(sealed).nullable() })
    .nullable(),
  /** Whole seconds from occurring to detecting, and from detecting to containment and recovery; null where one is not recorded. */
  times: z.strictObject({ toDetect: seconds, toContain: seconds, toRecover: seconds }),
})
export type IncidentRecord = z.infer<typeof incidentRecordSchema>
