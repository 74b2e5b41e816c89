import {
  type Catalog,
  type Control,
  EvidentiaError,
  type Framework,
  isOperatedOn,
  operatedControl,
  ownersOf,
  type Program,
} from '@evidentia/core'
import type { Stand } from '../standings/service.ts'
import { sumCounts } from './kept.ts'
import type { Answered } from './service.ts'
import { peopleOf } from './service.ts'

/** A framework without its requirements. */
export function describeFramework(
  framework: Framework,
  enabled: boolean,
): Omit<Framework, 'requirements'> & { requirementTotal: number; enabled: boolean } {
  const { requirements, ...rest } = framework
  return { ...rest, requirementTotal: requirements.length, enabled }
}

/** Every control of the library and where it stands, adopted ones first. */
export function listControls(
  catalog: Catalog,
  { asOf, program, counts }: Stand,
  q: string | undefined,
  area: string | undefined,
) {
  const needle = q?.toLowerCase() ?? ''
  return [...catalog.controls.values()]
    .filter(
      (control) =>
        (area === undefined || area.split(',').includes(control.area)) &&
        `${control.title}\n${control.id}\n${control.objective}`.toLowerCase().includes(needle),
    )
    .map((control) => ({
      id: control.id,
      title: control.title,
      area: control.area,
      adopted: isOperatedOn(program, control.id, asOf),
      ...ownerOf(control, program),
      statuses: counts.get(control.id) ?? {},
      requirementTotal: catalog.links.get(control.id)?.length ?? 0,
    }))
    .toSorted((a, b) => Number(b.adopted) - Number(a.adopted) || (a.title < b.title ? -1 : 1))
}

/** One control with its three layers as they are operated, what it serves, and each row with its occurrences. */
export function describeControl(catalog: Catalog, id: string, { assessment, program }: Answered) {
  const control = catalog.controls.get(id)
  if (control === undefined) throw new EvidentiaError('not-found', `The catalog has no control "${id}".`)
  const rows = assessment.rows.filter((row) => row.control === id)
  const evidence = new Map(
    rows.flatMap((row) => (row.lastEvidence === null ? [] : [[row.lastEvidence.id, row.lastEvidence] as const])),
  )
  const owners = ownerOf(control, program)
  const tailoring = program.control.get(id) ?? null
  return {
    asOf: assessment.asOf,
    control: (tailoring === null ? null : operatedControl(catalog, tailoring)) ?? control,
    tailoring,
    ...owners,
    requirements: (catalog.links.get(id) ?? []).map(({ framework, requirement, relationship, rationale }) => ({
      framework: framework.id,
      frameworkTitle: framework.shortTitle,
      id: requirement.id,
      title: requirement.title,
      designation: requirement.designation ?? null,
      relationship,
      rationale,
      proposed: framework.status === 'proposed',
    })),
    rows: rows.map((row) => ({ ...row, occurrences: [...(assessment.occurrences.get(row.key) ?? [])] })),
    findings: assessment.findings.filter((finding) => finding.control === id),
    evidence: [...evidence.values()],
    people: peopleOf(program, [...rows, owners]),
  }
}

/** Each requirement of a framework with the controls that serve it and where those stand. */
export function describeRequirements(catalog: Catalog, framework: Framework, { asOf, program, counts }: Stand) {
  const served = catalog.served.get(framework.id)
  return framework.requirements.map((requirement) => {
    const links = served?.get(requirement.id) ?? []
    return {
      id: requirement.id,
      title: requirement.title,
      kind: requirement.kind,
      parent: requirement.parent ?? null,
      designation: requirement.designation ?? null,
      note: requirement.note ?? null,
      confidence: requirement.confidence ?? null,
      notReached: requirement.notReached ?? null,
      controls: links.map(({ control, relationship, rationale }) => ({
        id: control.id,
        title: control.title,
        relationship,
        rationale,
        adopted: isOperatedOn(program, control.id, asOf),
      })),
      // A control that serves a requirement twice stands there once.
      statuses: sumCounts([...new Set(links.map(({ control }) => control.id))].map((id) => counts.get(id) ?? {})),
    }
  })
}

function ownerOf(control: Control, program: Program): { owner: string | null; backupOwner: string | null } {
  const tailoring = program.control.get(control.id)
  return tailoring === undefined ? { owner: null, backupOwner: null } : ownersOf(control, tailoring, program)
}
