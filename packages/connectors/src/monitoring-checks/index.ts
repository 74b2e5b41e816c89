import type { Connector } from '../connector.ts'
import { alertsTakenUp } from './checks/alerts-taken-up.ts'
import { certificatesRenewed } from './checks/certificates-renewed.ts'
import { customerKeysNotExpiring } from './checks/customer-keys-not-expiring.ts'
import { interfaceChannelsRun } from './checks/interface-channels-run.ts'
import { interfaceQueuesFlow } from './checks/interface-queues-flow.ts'
import { logSourcesHeard } from './checks/log-sources-heard.ts'
import { logSourcesKept } from './checks/log-sources-kept.ts'

export const monitoringChecks: Connector = {
  id: 'monitoring-checks',
  name: 'Monitoring',
  reads: 'Log sources, alerts, certificates, keys and interface channels, whichever system says so.',
  importers: [],
  checks: [
    alertsTakenUp,
    certificatesRenewed,
    customerKeysNotExpiring,
    interfaceChannelsRun,
    interfaceQueuesFlow,
    logSourcesHeard,
    logSourcesKept,
  ],
}
