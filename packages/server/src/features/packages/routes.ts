import { contracts } from '@evidentia/core'
import { operation, type Operation } from '../../platform/http/operation.ts'
import type { AuditService } from '../audit/service.ts'
import type { PackageService } from './service.ts'

export function packageRoutes(packages: PackageService, audit: AuditService): Operation[] {
  return [
    operation(contracts.makePackage, async ({ scope, body }) => packages.ask(scope, body)),
    operation(contracts.listPackages, async ({ scope, query }) => packages.list(scope, query)),
    operation(contracts.readPackage, async ({ scope, params }) => packages.read(scope, params.package)),
    operation(contracts.readPackageContent, async ({ scope, params }) => {
      const { sha256 } = await packages.findReady(scope, params.package)
      return audit.witnessPackage(scope, { package: params.package, sha256 }, async () =>
        packages.open(scope, params.package),
      )
    }),
    operation(contracts.removePackage, async ({ scope, params }) => packages.remove(scope, params.package)),
  ]
}
