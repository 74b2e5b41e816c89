import type { RequirementLink } from '../catalog/catalog.ts'
import type { Framework, Link } from '../catalog/framework.ts'
import { EvidentiaError } from '../errors.ts'
import type { Draft, OscalDocument } from './draft.ts'
import { documentName } from './draft.ts'
import type { JsonObject } from './json.ts'
import { controlToken } from './token.ts'
import type { Property } from './text.ts'
import { property, prose } from './text.ts'

/** How OSCAL 1.2.2 names the relationships, read "the source is … the target". */
const relationships: { readonly [R in Link['relationship']]: string } = {
  equal: 'equal-to',
  subset: 'subset-of',
  superset: 'superset-of',
  intersects: 'intersects-with',
}

/**
 * The links from library controls to requirements, one mapping per framework. A link says nothing about any other
 * requirement of its control, so mappings must not be chained.
 */
export function composeMappingCollection(draft: Draft): OscalDocument {
  const { scope } = draft
  const mapped = scope.frameworks.map((framework) => ({ framework, links: linksTo(draft, framework) }))
  const all = mapped.flatMap(({ links }) => links)
  if (all.length === 0) {
    throw new EvidentiaError(
      'not-found',
      'No control of the library serves a framework in scope; nothing can be mapped.',
      {
        remedy: 'Name a framework that the library reaches.',
      },
    )
  }
  const reviewed = all.filter(({ reviewer }) => reviewer !== undefined).length
  return draft.close(
    { title: `Integrated controls to ${scope.frameworks.map((f) => f.shortTitle).join(', ')}` },
    {
      provenance: {
        method: 'human',
        'matching-rationale': 'functional',
        status: reviewed === all.length ? 'complete' : 'not-complete',
        'mapping-description':
          'Each link states in what sense one control of the library serves one requirement, and why. Links are made one by ' +
          'one; none follows from another, so they must not be chained from framework to framework.',
        remarks: `${all.length} links, of which somebody besides the author has read ${reviewed}.`,
      },
      mappings: mapped
        .filter(({ links }) => links.length > 0)
        .map(({ framework, links }) => describeMapping(draft, framework, links)),
    },
  )
}

function linksTo({ scope }: Draft, framework: Framework): RequirementLink[] {
  return framework.requirements.flatMap(({ id }) => scope.input.catalog.served.get(framework.id)?.get(id) ?? [])
}

function describeMapping(draft: Draft, framework: Framework, links: readonly RequirementLink[]): JsonObject {
  const { scope, uuid } = draft
  const tokens = scope.tokens.get(framework.id)
  const resource = { type: 'catalog', href: documentName('catalog', scope.input.framework) }
  const reached = new Set(links.map(({ requirement }) => requirement.id))
  const unreached = framework.requirements.filter(({ id }) => !reached.has(id)).map(({ id }) => tokens?.get(id))
  return {
    uuid: uuid('mapping', framework.id),
    'source-resource': { ...resource, remarks: 'The group of library controls.' },
    'target-resource': { ...resource, remarks: prose(`The group of ${framework.title}.`) },
    maps: links.map((link) => ({
      uuid: uuid('map', framework.id, link.requirement.id, link.control.id),
      relationship: relationships[link.relationship],
      sources: [{ type: 'control', 'id-ref': controlToken(link.control.id) }],
      targets: [{ type: 'control', 'id-ref': tokens?.get(link.requirement.id) }],
      'confidence-score': { category: link.confidence },
      props: describeReview(link),
      remarks: prose(link.rationale),
    })),
    'target-gap-summary':
      unreached.length === 0
        ? undefined
        : { uuid: uuid('gaps', framework.id), 'unmapped-controls': [{ 'with-ids': unreached }] },
  }
}

function describeReview({ reviewer }: Link): Property[] {
  if (reviewer === undefined) return [property('review', 'not-reviewed')]
  return [property('reviewer', reviewer.name), property('reviewed-on', reviewer.on)]
}
