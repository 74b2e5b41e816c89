import type { Connector } from '../connector.ts'
import { approvalsOfTheNewestCommit } from './checks/approvals-of-the-newest-commit.ts'
import { changesCanBeUndone } from './checks/changes-can-be-undone.ts'
import { changesTested } from './checks/changes-tested.ts'
import { changesWithinWindow } from './checks/changes-within-window.ts'
import { deploymentsTraced } from './checks/deployments-traced.ts'
import { emergencyChangesReviewed } from './checks/emergency-changes-reviewed.ts'
import { mergesPassedChecks } from './checks/merges-passed-checks.ts'
import { pullRequestsApproved } from './checks/pull-requests-approved.ts'

export const changeChecks: Connector = {
  id: 'change-checks',
  name: 'Changes',
  reads: 'How changes and pull requests have to be, whichever tracker or repository says so.',
  importers: [],
  checks: [
    approvalsOfTheNewestCommit,
    changesCanBeUndone,
    changesTested,
    changesWithinWindow,
    deploymentsTraced,
    emergencyChangesReviewed,
    mergesPassedChecks,
    pullRequestsApproved,
  ],
}
