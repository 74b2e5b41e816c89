import { z } from 'zod'
import { dateSchema, instantSchema } from '../time/date.ts'

const nullableInstant = instantSchema.nullable()

/** A login in some system. */
const accountSchema = z.strictObject({
  username: z.string().min(1),
  identifier: z.string().min(1),
  kind: z.enum(['person', 'service', 'root']),
  /** Whether the account can sign in by any means: password or key. */
  enabled: z.boolean(),
  passwordEnabled: z.boolean().nullable(),
  passwordLastUsed: nullableInstant,
  passwordLastChanged: nullableInstant,
  mfa: z.boolean().nullable(),
  created: nullableInstant,
  keys: z.array(
    z.strictObject({ label: z.string(), active: z.boolean(), lastRotated: nullableInstant, lastUsed: nullableInstant }),
  ),
})

/** A human in the HR feed. */
const personRecordSchema = z.strictObject({
  employeeId: z.string().min(1),
  name: z.string().min(1),
  email: z.string().nullable(),
  title: z.string().nullable(),
  department: z.string().nullable(),
  managerId: z.string().nullable(),
  status: z.enum(['active', 'leave', 'terminated']),
  hired: dateSchema.nullable(),
  terminated: dateSchema.nullable(),
})

/** A weakness a scanner saw on a target. */
const vulnerabilitySchema = z.strictObject({
  identifier: z.string().min(1),
  target: z.string().min(1),
  package: z.string(),
  installedVersion: z.string(),
  fixedVersion: z.string().nullable(),
  severity: z.enum(['critical', 'high', 'medium', 'low', 'unknown']),
  title: z.string().nullable(),
  published: nullableInstant,
  scanned: nullableInstant,
})

/** A change ticket. */
const changeSchema = z.strictObject({
  key: z.string().min(1),
  summary: z.string(),
  type: z.enum(['standard', 'normal', 'emergency']),
  status: z.string(),
  requester: z.string().nullable(),
  approver: z.string().nullable(),
  approvedAt: nullableInstant,
  implementer: z.string().nullable(),
  plannedStart: nullableInstant,
  plannedEnd: nullableInstant,
  implementedAt: nullableInstant,
  systems: z.array(z.string()),
  rollbackPlan: z.string().nullable(),
  testEvidence: z.string().nullable(),
  validationResult: z.string().nullable(),
})

/** Every record type with the schema of its body. */
export const recordSchemas = {
  account: accountSchema,
  person: personRecordSchema,
  vulnerability: vulnerabilitySchema,
  change: changeSchema,
} as const
export type RecordType = keyof typeof recordSchemas
export type RecordBody<T extends RecordType> = z.infer<(typeof recordSchemas)[T]>
export const recordTypeSchema = z.enum(Object.keys(recordSchemas) as [RecordType, ...RecordType[]])

/** A typed fact parsed out of one artifact. `key` identifies the thing spoken of within its type; `line` is where it stood (1-based). */
export type TypedRecord = {
  [T in RecordType]: {
    readonly type: T
    readonly key: string
    readonly line?: number | undefined
    readonly body: RecordBody<T>
  }
}[RecordType]
export type RecordOf<T extends RecordType> = Extract<TypedRecord, { type: T }>

/** Parses one NDJSON row of a derived artifact. */
export const recordSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('account'), key: z.string(), line: z.int().optional(), body: accountSchema }),
  z.strictObject({ type: z.literal('person'), key: z.string(), line: z.int().optional(), body: personRecordSchema }),
  z.strictObject({
    type: z.literal('vulnerability'),
    key: z.string(),
    line: z.int().optional(),
    body: vulnerabilitySchema,
  }),
  z.strictObject({ type: z.literal('change'), key: z.string(), line: z.int().optional(), body: changeSchema }),
])
