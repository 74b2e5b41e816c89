import type { Connector } from '../connector.ts'
import { devicesCompliant } from './checks/devices-compliant.ts'
import { devicesEncrypted } from './checks/devices-encrypted.ts'
import { devicesHeardOf } from './checks/devices-heard-of.ts'
import { devicesProtected } from './checks/devices-protected.ts'
import { policiesAcknowledged } from './checks/policies-acknowledged.ts'
import { trainingCompleted } from './checks/training-completed.ts'

export const workforceChecks: Connector = {
  id: 'workforce-checks',
  name: 'Workforce and devices',
  reads: 'Training, acknowledgments and devices, whichever system says so.',
  importers: [],
  checks: [
    devicesCompliant,
    devicesEncrypted,
    devicesHeardOf,
    devicesProtected,
    policiesAcknowledged,
    trainingCompleted,
  ],
}
