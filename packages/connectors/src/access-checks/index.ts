import type { Connector } from '../connector.ts'
import { accessKeysInUse } from './checks/access-keys-in-use.ts'
import { accountsInUse } from './checks/accounts-in-use.ts'
import { breakGlassReviewed } from './checks/break-glass-reviewed.ts'
import { elevationsEndInTime } from './checks/elevations-end-in-time.ts'
import { externalAccountsExpire } from './checks/external-accounts-expire.ts'
import { otherAccountsHaveOwners } from './checks/other-accounts-have-owners.ts'
import { personAccountsHaveMfa } from './checks/person-accounts-have-mfa.ts'
import { privilegeNotStanding } from './checks/privilege-not-standing.ts'
import { privilegedGroupsHaveOwners } from './checks/privileged-groups-have-owners.ts'
import { privilegedSessionsWithMfa } from './checks/privileged-sessions-with-mfa.ts'

export const accessChecks: Connector = {
  id: 'access-checks',
  name: 'Access',
  reads: 'How accounts, groups, roles, sessions and elevations have to be, whichever directory or cloud says so.',
  importers: [],
  checks: [
    accessKeysInUse,
    accountsInUse,
    breakGlassReviewed,
    elevationsEndInTime,
    externalAccountsExpire,
    otherAccountsHaveOwners,
    personAccountsHaveMfa,
    privilegeNotStanding,
    privilegedGroupsHaveOwners,
    privilegedSessionsWithMfa,
  ],
}
