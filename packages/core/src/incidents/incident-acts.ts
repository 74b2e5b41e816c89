import { z } from 'zod'
import { evidenceIdSchema } from '../evidence/evidence.ts'
import { severitySchema } from '../findings/words.ts'
import { slugSchema } from '../identifier.ts'
import { dateSchema, instantSchema } from '../time/date.ts'
import { breachAssessmentSchema } from './breach-assessment.ts'
import { statedFactSchema } from './incident-fact.ts'

export const incidentIdSchema = z.string().regex(/^in_[0-9a-f]{20}$/, 'use the id of an incident, in_…')
export const incidentTypeSchema = z.enum([
  'phi-exposure',
  'outage',
  'ransomware',
  'lost-device',
  'misdirected-message',
  'vendor-incident',
  'other',
])
export const incidentStageSchema = z.enum(['open', 'contained', 'eradicated', 'recovered', 'closed'])
export type IncidentStage = z.infer<typeof incidentStageSchema>

const incident = { incident: incidentIdSchema }
const title = z.string().trim().min(1).max(200)
const text = z.string().trim().min(1).max(4000)
const note = z.string().trim().min(1).max(2000)
const evidence = z.array(evidenceIdSchema).max(50).default([])
const party = slugSchema
/** The version of a party's assessment that is spoken of. */
const assessed = { ...incident, party, version: z.int().min(1) }

/** What an assessment argues, without a decision: that is for two people, each by an act of their own. */
export const arguedAssessmentSchema = breachAssessmentSchema.omit({ decision: true })
export const breachOutcomeSchema = z.enum(['breach', 'low-probability'])

/**
 * What people record of an incident: the only facts about it. Clocks, stages and standings are computed from them. When something was
 * recorded is the instant of its log entry, and stands apart from when it occurred and when it was detected.
 */
export const incidentActSchemas = {
  'incident-opened': z.strictObject({
    ...incident,
    title,
    type: incidentTypeSchema,
    severity: severitySchema,
    /** An exercise is worked like the real thing, and is nowhere counted as one. */
    exercise: z.boolean(),
    commander: slugSchema,
    backup: slugSchema,
    detected: instantSchema,
    occurred: instantSchema.optional(),
    systems: z.array(slugSchema).max(100).default([]),
    /** The playbook that is worked, of the catalog. */
    playbook: slugSchema.optional(),
  }),
  /** Says anew what was said when it was opened, with why. */
  'incident-changed': z.strictObject({
    ...incident,
    reason: note,
    title: title.optional(),
    severity: severitySchema.optional(),
    commander: slugSchema.optional(),
    backup: slugSchema.optional(),
    detected: instantSchema.optional(),
    occurred: instantSchema.optional(),
    systems: z.array(slugSchema).max(100).optional(),
    playbook: slugSchema.optional(),
  }),
  'incident-fact-recorded': z.strictObject({ ...incident, fact: statedFactSchema }),
  'incident-noted': z.strictObject({
    ...incident,
    what: z.enum(['event', 'action', 'communication']),
    text,
    occurred: instantSchema,
    detected: instantSchema.optional(),
  }),
  'incident-stage-reached': z.strictObject({ ...incident, stage: incidentStageSchema, at: instantSchema, note }),
  'incident-decision-logged': z.strictObject({
    ...incident,
    decision: text,
    reason: note,
    at: instantSchema,
    decidedBy: slugSchema,
  }),
  'playbook-step-worked': z.strictObject({
    ...incident,
    playbook: slugSchema,
    /** `phase/step` of the playbook. */
    step: z.string().regex(/^[a-z0-9-]+\/[a-z0-9-]+$/, 'use phase/step'),
    outcome: z.enum(['done', 'not-applicable']),
    note,
    evidence,
  }),
  'breach-assessed': z.strictObject({ ...assessed, assessment: arguedAssessmentSchema, reason: note.optional() }),
  'breach-decided': z.strictObject({ ...assessed, outcome: breachOutcomeSchema, person: slugSchema }),
  /** Repeats what was decided, so that it says by itself what the second person confirmed. */
  'breach-seconded': z.strictObject({
    ...assessed,
    outcome: breachOutcomeSchema,
    decidedBy: slugSchema,
    person: slugSchema,
  }),
  'incident-lesson-recorded': z.strictObject({
    ...incident,
    lesson: slugSchema,
    text,
    owner: slugSchema,
    due: dateSchema,
  }),
  'incident-lesson-closed': z.strictObject({ ...incident, lesson: slugSchema, note, evidence }),
  'postmortem-planned': z.strictObject({ ...incident, owner: slugSchema, due: dateSchema }),
  'postmortem-held': z.strictObject({ ...incident, at: instantSchema, note, evidence }),
} as const
export type IncidentActKind = keyof typeof incidentActSchemas
export type IncidentActBody<K extends IncidentActKind> = z.infer<(typeof incidentActSchemas)[K]>
export const incidentActKinds = Object.keys(incidentActSchemas) as readonly IncidentActKind[]

/** What was recorded, as sealed in the log entry `entry`. */
export type IncidentActOf<K extends IncidentActKind> = {
  readonly kind: K
  readonly entry: number
  readonly recordedAt: string
  readonly by: { readonly id: string; readonly name: string }
  readonly body: IncidentActBody<K>
}
export type IncidentAct = { readonly [K in IncidentActKind]: IncidentActOf<K> }[IncidentActKind]

const { shape: opened } = incidentActSchemas['incident-opened']
/** What is said to open an incident; its id comes from the server. */
export const openingSchema = z.strictObject(opened).omit({ incident: true })

function said<K extends IncidentActKind>(kind: K) {
  return { kind: z.literal(kind) }
}
const of = incidentActSchemas
const named = { incident: true } as const

/** An act as somebody records it of one incident. Opening it and deciding on a breach are operations of their own. */
export const statedActSchema = z.discriminatedUnion('kind', [
  of['incident-changed'].omit(named).extend(said('incident-changed')),
  of['incident-fact-recorded'].omit(named).extend(said('incident-fact-recorded')),
  of['incident-noted'].omit(named).extend(said('incident-noted')),
  of['incident-stage-reached'].omit(named).extend(said('incident-stage-reached')),
  of['incident-decision-logged'].omit(named).extend(said('incident-decision-logged')),
  of['playbook-step-worked'].omit(named).extend(said('playbook-step-worked')),
  of['breach-assessed'].omit(named).extend(said('breach-assessed')),
  of['incident-lesson-recorded'].omit(named).extend(said('incident-lesson-recorded')),
  of['incident-lesson-closed'].omit(named).extend(said('incident-lesson-closed')),
  of['postmortem-planned'].omit(named).extend(said('postmortem-planned')),
  of['postmortem-held'].omit(named).extend(said('postmortem-held')),
])
export type StatedAct = z.infer<typeof statedActSchema>
