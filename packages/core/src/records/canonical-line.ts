/**
 * One line of a derived artifact: the same value always gives the same text, so that deriving twice gives one digest.
 * Object members are sorted by name; for the strings, integers, booleans and nulls of records this equals RFC 8785.
 */
export function canonicalLine(value: unknown): string {
  return `${JSON.stringify(sortMembers(value))}\n`
}

function sortMembers(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortMembers)
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).filter(([, member]) => member !== undefined)
  return Object.fromEntries(
    members.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, member]) => [name, sortMembers(member)]),
  )
}
