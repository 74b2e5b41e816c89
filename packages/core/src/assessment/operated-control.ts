import type { Catalog } from '../catalog/catalog.ts'
import type { Control, EvidenceRequirement } from '../catalog/control.ts'
import type { Program } from '../program/program.ts'
import type { Tailoring } from '../program/tailoring.ts'

/** The library version an organization operates, with its own departures applied; undefined where the catalog lacks it. */
export function operatedControl(catalog: Catalog, tailoring: Tailoring): Control | undefined {
  const library = catalog.versions.get(`${tailoring.id}@${tailoring.version}`)
  return library === undefined ? undefined : applyTailoring(library, tailoring)
}

/** Whether the organization operates the control on `asOf`: adopted by then, and not retired before. */
export function isOperatedOn(program: Program, control: string, asOf: string): boolean {
  const tailoring = program.control.get(control)
  return tailoring !== undefined && tailoring.adopted <= asOf && (tailoring.retired ?? asOf) >= asOf
}

/** A library control with an organization's departures in place of its own words. */
export function applyTailoring(library: Control, tailoring: Tailoring): Control {
  return {
    ...library,
    scope: tailoring.scope ?? library.scope,
    policy: { clause: tailoring.policyClause ?? library.policy.clause },
    implementation: tailoring.implementation ?? library.implementation,
    evidence: library.evidence.map((requirement) => {
      const own = tailoring.evidence?.[requirement.id]
      return {
        ...requirement,
        cadence: own?.cadence ?? requirement.cadence,
        graceDays: own?.graceDays ?? requirement.graceDays,
        systemOfRecord: own?.systemOfRecord ?? requirement.systemOfRecord,
        ...applyCheckTailoring(requirement, own?.checks ?? {}),
      }
    }),
  }
}

type Departures = NonNullable<NonNullable<Tailoring['evidence']>[string]['checks']>

/** The checks of `requirement` with the organization's own after the library's, each with the values set for it. */
function applyCheckTailoring(
  { checks = [], parameters = {} }: EvidenceRequirement,
  own: Departures,
): Pick<EvidenceRequirement, 'checks' | 'parameters'> {
  if (Object.keys(own).length === 0) return {}
  const set = Object.entries(own).map(([id, departure]) => [id, { ...parameters[id], ...departure.parameters }])
  return {
    checks: [...checks, ...Object.keys(own).filter((id) => !checks.includes(id))],
    parameters: { ...parameters, ...Object.fromEntries(set) },
  }
}
