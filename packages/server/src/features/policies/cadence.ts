import { type Cadence, type Catalog, findEvidenceRequirement, operatedControl, type Program } from '@evidentia/core'

/** How often evidence `<control>/<requirement>` is owed by the organization; as the library has it where it operates no such control. */
export function cadenceAsOperated(catalog: Catalog, program: Program, id: string): Cadence | null {
  const [control = '', requirement] = id.split('/')
  const tailoring = program.control.get(control)
  const operated = tailoring === undefined ? undefined : operatedControl(catalog, tailoring)
  const own = operated?.evidence.find((one) => one.id === requirement)
  return own?.cadence ?? findEvidenceRequirement(catalog, id)?.requirement.cadence ?? null
}
