import type { Connector } from '../connector.ts'
import { accessKeysInUse } from './checks/access-keys-in-use.ts'
import { accountsHaveAPerson } from './checks/accounts-have-a-person.ts'
import { accountsInUse } from './checks/accounts-in-use.ts'
import { breakGlassReviewed } from './checks/break-glass-reviewed.ts'
import { elevationsApprovedByAnother } from './checks/elevations-approved-by-another.ts'
import { elevationsEndInTime } from './checks/elevations-end-in-time.ts'
import { externalAccountsExpire } from './checks/external-accounts-expire.ts'
import { fewSuperAdministrators } from './checks/few-super-administrators.ts'
import { groupsHaveOwner } from './checks/groups-have-owner.ts'
import { leaverAccessEndedInTime } from './checks/leaver-access-ended-in-time.ts'
import { mfaDemandedOfPeople } from './checks/mfa-demanded-of-people.ts'
import { otherAccountsHaveOwners } from './checks/other-accounts-have-owners.ts'
import { ownersStillWorkHere } from './checks/owners-still-work-here.ts'
import { personAccountsHaveMfa } from './checks/person-accounts-have-mfa.ts'
import { privilegeNotStanding } from './checks/privilege-not-standing.ts'
import { privilegedFactorsResistPhishing } from './checks/privileged-factors-resist-phishing.ts'
import { privilegedRightsUsed } from './checks/privileged-rights-used.ts'
import { privilegedSessionsWithMfa } from './checks/privileged-sessions-with-mfa.ts'

export const accessChecks: Connector = {
  id: 'access-checks',
  name: 'Access',
  reads: 'How accounts, groups, roles, sessions and elevations have to be, whichever directory or cloud says so.',
  importers: [],
  checks: [
    accessKeysInUse,
    accountsHaveAPerson,
    accountsInUse,
    breakGlassReviewed,
    elevationsApprovedByAnother,
    elevationsEndInTime,
    externalAccountsExpire,
    fewSuperAdministrators,
    groupsHaveOwner,
    leaverAccessEndedInTime,
    mfaDemandedOfPeople,
    otherAccountsHaveOwners,
    ownersStillWorkHere,
    personAccountsHaveMfa,
    privilegeNotStanding,
    privilegedFactorsResistPhishing,
    privilegedRightsUsed,
    privilegedSessionsWithMfa,
  ],
}
