import type { Contract } from './contract.ts'
import { evidenceContracts } from './evidence.ts'
import { lifecycleContracts } from './lifecycle.ts'
import { logContracts } from './log.ts'
import { matrixContracts } from './matrix.ts'
import { packageContracts } from './package.ts'
import { organizationContracts } from './organization.ts'
import { programContracts } from './program.ts'
import { sessionContracts } from './session.ts'

/** Every operation of the API. */
export const contracts = {
  ...sessionContracts,
  ...organizationContracts,
  ...programContracts,
  ...matrixContracts,
  ...evidenceContracts,
  ...lifecycleContracts,
  ...logContracts,
  ...packageContracts,
} as const satisfies { readonly [id: string]: Contract }

export type Contracts = typeof contracts
export type OperationId = keyof Contracts
