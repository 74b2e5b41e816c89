import { z } from 'zod'
import { slugSchema } from '../identifier.ts'
import { dateSchema, instantSchema, timeZoneSchema } from '../time/date.ts'

/** A State or other jurisdiction in ISO 3166 form, such as US-TX. */
export const jurisdictionSchema = z.string().regex(/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/, 'use a code such as US-TX')

/** What every fact has. A correction is the next version of the same id, with its reason; nothing is overwritten. */
const kept = {
  id: slugSchema,
  version: z.int().min(1).default(1),
  /** When it was written down, apart from when it happened (`at`). What is asked as of an earlier instant does not know it. */
  recorded: instantSchema,
  reason: z.string().min(1).max(2000).optional(),
  /** The version takes the fact back. */
  withdrawn: z.boolean().default(false),
}
const at = instantSchema
const party = slugSchema
const count = z.int().min(0).max(1_000_000_000)
/** Whether the count can still rise. */
const final = z.boolean()

const term = z.union([
  z.strictObject({ hours: z.int().min(0).max(10_000) }),
  z.strictObject({ days: z.int().min(0).max(1_000) }),
  z.literal(['none', 'unknown']),
])

/** What happened, who is who, and what was sent: all that a clock may follow from. Instants carry an offset. */
const kinds = {
  party: z.strictObject({
    ...kept,
    kind: z.literal('party'),
    party,
    role: z.enum(['covered-entity', 'business-associate']),
    timeZone: timeZoneSchema,
  }),
  /** Who has to tell whom: a business associate its covered entity, or a subcontractor its business associate. */
  agreement: z.strictObject({
    ...kept,
    kind: z.literal('agreement'),
    from: party,
    to: party,
    /** Under the federal common law of agency: an agent's discovery is its principal's (45 CFR 164.404(a)(2)). */
    relation: z.enum(['agent', 'independent-contractor', 'unknown']),
    term,
    source: z.string().min(1).max(300),
  }),
  occurred: z.strictObject({ ...kept, kind: z.literal('occurred'), at }),
  /** Somebody knew, or would have known by reasonable diligence. */
  knowledge: z.strictObject({
    ...kept,
    kind: z.literal('knowledge'),
    party,
    at,
    who: z.enum(['workforce', 'agent', 'independent-contractor', 'person-committing']),
    how: z.enum(['known', 'reasonable-diligence']),
  }),
  determination: z.strictObject({ ...kept, kind: z.literal('determination'), party, at }),
  /** Affected individuals of a covered entity; without a jurisdiction, all of them. */
  affected: z.strictObject({
    ...kept,
    kind: z.literal('affected'),
    party,
    jurisdiction: jurisdictionSchema.optional(),
    count,
    final,
  }),
  'insufficient-contact': z.strictObject({ ...kept, kind: z.literal('insufficient-contact'), party, count, final }),
  'written-delay': z.strictObject({
    ...kept,
    kind: z.literal('written-delay'),
    party,
    at,
    until: dateSchema,
    official: z.string().min(1).max(200),
  }),
  'oral-delay': z.strictObject({
    ...kept,
    kind: z.literal('oral-delay'),
    party,
    at,
    until: dateSchema.optional(),
    official: z.string().min(1).max(200),
  }),
  notice: z.strictObject({
    ...kept,
    kind: z.literal('notice'),
    party,
    to: z.enum(['individuals', 'media', 'hhs', 'upstream', 'regulator', 'substitute', 'contingency']),
    jurisdiction: jurisdictionSchema.optional(),
    recipient: party.optional(),
    at,
    /** Whether everybody it is owed to has been sent it; a notice may go out in several mailings. */
    complete: z.boolean(),
  }),
  posting: z.strictObject({
    ...kept,
    kind: z.literal('posting'),
    party,
    channel: z.enum(['home-page', 'major-media', 'toll-free']),
    at,
    until: instantSchema.optional(),
  }),
  decision: z.strictObject({
    ...kept,
    kind: z.literal('decision'),
    party,
    at,
    outcome: z.enum(['breach', 'low-probability', 'secured', 'excluded']),
    decidedBy: z.string().min(1).max(200),
    secondedBy: z.string().min(1).max(200),
  }),
  'contingency-activated': z.strictObject({ ...kept, kind: z.literal('contingency-activated'), party, at }),
} as const

const recordedFacts = z.discriminatedUnion('kind', [
  kinds.party,
  kinds.agreement,
  kinds.occurred,
  kinds.knowledge,
  kinds.determination,
  kinds.affected,
  kinds['insufficient-contact'],
  kinds['written-delay'],
  kinds['oral-delay'],
  kinds.notice,
  kinds.posting,
  kinds.decision,
  kinds['contingency-activated'],
])
const statedFacts = z.discriminatedUnion('kind', [
  kinds.party.omit({ recorded: true }),
  kinds.agreement.omit({ recorded: true }),
  kinds.occurred.omit({ recorded: true }),
  kinds.knowledge.omit({ recorded: true }),
  kinds.determination.omit({ recorded: true }),
  kinds.affected.omit({ recorded: true }),
  kinds['insufficient-contact'].omit({ recorded: true }),
  kinds['written-delay'].omit({ recorded: true }),
  kinds['oral-delay'].omit({ recorded: true }),
  kinds.notice.omit({ recorded: true }),
  kinds.posting.omit({ recorded: true }),
  kinds.decision.omit({ recorded: true }),
  kinds['contingency-activated'].omit({ recorded: true }),
])

export const incidentFactSchema = recordedFacts.superRefine((fact, context) => {
  refuseContradictions(fact, context)
  if ('at' in fact && Date.parse(fact.at) > Date.parse(fact.recorded))
    context.addIssue({ code: 'custom', path: ['at'], message: 'it is recorded before it happened' })
})
export type IncidentFact = z.infer<typeof incidentFactSchema>
export type IncidentFactKind = IncidentFact['kind']
export type IncidentFactOf<K extends IncidentFactKind> = Extract<IncidentFact, { kind: K }>

/** A fact as somebody states it: when it was recorded is for the log to say. */
export const statedFactSchema = statedFacts.superRefine(refuseContradictions)
export type StatedFact = z.infer<typeof statedFactSchema>

function refuseContradictions(fact: z.infer<typeof statedFacts>, context: z.RefinementCtx): void {
  const refuse = (field: string, message: string) => {
    context.addIssue({ code: 'custom', path: [field], message })
  }
  if (fact.version > 1 && fact.reason === undefined) refuse('reason', 'a correction gives its reason')
  if (fact.version === 1 && fact.withdrawn) refuse('withdrawn', 'only a later version takes a fact back')
  if (fact.kind === 'decision' && fact.decidedBy === fact.secondedBy)
    refuse('secondedBy', 'the second person is another person')
  if (fact.kind === 'agreement' && fact.from === fact.to) refuse('to', 'an agreement has two parties')
}
