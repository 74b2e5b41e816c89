import type { Link } from '@evidentia/core'

/** The relationships of OSCAL's mapping model in words, read "the control … the requirement". */
const relationshipWords: { readonly [R in Link['relationship']]: string } = {
  equal: 'Does exactly what it asks',
  subset: 'Does part of what it asks',
  superset: 'Does what it asks and more',
  intersects: 'Does part of what it asks, and other things',
}

/** In what sense a control serves a requirement, in words and as the standard calls it. */
export function describeRelationship(relationship: Link['relationship']): string {
  return `${relationshipWords[relationship]} (${relationship})`
}
