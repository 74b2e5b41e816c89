import { isOperatedOn } from '../assessment/operated-control.ts'
import type { Row, RowStatus } from '../assessment/row.ts'
import { rowStatuses } from '../assessment/row.ts'
import type { Program } from '../program/program.ts'
import type { Catalog } from './catalog.ts'
import type { Control } from './control.ts'

/** One control against one framework: which of its requirements it serves, and where the control stands. */
export interface CrosswalkCell {
  readonly framework: string
  readonly requirements: readonly string[]
}

/** One line of the crosswalk. `worst` is null where the control is not adopted or owes nothing: neither is green. */
export interface CrosswalkLine {
  readonly control: Control
  readonly adopted: boolean
  readonly worst: RowStatus | null
  readonly cells: readonly CrosswalkCell[]
}

/**
 * How far a framework is covered. A requirement is `adopted` when at least one control linked to it is adopted; adopting
 * is not operating, so `standing` counts the requirements of which every row of every adopted control is current or
 * excepted, and `gaps` those with a row that is not. A requirement without any row is in neither.
 */
export interface Coverage {
  readonly framework: string
  readonly requirements: number
  readonly reached: number
  readonly adopted: number
  readonly standing: number
  readonly gaps: number
  readonly notReached: number
}

export interface Crosswalk {
  readonly frameworks: readonly string[]
  readonly lines: readonly CrosswalkLine[]
  readonly coverage: readonly Coverage[]
}

const fine: readonly RowStatus[] = ['current', 'due-soon', 'excepted', 'not-applicable']

/** The matrix of controls against frameworks, with coverage per framework. Pure; programme and rows are those of `asOf`. */
export function composeCrosswalk(
  catalog: Catalog,
  program: Program,
  rows: readonly Row[],
  frameworks: readonly string[],
  asOf: string,
): Crosswalk {
  const isAdopted = (control: Control): boolean => isOperatedOn(program, control.id, asOf)
  const byControl = Map.groupBy(rows, (row) => row.control)
  const lines = [...catalog.controls.values()].map((control): CrosswalkLine => {
    const served = Map.groupBy(catalog.links.get(control.id) ?? [], ({ framework }) => framework.id)
    return {
      control,
      adopted: isAdopted(control),
      worst: worstOf(byControl.get(control.id) ?? []),
      cells: frameworks.map((framework) => ({
        framework,
        requirements: (served.get(framework) ?? []).map(({ requirement }) => requirement.id),
      })),
    }
  })
  const coverage = frameworks.map((id) => measure(catalog, isAdopted, byControl, id))
  return { frameworks, lines: lines.filter((line) => line.cells.some((c) => c.requirements.length > 0)), coverage }
}

function measure(
  catalog: Catalog,
  isAdopted: (control: Control) => boolean,
  byControl: ReadonlyMap<string, readonly Row[]>,
  id: string,
): Coverage {
  const requirements = catalog.frameworks.get(id)?.requirements ?? []
  const served = catalog.served.get(id)
  const counts = { reached: 0, adopted: 0, standing: 0, gaps: 0, notReached: 0 }
  for (const requirement of requirements) {
    const links = served?.get(requirement.id) ?? []
    if (links.length === 0) {
      counts.notReached++
      continue
    }
    counts.reached++
    const adopted = links.filter(({ control }) => isAdopted(control))
    if (adopted.length === 0) continue
    counts.adopted++
    const rows = adopted.flatMap(({ control }) => byControl.get(control.id) ?? [])
    const owed = rows.filter((row) => row.status !== 'not-applicable')
    if (owed.length === 0) continue
    if (owed.every((row) => fine.includes(row.status))) counts.standing++
    else counts.gaps++
  }
  return { framework: id, requirements: requirements.length, ...counts }
}

/** The status that needs a person most; null where nothing is owed. */
function worstOf(rows: readonly Row[]): RowStatus | null {
  return rowStatuses.find((status) => rows.some((row) => row.status === status)) ?? null
}
