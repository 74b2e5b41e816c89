import type { DraftOf } from '@evidentia/core'
import { z } from 'zod'
import { createJsonImporter } from '../source-file/json-importer.ts'
import { mayInstant, mayText, someText } from '../source-file/json-fields.ts'

/** A user. Source: Google Workspace Admin SDK, Directory API, resource `users`. */
const userSchema = z.object({
  id: someText,
  primaryEmail: someText,
  name: z.object({ fullName: mayText }).nullish(),
  isAdmin: z.boolean().nullish(),
  isDelegatedAdmin: z.boolean().nullish(),
  suspended: z.boolean(),
  archived: z.boolean().nullish(),
  suspensionReason: mayText,
  isEnrolledIn2Sv: z.boolean().nullish(),
  isEnforcedIn2Sv: z.boolean().nullish(),
  creationTime: mayInstant,
  lastLoginTime: mayInstant,
  orgUnitPath: mayText,
  externalIds: z.array(z.object({ type: mayText, value: mayText })).nullish(),
})
type User = z.output<typeof userSchema>

/** One account for each user. */
export const usersImporter = createJsonImporter({
  id: 'google-workspace-users',
  version: 1,
  title: 'Google Workspace users (JSON)',
  recordTypes: ['account'],
  remedy: 'Use the answer of the Directory API as it came, or its list alone.',
  recognizes: (start) =>
    /^[[{]/.test(start) && start.includes('"primaryEmail"') && start.includes('"admin#directory#user'),
  paths: ['users[]', '[]'],
  open: (read) => ({
    *take(part) {
      const { path, value, line, place } = part
      if (path === 'users[]' || path === '[]')
        yield read.once(toAccount(read.parse(userSchema, value, part), line), { line, place })
      else if (path === 'nextPageToken')
        yield { skipped: { line, field: place, reason: 'there are more users than this page holds' } }
      else if (path === 'users' || path === '') read.parse(userSchema, value, part)
    },
  }),
})

/** Google writes the first second of 1970 for somebody who never signed in. */
const never = '1970-01-01T00:00:00.000Z'

function toAccount(user: User, line: number): DraftOf<'account'> {
  const organization = (user.externalIds ?? []).find(({ type }) => type === 'organization')
  const { isAdmin, isDelegatedAdmin } = user
  return {
    type: 'account',
    key: user.primaryEmail,
    line,
    body: {
      username: user.primaryEmail,
      identifier: user.id,
      system: 'Google Workspace',
      displayName: user.name?.fullName ?? null,
      email: user.primaryEmail,
      employeeId: organization?.value ?? null,
      kind: 'person',
      privileged: isAdmin == null && isDelegatedAdmin == null ? null : isAdmin === true || isDelegatedAdmin === true,
      enabled: !user.suspended && user.archived !== true,
      status: user.suspended ? `suspended ${user.suspensionReason ?? ''}`.trim() : null,
      mfa: user.isEnrolledIn2Sv ?? null,
      mfaEnforced: user.isEnforcedIn2Sv ?? null,
      created: user.creationTime,
      lastSignIn: user.lastLoginTime === never ? null : user.lastLoginTime,
      keys: [],
    },
  }
}
