/** The fields that at least one record fills, in the order they first appear. */
export function fieldsOf(bodies: readonly object[]): readonly string[] {
  const filled = new Set<string>()
  for (const body of bodies) {
    for (const [field, value] of Object.entries(body)) if (!isEmpty(value)) filled.add(field)
  }
  return [...filled]
}

/** A value of a record as one line of text. */
export function cellText(body: { readonly [field: string]: unknown }, field: string): string {
  return textOf(body[field])
}

function textOf(value: unknown): string {
  if (isEmpty(value)) return ''
  if (value === true) return 'yes'
  if (value === false) return 'no'
  if (Array.isArray(value)) return value.map(textOf).join('; ')
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value)
      .filter(([, part]) => !isEmpty(part))
      .map(([name, part]) => `${name} ${textOf(part)}`)
      .join(', ')
  }
  return String(value)
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
}
