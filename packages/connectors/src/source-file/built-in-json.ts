// What the built-in reader does well: the value of a text whose extent is known.

/** Undefined where the text is not JSON, which no JSON value is. */
export function parseBuiltIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The members of all objects in `value`. Fewer than were written means that one of them stood twice. */
export function countMembers(value: unknown): number {
  let count = 0
  if (Array.isArray(value)) {
    for (const item of value) if (typeof item === 'object') count += countMembers(item)
  } else if (isObject(value)) {
    // What the built-in reader makes inherits no member that is listed; asking for each costs more than the reading.
    for (const name in value) {
      const item = value[name]
      count += typeof item === 'object' ? 1 + countMembers(item) : 1
    }
  }
  return count
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
