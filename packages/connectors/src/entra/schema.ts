import { z } from 'zod'
import { mayInstant, mayText, someText } from '../source-file/json-fields.ts'

/** A user. Source: Microsoft Graph v1.0, resource type `user`. */
export const userSchema = z.object({
  id: someText,
  userPrincipalName: someText,
  displayName: mayText,
  mail: mayText,
  employeeId: mayText,
  userType: mayText,
  accountEnabled: z.boolean('Graph leaves it out unless it is asked for: add accountEnabled to $select'),
  createdDateTime: mayInstant,
  lastPasswordChangeDateTime: mayInstant,
  signInActivity: z.object({ lastSignInDateTime: mayInstant }).nullish(),
})

/** A sign-in. Source: Microsoft Graph v1.0, resource type `signIn`. */
export const signInSchema = z.object({
  id: someText,
  createdDateTime: mayInstant,
  userPrincipalName: mayText,
  userId: mayText,
  appDisplayName: mayText,
  ipAddress: mayText,
  status: z.object({ errorCode: z.number(), failureReason: mayText }).nullish(),
  location: z.object({ city: mayText, countryOrRegion: mayText }).nullish(),
  deviceDetail: z.object({ displayName: mayText, operatingSystem: mayText, browser: mayText }).nullish(),
  authenticationRequirement: mayText,
})

/** A role given to somebody. Source: Microsoft Graph v1.0, `unifiedRoleAssignment` and the schedule instances of PIM. */
export const assignmentSchema = z.object({
  id: someText,
  principalId: someText,
  roleDefinitionId: someText,
  directoryScopeId: mayText,
  assignmentType: mayText,
  memberType: mayText,
  startDateTime: mayInstant,
  endDateTime: mayInstant,
  principal: z.looseObject({ displayName: mayText, userPrincipalName: mayText, '@odata.type': mayText }).nullish(),
  roleDefinition: z.object({ displayName: mayText, isPrivileged: z.boolean().nullish() }).nullish(),
})
