const spellings: { readonly [identifier: string]: string } = {
  'ai-service': 'AI service',
  'hipaa-documentation': 'HIPAA documentation',
  saas: 'SaaS',
  phi: 'PHI',
}

/** `interface-engine` as `Interface engine`: how identifiers from closed lists are shown. */
export function wordsOf(identifier: string): string {
  const spelling = spellings[identifier]
  if (spelling !== undefined) return spelling
  const words = identifier.replaceAll('-', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** A count with its noun, `1 row`, `2 rows`. */
export function counted(count: number, singular: string, plural = `${singular}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? singular : plural}`
}
