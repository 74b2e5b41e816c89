import type { Connector } from '../connector.ts'
import { approvalsRequired } from './checks/approvals-required.ts'
import { backupRetentionKept } from './checks/backup-retention-kept.ts'
import { branchesProtected } from './checks/branches-protected.ts'
import { configurationRecorded } from './checks/configuration-recorded.ts'
import { connectionsEncrypted } from './checks/connections-encrypted.ts'
import { deletionProtected } from './checks/deletion-protected.ts'
import { keysRotate } from './checks/keys-rotate.ts'
import { logRetentionKept } from './checks/log-retention-kept.ts'
import { mfaEnforced } from './checks/mfa-enforced.ts'
import { notOpenToInternet } from './checks/not-open-to-internet.ts'
import { passwordLengthKept } from './checks/password-length-kept.ts'
import { publicAccessBlocked } from './checks/public-access-blocked.ts'
import { rootHasMfa } from './checks/root-has-mfa.ts'
import { rootHasNoKeys } from './checks/root-has-no-keys.ts'
import { scannerRulesPass } from './checks/scanner-rules-pass.ts'
import { storesEncrypted } from './checks/stores-encrypted.ts'
import { storesNotPublic } from './checks/stores-not-public.ts'
import { threatDetectionOn } from './checks/threat-detection-on.ts'
import { trailCoversAllRegions } from './checks/trail-covers-all-regions.ts'
import { trailOn } from './checks/trail-on.ts'
import { trailValidated } from './checks/trail-validated.ts'
import { versionsKept } from './checks/versions-kept.ts'

/** Checks on how things are set, whichever system says so. */
export const configurationChecks: Connector = {
  id: 'configuration-checks',
  name: 'Configuration',
  reads: 'Settings and scanner outcomes, as cloud connectors and scanners give them.',
  importers: [],
  checks: [
    approvalsRequired,
    backupRetentionKept,
    branchesProtected,
    configurationRecorded,
    connectionsEncrypted,
    deletionProtected,
    keysRotate,
    logRetentionKept,
    mfaEnforced,
    notOpenToInternet,
    passwordLengthKept,
    publicAccessBlocked,
    rootHasMfa,
    rootHasNoKeys,
    scannerRulesPass,
    storesEncrypted,
    storesNotPublic,
    threatDetectionOn,
    trailCoversAllRegions,
    trailOn,
    trailValidated,
    versionsKept,
  ],
}
