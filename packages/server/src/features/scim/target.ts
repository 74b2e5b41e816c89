import { ScimRefusal } from '../../platform/http/scim-problem.ts'
import { type Expression, parseFilter } from './filter.ts'
import { isSecretName, pathAtStart } from './path.ts'
import { knownSchemas } from './schema.ts'

/** What an operation of a PATCH is about, RFC 7644 figure 7: `members[value eq "…"]`, `emails[type eq "work"].value`. */
export interface Target {
  readonly schema: string | null
  /** Null for a whole extension. */
  readonly name: string | null
  readonly filter: Expression | null
  readonly sub: string | null
}

/** Takes a path apart. `present`: attributes there are, among them extensions that nobody declared. */
export function parseTarget(given: string, present: readonly string[]): Target {
  const text = given.trim()
  const wanted = text.toLowerCase()
  const extensions = [...knownSchemas.map(({ id }) => id), ...present.filter((key) => /^urn:/i.test(key))]
  const whole = extensions.find((urn) => urn.toLowerCase() === wanted)
  if (whole !== undefined) return { schema: whole, name: null, filter: null, sub: null }
  const found = pathAtStart(text)
  if (found === null) throw refuse()
  const { schema, name, sub } = found.path
  const rest = text.slice(found.length)
  if (rest === '') return { schema, name, filter: null, sub }
  const inner = /^\[(.*)\](?:\.([a-z$][\w$-]*))?$/is.exec(rest)
  const [, filter, after] = inner ?? []
  if (filter === undefined || sub !== null) throw refuse()
  return { schema, name, filter: readFilter(filter), sub: after ?? null }
}

export function isTargetOfSecret({ name, sub }: Target): boolean {
  return (name !== null && isSecretName(name)) || (sub !== null && isSecretName(sub))
}

function readFilter(text: string): Expression {
  try {
    return parseFilter(text)
  } catch (error) {
    if (error instanceof ScimRefusal && error.scimType === 'invalidFilter') throw refuse()
    throw error
  }
}

function refuse(): ScimRefusal {
  return new ScimRefusal('invalidPath', 'The path of an operation names no attribute.')
}
