const words: { readonly [kind: string]: string } = {
  github: 'GitHub',
  standard: 'Standard Webhooks',
  hmac: 'HMAC in a header',
}

/** How the kinds of webhooks are called. */
export function kindWords(kind: string): string {
  return words[kind] ?? kind
}

export const kindOptions = Object.entries(words).map(([value, label]) => ({ value, label }))
