import type { Catalog } from '../catalog/catalog.ts'
import type { FindingTerms } from '../program/organization.ts'
import type { Program } from '../program/program.ts'
import { addDays } from '../time/date.ts'
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
export function findingOf(
  obligation: Obligation,
  standing: Standing,
  asOf: string,
  terms: FindingTerms | undefined,
): Finding | null {
  const { status } = standing
  if (status !== 'failing' && status !== 'missing' && status !== 'overdue' && status !== 'unknown') return null
  const [kind, severity, words] = gapKinds[status]
  const where = obligation.subject.kind === 'organization' ? '' : ` for ${obligation.subjectName}`
  const since = standing.since ?? asOf
  const isAbsence = status === 'missing' || status === 'overdue'
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
    since,
    due: isAbsence ? standing.due : dueAfter(since, severity, terms),
    facts: [...standing.reasons],
  }
}

/** Why adopted controls lack an accountable pair of people, gathered by cause so that one cause is one finding. */
interface OwnerGap {
  readonly title: string
  readonly owner: string | null
  readonly since: string
  readonly facts: string[]
}

/** Adopted controls whose owner or backup has left, is nobody, or is the same person (R-CTL-2); one finding per cause. */
export function findOwnerGaps(
  catalog: Catalog,
  program: Program,
  asOf: string,
  terms: FindingTerms | undefined,
): Finding[] {
  const gaps = new Map<string, OwnerGap>()
  for (const tailoring of program.control.values()) {
    const control = catalog.controls.get(tailoring.id)
    if (control === undefined || tailoring.adopted > asOf || (tailoring.retired ?? asOf) < asOf) continue
    const { owner, backupOwner } = ownersOf(control, tailoring, program)
    noteGap(gaps, program, 'owner', owner, control.id, tailoring.adopted, asOf)
    noteGap(gaps, program, 'backup owner', backupOwner, control.id, tailoring.adopted, asOf)
    if (owner !== null && owner === backupOwner) {
      const title = `${nameOf(program, owner)} is both owner and backup owner of controls`
      addGap(gaps, `same:${owner}`, { title, owner, since: tailoring.adopted, facts: [`Both for ${control.id}.`] })
    }
  }
  return [...gaps].map(([key, gap]) => ({
    id: `owner:${key}`,
    kind: 'owner',
    severity: 'high',
    control: null,
    requirement: null,
    system: null,
    vendor: null,
    due: dueAfter(gap.since, 'high', terms),
    ...gap,
  }))
}

function noteGap(
  gaps: Map<string, OwnerGap>,
  program: Program,
  part: string,
  person: string | null,
  control: string,
  adopted: string,
  asOf: string,
): void {
  if (person === null) {
    const title = `Controls have no ${part}`
    addGap(gaps, `unassigned:${part}`, { title, owner: null, since: adopted, facts: [`None for ${control}.`] })
    return
  }
  const since = program.person.get(person)?.left
  if (since === undefined || since > asOf) return
  const title = `${nameOf(program, person)} left and still answers for controls`
  addGap(gaps, `left:${person}`, {
    title,
    owner: null,
    since,
    facts: [`Left on ${since}.`, `Still ${part} of ${control}.`],
  })
}

function addGap(gaps: Map<string, OwnerGap>, key: string, gap: OwnerGap): void {
  const known = gaps.get(key)
  if (known === undefined) {
    gaps.set(key, gap)
    return
  }
  const since = gap.since < known.since ? gap.since : known.since
  gaps.set(key, { ...known, since, facts: [...new Set([...known.facts, ...gap.facts])] })
}

function dueAfter(since: string, severity: Finding['severity'], terms: FindingTerms | undefined): string | null {
  return terms === undefined ? null : addDays(since, terms[severity])
}

function nameOf(program: Program, person: string): string {
  return program.person.get(person)?.name ?? person
}
