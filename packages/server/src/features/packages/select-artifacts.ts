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

/** Which of the files that evidence names go into a package. One that several items share goes in if any of them does. */
export function selectArtifacts(
  packable: readonly { readonly evidence: EvidenceBody; readonly isDisposed: boolean }[],
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
