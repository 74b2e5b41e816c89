import type { Catalog } from '../catalog/catalog.ts'
import type { Control, EvidenceRequirement, Scope } from '../catalog/control.ts'
import type { Program } from '../program/program.ts'
import type { System } from '../program/system.ts'
import type { Tailoring } from '../program/tailoring.ts'
import type { Vendor } from '../program/vendor.ts'
import type { Cadence } from '../time/cadence.ts'
import type { Validity } from '../time/date.ts'
import { isValidOn } from '../time/date.ts'
import { operatedControl } from './operated-control.ts'
import type { Subject } from './subject.ts'
import { subjectKey } from './subject.ts'

/** One evidence requirement owed for one subject: a row of the matrix before anybody looked for evidence. */
export interface Obligation {
  readonly key: string
  readonly control: Control
  readonly requirement: EvidenceRequirement
  readonly subject: Subject
  readonly subjectName: string
  readonly cadence: Cadence
  readonly graceDays: number
  readonly systemOfRecord: string
  readonly owner: string | null
  readonly backupOwner: string | null
  /** The days for which evidence is owed: from adoption and entry into service, to retirement. */
  readonly owed: { readonly from: string; readonly to?: string | undefined }
  /** The organization's reason why it does not apply, if it gave one. */
  readonly notApplicable: string | null
}

interface Scoped {
  readonly subject: Subject
  readonly name: string
  readonly validity?: Validity | undefined
}

/** Every obligation in force on `asOf`: adopted controls x their evidence requirements x the subjects their rule selects. */
export function listObligations(catalog: Catalog, program: Program, asOf: string): Obligation[] {
  const obligations: Obligation[] = []
  for (const tailoring of program.control.values()) {
    const control = operatedControl(catalog, tailoring)
    if (control === undefined || tailoring.adopted > asOf) continue
    if (tailoring.retired !== undefined && tailoring.retired < asOf) continue
    for (const requirement of control.evidence) {
      const scope: Scope = requirement.per === 'organization' ? { subject: 'organization' } : control.scope
      for (const scoped of selectSubjects(scope, program)) {
        if (isValidOn(scoped.validity, asOf)) obligations.push(oblige(control, requirement, tailoring, scoped, program))
      }
    }
  }
  return obligations
}

/** The key of the row that `requirement` (`<control>/<id>`) and `subject` make. */
export function rowKey(requirement: string, subject: Subject): string {
  return `${requirement}@${subjectKey(subject)}`
}

/** Who answers for a control: the organization's own choice for it, else whoever holds the library's role. */
export function ownersOf(
  control: Control,
  tailoring: Tailoring,
  program: Program,
): { owner: string | null; backupOwner: string | null } {
  const assigned = [...program.organization.values()][0]?.roles
  return {
    owner: tailoring.owner ?? assigned?.[control.ownerRole]?.owner ?? null,
    backupOwner: tailoring.backupOwner ?? assigned?.[control.ownerRole]?.backup ?? null,
  }
}

function oblige(
  control: Control,
  requirement: EvidenceRequirement,
  tailoring: Tailoring,
  scoped: Scoped,
  program: Program,
): Obligation {
  const began = scoped.validity?.from
  const ended = [scoped.validity?.to, tailoring.retired].filter((day) => day !== undefined).toSorted()[0]
  return {
    key: rowKey(`${control.id}/${requirement.id}`, scoped.subject),
    control,
    requirement,
    subject: scoped.subject,
    subjectName: scoped.name,
    cadence: requirement.cadence,
    graceDays: requirement.graceDays,
    systemOfRecord: requirement.systemOfRecord,
    ...ownersOf(control, tailoring, program),
    owed: { from: began !== undefined && began > tailoring.adopted ? began : tailoring.adopted, to: ended },
    notApplicable: tailoring.evidence?.[requirement.id]?.notApplicable ?? null,
  }
}

function selectSubjects(scope: Scope, program: Program): Scoped[] {
  switch (scope.subject) {
    case 'organization':
      return [{ subject: { kind: 'organization' }, name: 'Organization' }]
    case 'system':
      return [...program.system.values()]
        .filter((system) => selectsSystem(scope, system))
        .map((s) => ({ subject: { kind: 'system', id: s.id }, name: s.name, validity: s.inService }))
    case 'vendor':
      return [...program.vendor.values()]
        .filter((vendor) => selectsVendor(scope, vendor))
        .map((v) => ({ subject: { kind: 'vendor', id: v.id }, name: v.name, validity: v.engaged }))
  }
}

function selectsSystem(scope: Extract<Scope, { subject: 'system' }>, system: System): boolean {
  return (
    (scope.kind === undefined || scope.kind.includes(system.kind)) &&
    (scope.environment === undefined || scope.environment.includes(system.environment)) &&
    (scope.sensitivity === undefined || scope.sensitivity.includes(system.sensitivity)) &&
    (scope.criticality === undefined || scope.criticality.includes(system.criticality)) &&
    (scope.internetFacing === undefined || scope.internetFacing === system.internetFacing)
  )
}

function selectsVendor(scope: Extract<Scope, { subject: 'vendor' }>, vendor: Vendor): boolean {
  return scope.touches === undefined || scope.touches.some((touch) => vendor.touches.includes(touch))
}
