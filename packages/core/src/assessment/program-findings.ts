import type { Catalog } from '../catalog/catalog.ts'
import type { Requirement } from '../catalog/framework.ts'
import type { Organization } from '../program/organization.ts'
import type { Program } from '../program/program.ts'
import { addMonths } from '../time/date.ts'
import { dueAfter } from './findings.ts'
import { operatedControl } from './operated-control.ts'
import { findOwnerGaps } from './owner-findings.ts'
import type { Finding } from './row.ts'

/** Gaps in the programme itself, which no missing artifact would show. */
export function findProgramGaps(
  catalog: Catalog,
  program: Program,
  organization: Organization,
  asOf: string,
): Finding[] {
  return [
    ...findOwnerGaps(catalog, program, organization, asOf),
    ...findUnknownControls(catalog, program, organization, asOf),
    ...findOpenDecisions(catalog, program, organization, asOf),
    ...findPolicyReviews(program, asOf),
  ]
}

const aboutNothing = { control: null, requirement: null, system: null, vendor: null } as const

/** Adopted controls the catalog does not contain in the version adopted: what they require cannot be judged, so it is not green. */
function findUnknownControls(catalog: Catalog, program: Program, organization: Organization, asOf: string): Finding[] {
  return [...program.control.values()]
    .filter((t) => t.adopted <= asOf && (t.retired ?? asOf) >= asOf && operatedControl(catalog, t) === undefined)
    .map((t) => ({
      ...aboutNothing,
      id: `unknown-control:${t.id}@${t.version}`,
      kind: 'unknown-control',
      severity: 'high',
      title: `Control ${t.id}, version ${t.version}: the catalog does not contain it`,
      control: t.id,
      owner: t.owner ?? leadOf(organization),
      since: t.adopted,
      due: dueAfter(t.adopted, 'high', organization.findingTerms),
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
        owner: isLapsed ? decision.decidedBy : leadOf(organization),
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

/** Who answers for what has no owner of its own. */
function leadOf({ roles }: Organization): string | null {
  return roles['compliance-lead']?.owner ?? null
}
