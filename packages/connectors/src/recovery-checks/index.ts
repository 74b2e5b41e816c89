import type { Connector } from '../connector.ts'
import { backupFailuresMadeGood } from './checks/backup-failures-made-good.ts'
import { backupRunsSucceed } from './checks/backup-runs-succeed.ts'
import { backupsEncrypted } from './checks/backups-encrypted.ts'
import { backupsImmutable } from './checks/backups-immutable.ts'
import { backupsKeptLongEnough } from './checks/backups-kept-long-enough.ts'
import { backupsOffsite } from './checks/backups-offsite.ts'
import { backupsReadBack } from './checks/backups-read-back.ts'
import { backupsRecent } from './checks/backups-recent.ts'
import { restoreDrillRecent } from './checks/restore-drill-recent.ts'
import { restoresInPromisedTime } from './checks/restores-in-promised-time.ts'
import { restoresLookedAt } from './checks/restores-looked-at.ts'
import { restoresLoseLittle } from './checks/restores-lose-little.ts'
import { restoresSucceed } from './checks/restores-succeed.ts'

export const recoveryChecks: Connector = {
  id: 'recovery-checks',
  name: 'Backup and recovery',
  reads: 'How backups and restore tests have to be, whichever tool says so.',
  importers: [],
  checks: [
    backupFailuresMadeGood,
    backupRunsSucceed,
    backupsEncrypted,
    backupsImmutable,
    backupsKeptLongEnough,
    backupsOffsite,
    backupsReadBack,
    backupsRecent,
    restoreDrillRecent,
    restoresInPromisedTime,
    restoresLookedAt,
    restoresLoseLittle,
    restoresSucceed,
  ],
}
