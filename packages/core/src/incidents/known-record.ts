import { EvidentiaError } from '../errors.ts'
import type { IncidentFact, IncidentFactKind, IncidentFactOf } from './incident-fact.ts'

/** What was believed at one instant: the newest version of each fact recorded by then, whatever order they came in. */
export interface KnownRecord {
  /** Facts of a kind, by id. */
  of<K extends IncidentFactKind>(kind: K): readonly IncidentFactOf<K>[]
  /** When the first of them was recorded, in milliseconds; infinite when there is none. */
  readonly firstRecorded: number
}

/**
 * What is recorded by `knownAt` of what happened by `asOf`, both in milliseconds. Throws EvidentiaError `conflict` where two versions of one fact bear the
 * same number.
 */
export function readKnown(facts: readonly IncidentFact[], knownAt: number, asOf = knownAt): KnownRecord {
  const newest = new Map<string, IncidentFact>()
  const versions = new Set<string>()
  let firstRecorded = Number.POSITIVE_INFINITY
  for (const fact of facts) {
    const recorded = Date.parse(fact.recorded)
    if (recorded > knownAt) continue
    const version = citeFact(fact)
    if (versions.has(version)) {
      throw new EvidentiaError('conflict', `The fact ${version} stands twice.`, {
        place: { field: fact.id },
        remedy: 'Give the correction the next version and its reason.',
      })
    }
    versions.add(version)
    firstRecorded = Math.min(firstRecorded, recorded)
    const before = newest.get(fact.id)
    if (before === undefined || before.version < fact.version) newest.set(fact.id, fact)
  }
  const byKind = Map.groupBy(
    [...newest.values()]
      .filter((fact) => !fact.withdrawn && !('at' in fact && Date.parse(fact.at) > asOf))
      .toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    ({ kind }) => kind,
  )
  return { firstRecorded, of: (kind) => (byKind.get(kind) ?? []).filter((fact) => isOf(fact, kind)) }
}

/** How a basis names a fact: its id and version. */
export function citeFact({ id, version }: Pick<IncidentFact, 'id' | 'version'>): string {
  return `${id}@${version}`
}

function isOf<K extends IncidentFactKind>(fact: IncidentFact, kind: K): fact is IncidentFactOf<K> {
  return fact.kind === kind
}
