import type { Catalog } from '../catalog/catalog.ts'
import { isPersonThere, nameOf, whoAnswers } from '../findings/who-answers.ts'
import type { Organization } from '../program/organization.ts'
import type { Program } from '../program/program.ts'
import { dueAfter } from './findings.ts'
import { ownersOf } from './obligations.ts'
import { operatedControl } from './operated-control.ts'
import type { Finding } from './row.ts'

/** Why adopted controls lack an accountable pair of people, gathered by cause so that one cause is one finding. */
interface OwnerGap {
  readonly title: string
  readonly since: string
  readonly facts: readonly string[]
  /** The others who are named for these controls. */
  readonly others: readonly string[]
}

/**
 * Adopted controls whose owner or backup has left, is nobody, or is the same person (R-CTL-2); one finding per cause, from the day it is so.
 * Whoever else is named for those controls answers for it where that is one person, else the compliance lead.
 */
export function findOwnerGaps(catalog: Catalog, program: Program, organization: Organization, asOf: string): Finding[] {
  const gaps = new Map<string, OwnerGap>()
  for (const tailoring of [...program.control.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    const control = operatedControl(catalog, tailoring)
    if (control === undefined || tailoring.adopted > asOf || (tailoring.retired ?? asOf) < asOf) continue
    const { owner, backupOwner } = ownersOf(control, tailoring, program)
    const { adopted } = tailoring
    addGap(gaps, judgePart(program, control.id, 'owner', owner, backupOwner, adopted, asOf))
    addGap(gaps, judgePart(program, control.id, 'backup owner', backupOwner, owner, adopted, asOf))
    if (owner === null || owner !== backupOwner) continue
    const title = `${nameOf(program, owner)} is both owner and backup owner of controls`
    addGap(gaps, [`same:${owner}`, { title, since: adopted, facts: [`Both for ${control.id}.`], others: [owner] }])
  }
  return [...gaps].map(([cause, { title, since, facts, others }]) => {
    const [other] = others
    const named = { owner: others.length === 1 && other !== undefined ? other : null, backupOwner: null }
    return {
      id: `owner:${cause}`,
      kind: 'owner',
      severity: 'high',
      title,
      control: null,
      requirement: null,
      system: null,
      vendor: null,
      owner: whoAnswers(named, program, asOf).owner,
      since,
      due: dueAfter(since, 'high', organization.findingTerms),
      facts: [...facts],
    }
  })
}

/** What is wrong with one of the two people of a control, under the name of its cause; null where they are there. */
function judgePart(
  program: Program,
  control: string,
  part: string,
  person: string | null,
  other: string | null,
  adopted: string,
  asOf: string,
): readonly [cause: string, gap: OwnerGap] | null {
  const others = other === null || other === person ? [] : [other]
  if (person === null) {
    const gap = { title: `Controls have no ${part}`, since: adopted, facts: [`None for ${control}.`], others }
    return [`unassigned:${part.replaceAll(' ', '-')}`, gap]
  }
  if (isPersonThere(program, person, asOf)) return null
  const fact = `Still ${part} of ${control}.`
  const left = program.person.get(person)?.left
  if (left === undefined) {
    const title = `${person} answers for controls and is not in the programme`
    return [`nobody:${person}`, { title, since: adopted, facts: [fact], others }]
  }
  const title = `${nameOf(program, person)} left and still answers for controls`
  return [`left:${person}`, { title, since: left, facts: [`Left on ${left}.`, fact], others }]
}

function addGap(gaps: Map<string, OwnerGap>, found: readonly [cause: string, gap: OwnerGap] | null): void {
  if (found === null) return
  const [cause, gap] = found
  const known = gaps.get(cause)
  gaps.set(
    cause,
    known === undefined
      ? gap
      : {
          ...known,
          since: gap.since < known.since ? gap.since : known.since,
          facts: [...new Set([...known.facts, ...gap.facts])],
          others: [...new Set([...known.others, ...gap.others])],
        },
  )
}
