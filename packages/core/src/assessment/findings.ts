import type { Catalog } from '../catalog/catalog.ts'
import type { Program } from '../program/program.ts'
import type { Obligation } from './obligations.ts'
import { ownersOf } from './obligations.ts'
import type { Finding } from './row.ts'
import type { Standing } from './standing.ts'

const gapKinds = {
  failing: ['failing-check', 'high', 'does not hold'],
  missing: ['missing-evidence', 'high', 'evidence is missing'],
  overdue: ['overdue-evidence', 'medium', 'evidence is overdue'],
  unknown: ['unknown-result', 'medium', 'cannot be judged'],
} as const

/** The finding a row's standing gives rise to, or null. One row has at most one, with the same id every time it is found. */
export function findingOf(obligation: Obligation, standing: Standing, asOf: string): Finding | null {
  const { status } = standing
  if (status !== 'failing' && status !== 'missing' && status !== 'overdue' && status !== 'unknown') return null
  const [kind, severity, words] = gapKinds[status]
  const where = obligation.subject.kind === 'organization' ? '' : ` for ${obligation.subjectName}`
  return {
    id: `${kind}:${obligation.key}`,
    kind,
    severity,
    title: `${obligation.requirement.title}${where}: ${words}`,
    control: obligation.control.id,
    requirement: obligation.requirement.id,
    system: obligation.subject.kind === 'system' ? obligation.subject.id : null,
    vendor: obligation.subject.kind === 'vendor' ? obligation.subject.id : null,
    owner: obligation.owner,
    since: standing.since ?? asOf,
    facts: [...standing.reasons],
  }
}

/** Adopted controls whose owner or backup has left, is nobody, or is the same person (R-CTL-2); one finding per cause. */
export function findOwnerGaps(catalog: Catalog, program: Program, asOf: string): Finding[] {
  const left = new Map<string, string[]>()
  const findings: Finding[] = []
  for (const tailoring of program.control.values()) {
    const control = catalog.controls.get(tailoring.id)
    if (control === undefined || tailoring.adopted > asOf || (tailoring.retired ?? asOf) < asOf) continue
    const { owner, backupOwner } = ownersOf(control, tailoring, program)
    for (const [person, part] of [
      [owner, 'owner'],
      [backupOwner, 'backup owner'],
    ] as const) {
      if (person === null)
        findings.push(
          ownerFinding(
            `unassigned:${part}:${control.id}`,
            control.id,
            null,
            tailoring.adopted,
            `${control.title} has no ${part}`,
            [],
          ),
        )
      else if (hasLeft(program, person, asOf))
        left.set(person, [...(left.get(person) ?? []), `${part} of ${control.id}`])
    }
    if (owner !== null && owner === backupOwner) {
      findings.push(
        ownerFinding(
          `same:${control.id}`,
          control.id,
          owner,
          tailoring.adopted,
          `${control.title} has the same person as owner and backup`,
          [],
        ),
      )
    }
  }
  for (const [id, parts] of left) {
    const person = program.person.get(id)
    const since = person?.left ?? asOf
    findings.push(
      ownerFinding(`left:${id}`, null, null, since, `${person?.name ?? id} left and still answers for controls`, [
        `Left on ${since}.`,
        ...parts.map((p) => `Still ${p}.`),
      ]),
    )
  }
  return findings
}

function ownerFinding(
  key: string,
  control: string | null,
  owner: string | null,
  since: string,
  title: string,
  facts: string[],
): Finding {
  return {
    id: `owner:${key}`,
    kind: 'owner',
    severity: 'high',
    title,
    control,
    requirement: null,
    system: null,
    vendor: null,
    owner,
    since,
    facts,
  }
}

function hasLeft(program: Program, id: string, asOf: string): boolean {
  const person = program.person.get(id)
  return person?.left !== undefined && person.left <= asOf
}
