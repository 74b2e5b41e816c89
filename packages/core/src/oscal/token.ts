import type { Framework } from '../catalog/framework.ts'

/** The framework id under which the library of integrated controls stands in OSCAL catalogs. */
export const libraryId = 'evidentia'

/**
 * OSCAL tokens of a framework's requirements, by id: `164.308(a)(1)(i)` of hipaa-security is `hipaa-security_164.308_a_1_i`.
 * The framework comes first because two frameworks may number alike. Ids that would give one token are told apart by
 * their place in the framework.
 */
export function requirementTokens(framework: Framework): ReadonlyMap<string, string> {
  const tokens = new Map<string, string>()
  const taken = new Set<string>()
  for (const [place, { id }] of framework.requirements.entries()) {
    const plain = toToken(`${framework.id}_${id}`)
    const token = taken.has(plain) ? `${plain}.n${place + 1}` : plain
    taken.add(token)
    tokens.set(id, token)
  }
  return tokens
}

export function controlToken(control: string): string {
  return toToken(`${libraryId}_${control}`)
}

/** `text` with everything a token cannot hold turned into `_`. A token begins with a letter or `_`. */
export function toToken(text: string): string {
  const safe = text.replaceAll(/[^\p{L}\p{N}.\-_]+/gu, '_').replaceAll(/_+$/g, '')
  return /^[\p{L}_]/u.test(safe) ? safe : `_${safe}`
}
