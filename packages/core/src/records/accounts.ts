import { z } from 'zod'
import { instantSchema } from '../time/date.ts'
import { optional, required } from './field.ts'
import { defineRecordType } from './record-type.ts'

/** A login in some system. */
export const account = defineRecordType({
  says: 'A login in some system: whose it is, whether it can sign in, and by what means.',
  key: 'the user name',
  placedBy: [],
  fields: {
    username: required.text('The name used to sign in.'),
    identifier: required.text('What names the account even after it is renamed: an ARN, an object id, a DN.'),
    system: optional.text('The directory, cloud account or application it is in.'),
    displayName: optional.text('The name shown to people.'),
    email: optional.text('The address the account is known by.'),
    employeeId: optional.text('The employee number that the system itself records.'),
    kind: required.oneOf(
      ['person', 'service', 'shared', 'break-glass', 'root'],
      'Who signs in with it. A source that does not tell programs from people says `person`.',
    ),
    owner: optional.text('Who answers for an account that is not a person’s own.'),
    external: optional.flag('Whether it belongs to somebody outside: a guest, a vendor.'),
    privileged: optional.flag('Whether the source itself calls it privileged, such as a super administrator.'),
    enabled: required.flag('Whether the account can sign in by any means: password or key.'),
    status: optional.text('The word of the source for its state.'),
    passwordEnabled: optional.flag('Whether it has a password to sign in with.'),
    passwordLastUsed: optional.instant('When the password last signed in.'),
    passwordLastChanged: optional.instant('When the password was last set.'),
    mfa: optional.flag('Whether a second factor is set up.'),
    mfaEnforced: optional.flag('Whether a second factor is demanded at sign-in.'),
    created: optional.instant('When the account was made.'),
    lastSignIn: optional.instant('When it last signed in by any means.'),
    disabledAt: optional.instant('When it was disabled or deleted.'),
    expires: optional.instant('When it ends by itself.'),
    groups: optional.texts('The groups it is in.'),
    roles: optional.texts('The roles it holds directly.'),
    keys: z
      .array(
        z.strictObject({
          label: z.string(),
          active: z.boolean(),
          lastRotated: instantSchema.nullable(),
          lastUsed: instantSchema.nullable(),
        }),
      )
      .describe('Its access keys: label, whether active, when last rotated and used. Empty where it has none.'),
  },
})

/** A set of accounts to which rights are given together. */
export const group = defineRecordType({
  says: 'A group of accounts in some system.',
  key: 'the name of the group, or its identifier where names repeat',
  placedBy: [],
  fields: {
    name: required.text('The name.'),
    identifier: required.text('What names the group even after it is renamed.'),
    system: optional.text('The directory or application it is in.'),
    description: optional.text('What the source says it is for.'),
    owner: optional.text('Who answers for it.'),
    privileged: optional.flag('Whether its members hold privileged rights.'),
    members: optional.texts('The accounts and groups in it, by identifier or user name.'),
    memberCount: optional.count('How many members it has.'),
    created: optional.instant('When it was made.'),
  },
})

/** A right that one account, group or program has. */
export const entitlement = defineRecordType({
  says: 'One right that an account or group has over something.',
  key: 'holder, right and resource',
  placedBy: [],
  fields: {
    holder: required.text('The account or group that has the right, by user name or identifier.'),
    holderKind: optional.oneOf(['account', 'group', 'service'], 'What holds it.'),
    system: optional.text('The system the right is in.'),
    right: required.text('The right, in the words of the source: a permission set, a grant, a license.'),
    resource: optional.text('What the right is over.'),
    level: optional.oneOf(['read', 'write', 'admin'], 'How far it reaches.'),
    privileged: optional.flag('Whether the source calls it privileged.'),
    grantedThrough: optional.text('The role or group it comes through; null also for a direct grant.'),
    grantedBy: optional.text('Who gave it.'),
    granted: optional.instant('When it was given.'),
    expires: optional.instant('When it ends by itself.'),
    lastUsed: optional.instant('When it was last used.'),
  },
})

/** A role given to an account or group, standing or for a time. */
export const roleAssignment = defineRecordType({
  says: 'One role given to an account, group or program, standing or for a time.',
  key: 'holder, role and scope',
  placedBy: [],
  fields: {
    holder: required.text('The account, group or program, by user name or identifier.'),
    holderName: optional.text('The name shown to people.'),
    holderKind: optional.oneOf(['account', 'group', 'service'], 'What holds it.'),
    system: optional.text('The system or directory the role is in.'),
    role: required.text('The name of the role.'),
    roleId: optional.text('The identifier of the role.'),
    scope: optional.text('What the role is limited to.'),
    privileged: optional.flag('Whether the source calls the role privileged.'),
    standing: optional.oneOf(
      ['standing', 'time-bound', 'eligible'],
      'Always on; on until it expires; or only activated on request.',
    ),
    assignedBy: optional.text('Who gave it.'),
    assigned: optional.instant('When it was given or begins.'),
    expires: optional.instant('When it ends by itself.'),
  },
})

/** One means by which an account proves itself beside its password. */
export const mfaFactor = defineRecordType({
  says: 'One second factor enrolled for an account.',
  key: 'account and the identifier of the factor',
  placedBy: [],
  fields: {
    account: required.text('The account, by user name or identifier.'),
    identifier: optional.text('What names the factor.'),
    system: optional.text('The identity provider.'),
    kind: required.oneOf(
      ['webauthn', 'hardware-token', 'certificate', 'push', 'totp', 'sms', 'voice', 'email', 'question', 'other'],
      'What it is. `totp` also stands for any code made on a device.',
    ),
    provider: optional.text('Who makes it.'),
    status: required.oneOf(['active', 'pending', 'inactive'], 'Whether it can be used.'),
    phishingResistant: optional.flag('Whether it is bound to the site it signs in to.'),
    enrolled: optional.instant('When it was enrolled.'),
    lastUsed: optional.instant('When it was last used.'),
  },
})
