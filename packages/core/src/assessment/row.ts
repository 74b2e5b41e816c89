import { z } from 'zod'
import { EvidentiaError } from '../errors.ts'
import { itemVerdictSchema, verdictSchema } from '../checks/sealed-result.ts'
import { evidenceStateSchema } from '../evidence/lifecycle.ts'
import { findingIdSchema } from '../findings/finding-id.ts'
import { findingStateSchema, severitySchema } from '../findings/words.ts'
import { slugSchema } from '../identifier.ts'
import { cadenceSchema } from '../time/cadence.ts'
import { dateRangeSchema, dateSchema, instantSchema } from '../time/date.ts'

/** Where a row stands on a day. Ordered from what needs a person most to what needs nobody. */
export const rowStatusSchema = z.enum([
  'failing',
  'missing',
  'overdue',
  'unknown',
  'due-soon',
  'excepted',
  'current',
  'not-applicable',
])
export type RowStatus = z.infer<typeof rowStatusSchema>
export const rowStatuses = rowStatusSchema.options

/** The statuses a comma-separated list names; undefined for none. Throws for one that does not exist. */
export function readStatuses(text: string | undefined): readonly RowStatus[] | undefined {
  if (text === undefined || text === '') return undefined
  return text.split(',').map((name) => {
    const status = rowStatuses.find((known) => known === name)
    if (status !== undefined) return status
    throw new EvidentiaError('invalid-input', `There is no status "${name}".`, {
      place: { field: 'status' },
      remedy: `Use ${rowStatuses.join(', ')}, separated by commas.`,
    })
  })
}

/** The newest evidence behind a row. */
export const lastEvidenceSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  sha256: z.string(),
  effective: dateRangeSchema,
  collectedAt: instantSchema,
  state: evidenceStateSchema,
})

/** One line of the evidence matrix (R-EVM-1). `system` and `vendor` are null on a row about the organization as a whole. */
export const rowSchema = z.strictObject({
  key: z.string(),
  control: slugSchema,
  controlTitle: z.string(),
  area: z.string(),
  requirement: slugSchema,
  requirementTitle: z.string(),
  system: slugSchema.nullable(),
  vendor: slugSchema.nullable(),
  subjectName: z.string(),
  owner: slugSchema.nullable(),
  backupOwner: slugSchema.nullable(),
  cadence: cadenceSchema,
  systemOfRecord: z.string(),
  artifact: z.string(),
  frameworks: z.record(z.string(), z.array(z.string())),
  lastEvidence: lastEvidenceSchema.nullable(),
  /** The due day of the oldest artifact still owed, which may have passed; with none owed, that of the next interval. */
  due: dateSchema.nullable(),
  status: rowStatusSchema,
  reasons: z.array(z.string()),
})
export type Row = z.infer<typeof rowSchema>

export const occurrenceStatusSchema = z.enum([
  'upcoming',
  'due',
  'on-time',
  'late',
  'missing',
  'failing',
  'unknown',
  'excepted',
  'not-applicable',
])
export type OccurrenceStatus = z.infer<typeof occurrenceStatusSchema>

/** A check's answer on one occurrence. `items` holds every item that is not met, and `itemTotal` counts all that were judged. */
export const checkResultSchema = z.strictObject({
  check: slugSchema,
  version: z.int().min(0),
  asserts: z.string(),
  verdict: verdictSchema,
  summary: z.string(),
  items: z.array(itemVerdictSchema),
  itemTotal: z.int().min(0),
})
export type CheckOutcome = z.infer<typeof checkResultSchema>

/** One evidence requirement for one subject in one interval of its cadence. */
export const occurrenceSchema = z.strictObject({
  interval: z.strictObject({ from: dateSchema, to: dateSchema, label: z.string() }),
  due: dateSchema,
  status: occurrenceStatusSchema,
  evidence: z.array(z.string()),
  checks: z.array(checkResultSchema),
  /** Who answered for it at its end, or on the day asked about. */
  owner: slugSchema.nullable(),
  /** The version of the control that was operated then. */
  controlVersion: z.int(),
  reasons: z.array(z.string()),
})
export type Occurrence = z.infer<typeof occurrenceSchema>

/** What is wrong where a gap is computed. */
export const gapKindSchema = z.enum([
  'failing-check',
  'missing-evidence',
  'overdue-evidence',
  'unknown-result',
  'owner',
  'unknown-control',
  'addressable-decision',
  'policy-review',
])

/** A gap with the facts it follows from. Its id is the same in every run that finds it, whatever kind it is of by then. */
export const findingSchema = z.strictObject({
  id: findingIdSchema,
  kind: gapKindSchema,
  severity: severitySchema,
  title: z.string(),
  control: slugSchema.nullable(),
  requirement: slugSchema.nullable(),
  system: slugSchema.nullable(),
  vendor: slugSchema.nullable(),
  /** Who answers for it on the day: where its owner has left, the backup owner. */
  owner: slugSchema.nullable(),
  /** The day the gap opened. */
  since: dateSchema,
  /** By when it is to be closed: the organization's term for the severity, never before the artifact itself is due; null where neither is set. */
  due: dateSchema.nullable(),
  facts: z.array(z.string()),
  /** Where it stands, and how often it was closed before; absent where only this one day was looked at. */
  state: findingStateSchema.optional(),
  recurrences: z.int().min(0).optional(),
})
export type Finding = z.infer<typeof findingSchema>
