import type { Catalog } from '../catalog/catalog.ts'
import type { Requirement } from '../catalog/framework.ts'
import type { FindingTerms, Organization } from '../program/organization.ts'
import type { Program } from '../program/program.ts'
import { addMonths } from '../time/date.ts'
import { dueAfter } from './findings.ts'
import { ownersOf } from './obligations.ts'
import { operatedControl } from './operated-control.ts'
import type { Finding } from './row.ts'

/** Gaps in the programme itself, which no missing artifact would show. */
export function findProgramGaps(
  catalog: Catalog,
  program: Program,
  organization: Organization,
  asOf: string,
): Finding[] {
  const terms = organization.findingTerms
  return [
    ...findOwnerGaps(catalog, program, asOf, terms),
    ...findUnknownControls(catalog, program, asOf, terms),
    ...findOpenDecisions(catalog, program, organization, asOf),
    ...findPolicyReviews(program, asOf),
  ]
}

const aboutNothing = { control: null, requirement: null, system: null, vendor: null } as const

/** Adopted controls the catalog does not contain in the version adopted: what they require cannot be judged, so it is not green. */
function findUnknownControls(
  catalog: Catalog,
  program: Program,
  asOf: string,
  terms: FindingTerms | undefined,
): Finding[] {
  return [...program.control.values()]
    .filter((t) => t.adopted <= asOf && (t.retired ?? asOf) >= asOf && operatedControl(catalog, t) === undefined)
    .map((t) => ({
      ...aboutNothing,
      id: `unknown-control:${t.id}@${t.version}`,
      kind: 'unknown-control',
      severity: 'high',
      title: `Control ${t.id}, version ${t.version}: the catalog does not contain it`,
      control: t.id,
      owner: t.owner ?? null,
      since: t.adopted,
      due: dueAfter(t.adopted, 'high', terms),
      facts: ['Nothing it requires can be judged. Install a catalog that contains it, or adopt a version that exists.'],
    }))
}

/**
 * Addressable specifications of the frameworks in force without a decision, or with one whose review has passed
 * (45 CFR 164.306(d)(3): the assessment and the decision are documented).
 */
function findOpenDecisions(catalog: Catalog, program: Program, organization: Organization, asOf: string): Finding[] {
  const decisions = new Map([...program.decision.values()].map((d) => [`${d.framework} ${d.requirement}`, d]))
  const findings: Finding[] = []
  for (const id of organization.frameworks) {
    const framework = catalog.frameworks.get(id)
    if (framework === undefined || framework.status !== 'in-force') continue
    for (const requirement of framework.requirements.filter((r) => r.designation === 'addressable')) {
      const decision = decisions.get(`${id} ${requirement.id}`)
      if (decision !== undefined && decision.decided <= asOf && decision.review >= asOf) continue
      const isLapsed = decision !== undefined && decision.decided <= asOf
      const since = isLapsed ? decision.review : organization.observationPeriod.from
      findings.push({
        ...aboutNothing,
        id: `addressable-decision:${id}:${requirement.id}`,
        kind: 'addressable-decision',
        severity: 'medium',
        title: isLapsed
          ? `${labelOf(requirement)}: the decision is past its review`
          : `${labelOf(requirement)}: undecided`,
        owner: isLapsed ? decision.decidedBy : (organization.roles['compliance-lead']?.owner ?? null),
        since: since <= asOf ? since : asOf,
        due: isLapsed ? decision.review : dueAfter(since <= asOf ? since : asOf, 'medium', organization.findingTerms),
        facts: isLapsed
          ? [`Decided on ${decision.decided}, to be reviewed by ${decision.review}.`]
          : [
              'Addressable: implement it, put an equivalent alternative in place, or write down why neither is reasonable.',
            ],
      })
    }
  }
  return findings
}

/** Policies in force that nobody has reviewed within their own term. */
function findPolicyReviews(program: Program, asOf: string): Finding[] {
  return [...program.policy.values()].flatMap((policy): Finding[] => {
    if (policy.approval === undefined) return []
    const due = addMonths(policy.approval.on, policy.reviewMonths)
    if (due >= asOf) return []
    return [
      {
        ...aboutNothing,
        id: `policy-review:${policy.id}`,
        kind: 'policy-review',
        severity: 'medium',
        title: `${policy.title}: the review is overdue`,
        owner: policy.owner,
        since: due,
        due,
        facts: [`Approved on ${policy.approval.on}, to be reviewed every ${policy.reviewMonths} months.`],
      },
    ]
  })
}

function labelOf(requirement: Requirement): string {
  return `${requirement.id} ${requirement.title}`
}

/** Why adopted controls lack an accountable pair of people, gathered by cause so that one cause is one finding. */
interface OwnerGap {
  readonly title: string
  readonly owner: string | null
  readonly since: string
  readonly facts: string[]
}

/** Adopted controls whose owner or backup has left, is nobody, or is the same person (R-CTL-2); one finding per cause. */
function findOwnerGaps(catalog: Catalog, program: Program, asOf: string, terms: FindingTerms | undefined): Finding[] {
  const gaps = new Map<string, OwnerGap>()
  for (const tailoring of program.control.values()) {
    const control = operatedControl(catalog, tailoring)
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

function nameOf(program: Program, person: string): string {
  return program.person.get(person)?.name ?? person
}
