import type { Catalog, EvidenceBody, FrozenPopulation, PackageSelection } from '@evidentia/core'
import type { ResultBytes } from '../../platform/db/result-digests.ts'

/** A file that the log names, and why it stays out of a package; null when it goes in. */
export interface ChosenArtifact {
  readonly sha256: string
  readonly size: number
  readonly withheld: string | null
}

export const withheldReasons = {
  disposed: 'Disposed of when its retention was over; the log says by whom.',
  notAskedFor: 'Outside the period or the frameworks this package was asked for.',
  notShared: 'A population that was not shared with auditors.',
  keyDestroyed: 'Its key was destroyed, so nobody can read it; the log says by whom and why.',
} as const

/** What the log names files for, and what became of it. */
export interface Packable {
  readonly evidence: readonly { readonly evidence: EvidenceBody; readonly isDisposed: boolean }[]
  readonly populations: readonly { readonly population: FrozenPopulation; readonly isShared: boolean }[]
  readonly results: readonly Pick<ResultBytes, 'evidence' | 'sha256' | 'size'>[]
}

/** Which of the files that entries name go into a package. One that several entries name goes in if any of them does. */
export function selectArtifacts(packable: Packable, selection: PackageSelection, catalog: Catalog): ChosenArtifact[] {
  const chosen = new Map<string, ChosenArtifact>()
  const choose = (files: readonly { sha256: string; size: number }[], reason: string | null): void => {
    for (const { sha256, size } of files) {
      const before = chosen.get(sha256)
      // Bytes that something else stands on were not deleted, so what that says comes before a disposal.
      if (before === undefined || reason === null || before.withheld === withheldReasons.disposed)
        chosen.set(sha256, { sha256, size, withheld: before?.withheld === null ? null : reason })
    }
  }
  const carried = new Set<string>()
  for (const { evidence, isDisposed } of packable.evidence) {
    const isIn = isAskedFor(evidence, selection, catalog)
    if (isIn) carried.add(evidence.id)
    const reason = isIn ? null : withheldReasons.notAskedFor
    const { artifact, derived } = evidence
    choose(derived === null ? [artifact] : [artifact, derived], isDisposed ? withheldReasons.disposed : reason)
  }
  for (const { population, isShared } of packable.populations) {
    const isIn = isPopulationAskedFor(population, selection, carried)
    const reason = isIn ? null : withheldReasons.notAskedFor
    choose([population.card.rows, population.card.appendix], isShared ? reason : withheldReasons.notShared)
  }
  // A result goes along with the evidence that it judged.
  for (const { evidence, sha256, size } of packable.results)
    choose([{ sha256, size }], evidence === null || carried.has(evidence) ? null : withheldReasons.notAskedFor)
  return [...chosen.values()]
}

/** A population belongs to no framework; it goes along with the exports it was drawn from. */
function isPopulationAskedFor(
  { definition, card }: FrozenPopulation,
  { period, frameworks }: PackageSelection,
  carried: ReadonlySet<string>,
): boolean {
  const own = definition.period
  if (period !== undefined && (own.from > period.to || own.to < period.from)) return false
  return frameworks === undefined || card.exports.listed.some(({ evidence }) => carried.has(evidence))
}

function isAskedFor(
  { effective, proves }: EvidenceBody,
  { period, frameworks }: PackageSelection,
  catalog: Catalog,
): boolean {
  if (period !== undefined && (effective.from > period.to || effective.to < period.from)) return false
  if (frameworks === undefined) return true
  return proves.some(({ requirement }) => {
    const [control = ''] = requirement.split('/')
    return (catalog.links.get(control) ?? []).some(({ framework }) => frameworks.includes(framework.id))
  })
}
