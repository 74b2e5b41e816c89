import { z } from 'zod'
import { mayInstant, mayText, someText, text } from '../source-file/json-fields.ts'

/** A user. Source: Okta developer documentation, "Users", the answer of `GET /api/v1/users`. */
export const userSchema = z.object({
  id: someText,
  status: someText,
  created: mayInstant,
  statusChanged: mayInstant,
  lastLogin: mayInstant,
  passwordChanged: mayInstant,
  profile: z.looseObject({
    login: someText,
    email: mayText,
    firstName: mayText,
    lastName: mayText,
    employeeNumber: mayText,
    userType: mayText,
  }),
})

/** An enrolled factor. Source: Okta developer documentation, "User Factors", with the user it was asked for embedded. */
export const factorSchema = z.object({
  id: someText,
  factorType: someText,
  provider: mayText,
  vendorName: mayText,
  status: someText,
  created: mayInstant,
  lastVerified: mayInstant,
  profile: z.looseObject({ credentialId: mayText }).nullish(),
  _embedded: z.object({ user: z.object({ profile: z.object({ login: someText }) }) }).nullish(),
  _links: z.object({ user: z.object({ href: text }).nullish() }).nullish(),
})

/** An event. Source: Okta developer documentation, "System Log", the answer of `GET /api/v1/logs`. */
export const eventSchema = z.object({
  uuid: someText,
  published: mayInstant,
  eventType: someText,
  displayMessage: mayText,
  actor: z.object({ alternateId: mayText, id: mayText }).nullish(),
  target: z.array(z.object({ type: mayText, alternateId: mayText, displayName: mayText })).nullish(),
  outcome: z.object({ result: mayText, reason: mayText }).nullish(),
  client: z
    .object({
      ipAddress: mayText,
      userAgent: z.object({ rawUserAgent: mayText }).nullish(),
      geographicalContext: z.object({ city: mayText, country: mayText }).nullish(),
    })
    .nullish(),
  authenticationContext: z.object({ credentialType: mayText }).nullish(),
})
