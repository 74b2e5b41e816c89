import type { DraftOf, ImportedItem, RecordDraft, RecordType } from '@evidentia/core'
import type { z } from 'zod'
import { createJsonImporter, type JsonImporter } from '../source-file/json-importer.ts'
import { assignmentSchema, signInSchema, userSchema } from './schema.ts'

/** An answer of Microsoft Graph: its `value` is a list, each object of it one record. */
function graphImporter<S extends z.ZodType>(plan: {
  readonly id: string
  readonly title: string
  readonly recordType: RecordType
  readonly recognizes: (start: string) => boolean
  readonly schema: S
  readonly toRecord: (value: z.output<S>, line: number, context: string) => RecordDraft
}): JsonImporter {
  return createJsonImporter({
    id: plan.id,
    version: 1,
    title: plan.title,
    recordTypes: [plan.recordType],
    remedy: 'Use the answer of Microsoft Graph as it came, or its list alone.',
    recognizes: (start) => /^[[{]/.test(start) && plan.recognizes(start),
    paths: ['value[]', '[]'],
    open(read) {
      let context = ''
      return {
        *take(part): Generator<ImportedItem> {
          const { path, value, line, place } = part
          if (path === 'value[]' || path === '[]')
            yield read.once(plan.toRecord(read.parse(plan.schema, value, part), line, context), { line, place })
          else if (path === '"@odata.context"') context = String(value)
          else if (path === '"@odata.nextLink"')
            yield { skipped: { line, field: place, reason: 'there is more than this page holds' } }
          else if (path === 'value' || path === '') read.parse(plan.schema, value, part)
        },
      }
    },
  })
}

export const usersImporter = graphImporter({
  id: 'entra-users',
  title: 'Microsoft Entra users (JSON)',
  recordType: 'account',
  recognizes: (start) => start.includes('"userPrincipalName"') && start.includes('"accountEnabled"'),
  schema: userSchema,
  toRecord: toAccount,
})

function toAccount(user: z.output<typeof userSchema>, line: number): DraftOf<'account'> {
  return {
    type: 'account',
    key: user.userPrincipalName,
    line,
    body: {
      username: user.userPrincipalName,
      identifier: user.id,
      system: 'Microsoft Entra ID',
      displayName: user.displayName,
      email: user.mail,
      employeeId: user.employeeId,
      kind: 'person',
      external: user.userType === null ? null : user.userType === 'Guest',
      enabled: user.accountEnabled,
      passwordLastChanged: user.lastPasswordChangeDateTime,
      created: user.createdDateTime,
      lastSignIn: user.signInActivity?.lastSignInDateTime ?? null,
      keys: [],
    },
  }
}

export const signInsImporter = graphImporter({
  id: 'entra-sign-ins',
  title: 'Microsoft Entra sign-ins (JSON)',
  recordType: 'session',
  recognizes: (start) => start.includes('"appDisplayName"') && start.includes('"errorCode"'),
  schema: signInSchema,
  toRecord: toSession,
})

function toSession(found: z.output<typeof signInSchema>, line: number): DraftOf<'session'> {
  const place = [found.location?.city, found.location?.countryOrRegion].filter((part) => part != null).join(', ')
  const { displayName, operatingSystem, browser } = found.deviceDetail ?? {}
  const device = displayName ?? [operatingSystem, browser].filter((part) => part != null).join(', ')
  const code = found.status?.errorCode
  return {
    type: 'session',
    key: found.id,
    line,
    body: {
      identifier: found.id,
      account: found.userPrincipalName ?? found.userId ?? 'unknown',
      system: 'Microsoft Entra ID',
      application: found.appDisplayName,
      outcome: code === undefined ? 'unknown' : code === 0 ? 'success' : 'failure',
      reason: code === 0 ? null : (found.status?.failureReason ?? null),
      startedAt: found.createdDateTime,
      // It says what was demanded. That nothing was demanded does not say that nothing was given.
      mfa: found.authenticationRequirement === 'multiFactorAuthentication' && code === 0 ? true : null,
      address: found.ipAddress,
      location: place === '' ? null : place,
      device: device === '' ? null : device,
    },
  }
}

export const assignmentsImporter = graphImporter({
  id: 'entra-role-assignments',
  title: 'Microsoft Entra role assignments (JSON)',
  recordType: 'role-assignment',
  recognizes: (start) => start.includes('"principalId"') && start.includes('"roleDefinitionId"'),
  schema: assignmentSchema,
  toRecord: toAssignment,
})

function toAssignment(
  found: z.output<typeof assignmentSchema>,
  line: number,
  context: string,
): DraftOf<'role-assignment'> {
  const kind = found.principal?.['@odata.type'] ?? null
  return {
    type: 'role-assignment',
    key: `${found.principalId}|${found.roleDefinitionId}|${found.directoryScopeId ?? '/'}|${found.id}`,
    line,
    body: {
      holder: found.principal?.userPrincipalName ?? found.principalId,
      holderName: found.principal?.displayName ?? null,
      holderKind: kind === null ? null : /group$/i.test(kind) ? 'group' : /user$/i.test(kind) ? 'account' : 'service',
      system: 'Microsoft Entra ID',
      role: found.roleDefinition?.displayName ?? found.roleDefinitionId,
      roleId: found.roleDefinitionId,
      scope: found.directoryScopeId,
      privileged: found.roleDefinition?.isPrivileged ?? null,
      standing: standingOf(found, context),
      assigned: found.startDateTime,
      expires: found.endDateTime,
    },
  }
}

/** A plain assignment is always on. PIM tells eligible ones by the list they are in, and active ones by their end. */
function standingOf({ endDateTime, assignmentType }: z.output<typeof assignmentSchema>, context: string) {
  if (/roleEligibility/i.test(context)) return 'eligible'
  if (endDateTime !== null || assignmentType === 'Activated') return 'time-bound'
  return 'standing'
}
