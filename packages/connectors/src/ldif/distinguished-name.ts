/** The domain that a DN ends with, such as `lakeside.example`; null where it names none. */
export function systemOf(dn: string): string | null {
  const domain = [...dn.matchAll(/(?:^|,)\s*dc=([^,\\]+)/gi)].map(([, label = '']) => label.trim())
  return domain.length === 0 ? null : domain.join('.').toLowerCase()
}

/** The value of the first part of a DN: what people call the thing. Null where it is escaped, which a name rarely is. */
export function leafOf(dn: string): string | null {
  return /^[A-Za-z0-9.-]+=([^,\\+]+)/.exec(dn)?.[1]?.trim() ?? null
}
