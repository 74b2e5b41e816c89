import type { Catalog, EvidenceBody, PackageSelection } from '@evidentia/core'

/** A file that the log names, and why it stays out of a package; null when it goes in. */
export interface ChosenArtifact {
  readonly sha256: string
  readonly size: number
  readonly withheld: string | null
}

export const withheldReasons = {
  disposed: 'Disposed of when its retention was over; the log says by whom.',
  notAskedFor: 'Outside the period or the frameworks this package was asked for.',
  keyDestroyed: 'Its key was destroyed, so nobody can read it; the log says by whom and why.',
} as const

/** The items of a check result, where they are too many for its log entry. */
export interface ResultArtifact {
  readonly sha256: string
  readonly size: number
  /** The evidence judged; null for a check over the programme, which belongs into every package. */
  readonly evidence: string | null
}

/**
 * Which of the files that evidence and check results name go into a package. One that several items share goes in if any of them
 * does; a result goes with the evidence it judged.
 */
export function selectArtifacts(
  packable: readonly { readonly evidence: EvidenceBody; readonly isDisposed: boolean }[],
  results: readonly ResultArtifact[],
  selection: PackageSelection,
  catalog: Catalog,
): ChosenArtifact[] {
  const chosen = new Map<string, ChosenArtifact>()
  for (const { evidence, isDisposed } of packable) {
    const { artifact, derived } = evidence
    const reason = isDisposed
      ? withheldReasons.disposed
      : isAskedFor(evidence, selection, catalog)
        ? null
        : withheldReasons.notAskedFor
    for (const { sha256, size } of derived === null ? [artifact] : [artifact, derived]) {
      const before = chosen.get(sha256)
      // Bytes that other evidence stands on were not deleted, so what that evidence says comes before a disposal.
      if (before === undefined || reason === null || before.withheld === withheldReasons.disposed)
        chosen.set(sha256, { sha256, size, withheld: before?.withheld === null ? null : reason })
    }
  }
  const bodies = new Map(packable.map(({ evidence }) => [evidence.id, evidence]))
  for (const { sha256, size, evidence } of results) {
    const judged = evidence === null ? undefined : bodies.get(evidence)
    const isWanted = judged === undefined || isAskedFor(judged, selection, catalog)
    if (isWanted || !chosen.has(sha256))
      chosen.set(sha256, { sha256, size, withheld: isWanted ? null : withheldReasons.notAskedFor })
  }
  return [...chosen.values()]
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
