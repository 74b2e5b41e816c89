import { EvidentiaError } from '../errors.ts'
import type { Catalog, RequirementLink } from './catalog.ts'
import type { Framework, Requirement } from './framework.ts'

/** A requirement with what serves it and which requirements of other frameworks the same controls serve. */
export interface RequirementView {
  readonly framework: Framework
  readonly requirement: Requirement
  readonly links: readonly RequirementLink[]
  /**
   * By framework: requirements that share a control with this one. They are related and nothing more: evidence for one
   * says nothing about the other unless the control is linked to both (no transitive credit).
   */
  readonly related: Readonly<Record<string, readonly string[]>>
}

/**
 * Finds a requirement by the identifier people write: `CC6.1`, `164.308(a)(7)(ii)(B)`, or `hitrust-csf 01.a` where several
 * frameworks use the same one. Throws `not-found`, or `invalid-input` naming the frameworks to choose from.
 */
export function viewRequirement(catalog: Catalog, id: string): RequirementView {
  const wanted = id.trim().replace(/^(45 CFR|§)\s*/i, '')
  const [first = '', ...rest] = wanted.split(/[\s/]+/)
  const only = rest.length > 0 ? catalog.frameworks.get(first) : undefined
  const name = only === undefined ? wanted : rest.join(' ')
  const places = [...catalog.frameworks.values()]
    .filter((framework) => only === undefined || framework === only)
    .flatMap((framework) =>
      framework.requirements.filter((r) => r.id === name).map((r) => ({ framework, requirement: r })),
    )
  // A proposal may reuse the number of the rule it would change; the law is what a person means who gives only the number.
  const inForce = places.filter(({ framework }) => framework.status === 'in-force')
  const [place, another] = inForce.length > 0 ? inForce : places
  if (place === undefined) {
    throw new EvidentiaError('not-found', `No framework of the catalog has a requirement "${id}".`, {
      remedy: 'Write it as the framework does, for example CC6.1 or 164.308(a)(7)(ii)(B).',
    })
  }
  if (another !== undefined) {
    const ids = places.map(({ framework }) => framework.id).join(', ')
    throw new EvidentiaError('invalid-input', `Several frameworks have a requirement "${id}": ${ids}.`, {
      remedy: `Put the framework first, for example "${place.framework.id} ${name}".`,
    })
  }
  return describeRequirement(catalog, place.framework, place.requirement)
}

/** The view of one requirement of one framework. */
export function describeRequirement(catalog: Catalog, framework: Framework, requirement: Requirement): RequirementView {
  const links = catalog.served.get(framework.id)?.get(requirement.id) ?? []
  const related = new Map<string, Set<string>>()
  for (const { control } of links) {
    for (const other of catalog.links.get(control.id) ?? []) {
      if (other.framework === framework) continue
      const ids = related.get(other.framework.id) ?? new Set()
      related.set(other.framework.id, ids.add(other.requirement.id))
    }
  }
  const inOrder = [...catalog.frameworks.values()].flatMap((other): [string, string[]][] => {
    const ids = related.get(other.id)
    return ids === undefined ? [] : [[other.id, other.requirements.map((r) => r.id).filter((id) => ids.has(id))]]
  })
  return { framework, requirement, links, related: Object.fromEntries(inOrder) }
}
