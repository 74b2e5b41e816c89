/** A value as JSON writes it. What is `undefined` is not written. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject | undefined
export interface JsonObject {
  readonly [key: string]: Json
}

/** The object without absent members and without empty lists, which OSCAL forbids: it lists one thing or more, or nothing. */
export function withoutEmpty(object: JsonObject): JsonObject {
  const members = Object.entries(object).flatMap(([key, value]): [string, Json][] => {
    const kept = tidy(value)
    return kept === undefined || (isList(kept) && kept.length === 0) ? [] : [[key, kept]]
  })
  return Object.fromEntries(members)
}

export function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}

export function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function tidy(value: Json): Json {
  if (isList(value)) return value.map(tidy)
  return isObject(value) ? withoutEmpty(value) : value
}
