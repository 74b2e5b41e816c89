import { z } from 'zod'
import { instantSchema } from '@evidentia/core'
import { mayText, someText } from '../source-file/json-fields.ts'

/** What the snapshot is of. */
export const headSchema = z.object({
  version: z.literal(1),
  directory: someText,
  name: someText,
  source: someText,
  taken: instantSchema,
  lastHeard: instantSchema,
})

/** One value of a multi-valued attribute, RFC 7643 2.4. */
const valueSchema = z.looseObject({ value: mayText, display: mayText, type: mayText, primary: z.boolean().nullish() })
const valuesSchema = z.array(valueSchema).nullish()

export const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'

/** A user as pushed: RFC 7643 4.1 and 4.3, as far as records are made of it. */
export const userSchema = z.looseObject({
  userName: someText,
  externalId: mayText,
  displayName: mayText,
  name: z.looseObject({ formatted: mayText, givenName: mayText, familyName: mayText }).nullish(),
  userType: mayText,
  active: z.boolean().nullish(),
  emails: valuesSchema,
  roles: valuesSchema,
  entitlements: valuesSchema,
  [enterprise]: z.looseObject({ employeeNumber: mayText }).nullish(),
})

/** A group as pushed: RFC 7643 4.2. */
const groupSchema = z.looseObject({ displayName: someText, externalId: mayText, members: valuesSchema })

export const userEntrySchema = z.object({ id: someText, deactivated: instantSchema.nullable(), pushed: userSchema })
export const groupEntrySchema = z.object({ id: someText, pushed: groupSchema })

/** A request that was heard. Only what was removed makes a record: everything else shows in the users and groups. */
export const requestSchema = z.looseObject({
  at: instantSchema,
  resource: mayText,
  removed: z.looseObject({ kind: someText, deactivated: instantSchema.nullable(), pushed: z.unknown() }).nullish(),
})
