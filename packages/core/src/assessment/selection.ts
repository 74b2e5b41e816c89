import type { Scope } from '../catalog/control.ts'
import type { System } from '../program/system.ts'
import type { Vendor } from '../program/vendor.ts'

/** Whether a control's rule selects a system: every facet it names must match, any of a facet's values suffices (R-CTL-4). */
export function selectsSystem(scope: Scope, system: System): boolean {
  return (
    scope.subject === 'system' &&
    (scope.kind === undefined || scope.kind.includes(system.kind)) &&
    (scope.environment === undefined || scope.environment.includes(system.environment)) &&
    (scope.sensitivity === undefined || scope.sensitivity.includes(system.sensitivity)) &&
    (scope.criticality === undefined || scope.criticality.includes(system.criticality)) &&
    (scope.internetFacing === undefined || scope.internetFacing === system.internetFacing)
  )
}

/** Whether a control's rule selects a vendor, by what the vendor touches. */
export function selectsVendor(scope: Scope, vendor: Vendor): boolean {
  return scope.subject === 'vendor' && (scope.touches?.some((touch) => vendor.touches.includes(touch)) ?? true)
}
