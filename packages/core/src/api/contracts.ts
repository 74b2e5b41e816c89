import { checkResultContracts } from './check-results.ts'
import { connectionContracts } from './connection.ts'
import type { Contract } from './contract.ts'
import { crosswalkContracts } from './crosswalk.ts'
import { evidenceContracts } from './evidence.ts'
import { exportContracts } from './export.ts'
import { findingContracts } from './finding.ts'
import { incidentContracts } from './incident.ts'
import { lifecycleContracts } from './lifecycle.ts'
import { logContracts } from './log.ts'
import { mappingContracts } from './mapping.ts'
import { mailboxContracts } from './mailbox.ts'
import { matrixContracts } from './matrix.ts'
import { packageContracts } from './package.ts'
import { organizationContracts } from './organization.ts'
import { policyContracts } from './policy.ts'
import { populationContracts } from './population.ts'
import { programContracts } from './program.ts'
import { scimDirectoryContracts } from './scim-directory.ts'
import { scimContracts } from './scim.ts'
import { sessionContracts } from './session.ts'
import { standingContracts } from './standing.ts'
import { templateContracts } from './template.ts'
import { webhookContracts } from './webhook.ts'

/** Every operation of the API. */
export const contracts = {
  ...sessionContracts,
  ...organizationContracts,
  ...programContracts,
  ...matrixContracts,
  ...standingContracts,
  ...findingContracts,
  ...incidentContracts,
  ...crosswalkContracts,
  ...policyContracts,
  ...templateContracts,
  ...exportContracts,
  ...checkResultContracts,
  ...evidenceContracts,
  ...connectionContracts,
  ...webhookContracts,
  ...mappingContracts,
  ...mailboxContracts,
  ...scimDirectoryContracts,
  ...scimContracts,
  ...lifecycleContracts,
  ...logContracts,
  ...packageContracts,
  ...populationContracts,
} as const satisfies { readonly [id: string]: Contract }

export type Contracts = typeof contracts
export type OperationId = keyof Contracts
