export interface FoundRequirement {
  readonly framework: string
  readonly frameworkTitle: string
  readonly id: string
  readonly title: string
}

const mostShown = 12

/**
 * Requirements by what a person types: an identifier with or without its punctuation (`cc6.2`, `45 CFR 164.308(a)(3)`,
 * `164.308a3`), or part of a title. The same identifier first, then those that begin with it, then the rest.
 */
export function matchRequirements(
  requirements: readonly FoundRequirement[],
  text: string,
): readonly FoundRequirement[] {
  const words = text.trim().toLowerCase()
  const wanted = bare(words.replace(/^(45\s*cfr|§)\s*/, ''))
  if (words === '') return []
  return requirements
    .map((requirement) => ({ requirement, rank: rankOf(requirement, wanted, words) }))
    .filter(({ rank }) => rank < 4)
    .toSorted((a, b) => a.rank - b.rank)
    .slice(0, mostShown)
    .map(({ requirement }) => requirement)
}

function rankOf({ id, title }: FoundRequirement, wanted: string, words: string): number {
  const own = bare(id)
  if (wanted !== '' && own === wanted) return 0
  if (wanted !== '' && own.startsWith(wanted)) return 1
  // Digits deep in a number say little; two letters or more of a title say much.
  if (wanted.length > 2 && own.includes(wanted)) return 2
  return title.toLowerCase().includes(words) ? 3 : 4
}

/** Letters and digits only, so that `164.308(a)(3)` and `164.308 a 3` are the same. */
function bare(id: string): string {
  return id.toLowerCase().replaceAll(/[^a-z0-9]/g, '')
}
