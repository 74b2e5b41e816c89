import type { Row, RowStatus } from '../assessment/row.ts'
import type { RequirementLink } from '../catalog/catalog.ts'
import type { Framework, Requirement } from '../catalog/framework.ts'
import type { Scope } from './scope.ts'
import { adoptedLinks } from './scope.ts'

/** What the evidence says about one requirement on the day. */
export interface RequirementStanding {
  readonly state: 'satisfied' | 'not-satisfied'
  /** OSCAL's word for why: `other` wherever it is neither shown to hold nor shown to fail. */
  readonly reason: 'pass' | 'fail' | 'other'
  readonly explanation: string
  readonly links: readonly RequirementLink[]
  readonly rows: readonly Row[]
}

const failing: readonly RowStatus[] = ['failing', 'missing', 'overdue']

/**
 * A requirement is satisfied when at least one adopted control serves it and every row of every such control stands. It is
 * said of the controls, not of the law: how far they reach is in the links. Unknown, excepted and never observed are not
 * satisfied, since none of them shows that anything holds.
 */
export function judgeRequirement(scope: Scope, framework: Framework, requirement: Requirement): RequirementStanding {
  const links = adoptedLinks(scope, framework.id, requirement.id)
  const rows = links.flatMap(({ control }) => scope.rows.get(control.id) ?? [])
  const not = (reason: 'fail' | 'other', explanation: string): RequirementStanding => ({
    state: 'not-satisfied',
    reason,
    explanation,
    links,
    rows,
  })
  if (links.length === 0) {
    return not('other', `No adopted control serves it. ${requirement.notReached ?? ''}`.trim())
  }
  const failed = rows.filter(({ status }) => failing.includes(status))
  if (failed.length > 0) return not('fail', `Not shown to hold: ${list(failed)}.`)
  const unclear = rows.filter(({ status }) => status === 'unknown')
  if (unclear.length > 0) return not('other', `Cannot be judged, which is not passing: ${list(unclear)}.`)
  const absent = links.filter(({ control }) => !scope.operated.has(control.id)).map(({ control }) => control.id)
  if (absent.length > 0) return not('other', `The catalog lacks the version operated of ${absent.join(', ')}.`)
  if (isUndecided(scope, framework, requirement)) {
    return not('other', 'Addressable, and no decision about it is in force (45 CFR 164.306(d)(3)).')
  }
  const excepted = rows.filter(({ status }) => status === 'excepted')
  if (excepted.length > 0) return not('other', `An approved exception stands in place of evidence: ${list(excepted)}.`)
  const observed = rows.filter(({ status, lastEvidence }) => status !== 'not-applicable' && lastEvidence !== null)
  if (observed.length === 0)
    return not('other', 'Nothing was owed or observed by this day, so nothing shows that it holds.')
  return {
    state: 'satisfied',
    reason: 'pass',
    explanation: `Everything owed for ${links.map(({ control }) => control.id).join(', ')} is there and holds.`,
    links,
    rows,
  }
}

function isUndecided({ input }: Scope, framework: Framework, requirement: Requirement): boolean {
  const id = `addressable-decision:${framework.id}:${requirement.id}`
  return input.assessment.findings.some((finding) => finding.id === id)
}

function list(rows: readonly Row[]): string {
  return rows.map(({ control, requirement, subjectName }) => `${control}/${requirement} (${subjectName})`).join(', ')
}
