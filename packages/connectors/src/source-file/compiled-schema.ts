import { z } from 'zod'

const known = new WeakMap<z.ZodType, z.ZodType>()

/**
 * The schema made into code of its own, which takes the same values, gives the same and refuses with the same words. An export has
 * millions of rows; a schema that is never asked is never compiled, and one is compiled once.
 */
export function compiled<S extends z.ZodType>(schema: S): S {
  const earlier = known.get(schema)
  if (isMadeOf(schema, earlier)) return earlier
  const made = z.compile(schema)
  known.set(schema, made)
  return made
}

/** Under a schema stands only what was compiled of it, which is of the same type. */
function isMadeOf<S extends z.ZodType>(_schema: S, made: z.ZodType | undefined): made is S {
  return made !== undefined
}
