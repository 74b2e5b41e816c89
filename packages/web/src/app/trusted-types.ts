interface TrustedTypesFactory {
  createPolicy(name: 'default', rules: { readonly createHTML: (text: string) => string | null }): unknown
}

/**
 * Where the server asks for Trusted Types, markup may be assigned only through a policy. Mantine assigns the text of its style
 * elements that way and nothing else does, so the policy lets through only text that cannot hold an element.
 */
export function installTrustedTypes(): void {
  const factory = (globalThis as { trustedTypes?: TrustedTypesFactory }).trustedTypes
  factory?.createPolicy('default', { createHTML: (text) => (text.includes('<') ? null : text) })
}
