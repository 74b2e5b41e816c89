import { z } from 'zod'
import { elevation, session } from './access-use.ts'
import { account, entitlement, group, mfaFactor, roleAssignment } from './accounts.ts'
import { asset, device } from './assets.ts'
import { backupRun, restoreTest } from './backups.ts'
import { change, deployment, pullRequest, ticket } from './changes.ts'
import { configurationState } from './configuration.ts'
import { interfaceChannelStatistics } from './interfaces.ts'
import { certificate, key } from './keys.ts'
import { alert, logSourceState } from './monitoring.ts'
import { person, policyAcknowledgement, trainingCompletion } from './people.ts'
import type { RecordTypeDefinition } from './record-type.ts'
import { vulnerability } from './weaknesses.ts'

/** Every record type: the one table that names, schemas and docs/records.md derive from. */
export const recordTypes = {
  person,
  account,
  group,
  entitlement,
  'role-assignment': roleAssignment,
  'mfa-factor': mfaFactor,
  session,
  elevation,
  ticket,
  change,
  deployment,
  'pull-request': pullRequest,
  vulnerability,
  asset,
  'configuration-state': configurationState,
  'log-source-state': logSourceState,
  alert,
  'backup-run': backupRun,
  'restore-test': restoreTest,
  device,
  'training-completion': trainingCompletion,
  'policy-acknowledgement': policyAcknowledgement,
  'interface-channel-statistics': interfaceChannelStatistics,
  certificate,
  key,
} as const satisfies Record<string, RecordTypeDefinition>

type RecordTypes = typeof recordTypes
export type RecordType = keyof RecordTypes
/** The fields of a record, all of them; null where the source does not say. */
export type RecordBody<T extends RecordType> = z.output<RecordTypes[T]['body']>

const names = Object.keys(recordTypes) as [RecordType, ...RecordType[]]
export const recordTypeSchema = z.enum(names)

/** A typed fact parsed out of one artifact. `key` identifies the thing spoken of within its type; `line` is where it stood (1-based). */
export type TypedRecord = { [T in RecordType]: Row<T, RecordBody<T>> }[RecordType]
export type RecordOf<T extends RecordType> = Extract<TypedRecord, { type: T }>

/** A record as an importer hands it out: what it leaves out of the body, the source does not say. */
export type RecordDraft = { [T in RecordType]: Row<T, z.input<RecordTypes[T]['body']>> }[RecordType]
export type DraftOf<T extends RecordType> = Extract<RecordDraft, { type: T }>

interface Row<T, Body> {
  readonly type: T
  readonly key: string
  readonly line?: number | undefined
  readonly body: Body
}

const [first, ...others] = names

/** Parses one NDJSON row of a derived artifact, or what an importer hands out. */
export const recordSchema = z.discriminatedUnion('type', [rowSchema(first), ...others.map(rowSchema)]) as z.ZodType<
  TypedRecord,
  RecordDraft
>

function rowSchema(type: RecordType) {
  return z.strictObject({
    type: z.literal(type),
    key: z.string(),
    line: z.int().optional(),
    body: recordTypes[type].body,
  })
}

/** The day or instant that places a record in time; null for a state, and for an event whose source does not date it. */
export function whenOf(record: TypedRecord): string | null {
  const body: Readonly<Record<string, unknown>> = record.body
  for (const field of recordTypes[record.type].placedBy) {
    const value = body[field]
    if (typeof value === 'string') return value
  }
  return null
}
