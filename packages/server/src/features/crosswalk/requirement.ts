import {
  type Catalog,
  describeRequirement,
  EvidentiaError,
  type Framework,
  isOperatedOn,
  ownersOf,
  type Requirement,
  type Row,
  summarize,
} from '@evidentia/core'
import type { Answered } from '../matrix/service.ts'

/** A requirement as a list shows it. */
export function lineOf(framework: Framework, { id, title, designation }: Requirement) {
  return { framework: framework.id, id, title, designation: designation ?? null }
}

/** The framework called `id`. Throws `not-found`. */
export function findFramework(catalog: Catalog, id: string): Framework {
  const framework = catalog.frameworks.get(id)
  if (framework === undefined) throw new EvidentiaError('not-found', `The catalog has no framework "${id}".`)
  return framework
}

/** One requirement from both ends on a day: the controls, systems, evidence and gaps behind it, and what was decided about it. */
export function viewFromRequirement(catalog: Catalog, frameworkId: string, id: string, answered: Answered) {
  const framework = findFramework(catalog, frameworkId)
  const requirement = framework.requirements.find((one) => one.id === id)
  if (requirement === undefined)
    throw new EvidentiaError('not-found', `${framework.shortTitle} has no requirement "${id}".`)
  const { assessment, program } = answered
  const { links, related } = describeRequirement(catalog, framework, requirement)
  const serving = new Set(links.map(({ control }) => control.id))
  const rows = assessment.rows.filter((row) => serving.has(row.control))
  const byControl = Map.groupBy(rows, (row) => row.control)
  const controls = links.map(({ control, framework: _framework, requirement: _requirement, ...link }) => ({
    ...link,
    id: control.id,
    title: control.title,
    area: control.area,
    adopted: isOperatedOn(program, control.id, assessment.asOf),
    owner: ownerOf(answered, control.id, catalog),
    statuses: summarize(byControl.get(control.id) ?? []),
  }))
  const findings = assessment.findings.filter(
    (finding) =>
      (finding.control !== null && serving.has(finding.control)) ||
      finding.id === `addressable-decision:${framework.id}:${requirement.id}`,
  )
  const lines = new Map(framework.requirements.map((one) => [one.id, lineOf(framework, one)]))
  return {
    asOf: assessment.asOf,
    requirement: {
      ...lineOf(framework, requirement),
      frameworkTitle: framework.shortTitle,
      edition: framework.edition,
      proposed: framework.status === 'proposed',
      kind: requirement.kind,
      group: requirement.group ?? null,
      note: requirement.note ?? null,
      confidence: requirement.confidence ?? null,
      notReached: requirement.notReached ?? null,
    },
    parent: lines.get(requirement.parent ?? '') ?? null,
    children: framework.requirements.filter((one) => one.parent === id).map((one) => lineOf(framework, one)),
    controls,
    related: Object.entries(related).flatMap(([other, ids]) => listRelated(catalog, other, ids)),
    systems: countSystems(rows),
    findings,
    evidenceTotal: countEvidence(rows, answered),
    decision: [...program.decision.values()].find((d) => d.framework === framework.id && d.requirement === id) ?? null,
    statements: [...program['licensed-statement'].values()].filter(
      (statement) => statement.framework === framework.id && statement.requirement === id,
    ),
    named: [...controls.map(({ owner }) => owner), ...findings.map(({ owner }) => owner)],
  }
}

function ownerOf({ program }: Answered, id: string, catalog: Catalog): string | null {
  const tailoring = program.control.get(id)
  const control = catalog.versions.get(`${id}@${tailoring?.version ?? 0}`)
  return tailoring === undefined || control === undefined ? null : ownersOf(control, tailoring, program).owner
}

function listRelated(catalog: Catalog, id: string, ids: readonly string[]) {
  const framework = findFramework(catalog, id)
  return framework.requirements.filter((one) => ids.includes(one.id)).map((one) => lineOf(framework, one))
}

function countSystems(rows: readonly Row[]) {
  const bySystem = Map.groupBy(
    rows.filter((row) => row.system !== null),
    (row) => row.system ?? '',
  )
  return [...bySystem]
    .map(([id, own]) => ({ id, name: own[0]?.subjectName ?? id, statuses: summarize(own) }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

/** Distinct items of evidence that the rows' occurrences rest on. */
function countEvidence(rows: readonly Row[], { assessment }: Answered): number {
  const ids = rows.flatMap((row) => (assessment.occurrences.get(row.key) ?? []).flatMap(({ evidence }) => evidence))
  return new Set(ids).size
}
