import { z } from 'zod'
import { slugSchema } from '../identifier.ts'
import { checkDefinitionSchema } from './check-definition.ts'
import { connectionSchema } from './connection.ts'
import { decisionSchema } from './decision.ts'
import { dependencySchema, flowSchema } from './flow.ts'
import { licensedStatementSchema } from './licensed-statement.ts'
import { organizationSchema } from './organization.ts'
import { personSchema } from './person.ts'
import { mailboxSchema } from './mailbox.ts'
import { policySchema } from './policy.ts'
import { savedMappingSchema } from './saved-mapping.ts'
import { scimDirectorySchema } from './scim-directory.ts'
import { systemSchema } from './system.ts'
import { exceptionSchema, tailoringSchema } from './tailoring.ts'
import { agreementSchema, vendorSchema } from './vendor.ts'
import { webhookSchema } from './webhook.ts'

/** Every kind of program object with the schema of its body: the one table from which files, tables and screens derive. */
export const documentSchemas = {
  organization: organizationSchema,
  person: personSchema,
  system: systemSchema,
  flow: flowSchema,
  dependency: dependencySchema,
  vendor: vendorSchema,
  agreement: agreementSchema,
  check: checkDefinitionSchema,
  control: tailoringSchema,
  exception: exceptionSchema,
  decision: decisionSchema,
  policy: policySchema,
  connection: connectionSchema,
  webhook: webhookSchema,
  mapping: savedMappingSchema,
  mailbox: mailboxSchema,
  'scim-directory': scimDirectorySchema,
  'licensed-statement': licensedStatementSchema,
} as const

export type DocumentKind = keyof typeof documentSchemas
export type DocumentBody<K extends DocumentKind> = z.infer<(typeof documentSchemas)[K]>

/** The kinds, in the order in which a reference can only point backwards or sideways. */
export const documentKinds = Object.keys(documentSchemas) as readonly DocumentKind[]
export const documentKindSchema = z.enum(Object.keys(documentSchemas) as [DocumentKind, ...DocumentKind[]])

/**
 * One version of a program object. Versions are never changed: a later version of the same kind and id
 * supersedes this one from its `effective` day on, so the program of any past day can be read.
 * `body: null` withdraws the object from that day on.
 */
export interface ProgramDocument<K extends DocumentKind = DocumentKind> {
  readonly kind: K
  readonly id: string
  readonly effective: string
  /** When we learned it; set by the server, equal to the start of `effective` for files. */
  readonly recordedAt: string
  readonly body: DocumentBody<K> | null
}

/** `<kind>/<id>` for messages. */
export const documentReferenceSchema = z.strictObject({ kind: documentKindSchema, id: slugSchema })
