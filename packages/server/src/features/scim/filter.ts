import { ScimRefusal } from '../../platform/http/scim-problem.ts'
import { type AttributePath, pathAtStart, refuseSecret } from './path.ts'
import { type Attributes, findByName, findRule, isAttributes, isCoreSchema, keyIn, type Kind } from './schema.ts'

const comparisons = ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'] as const
type Comparison = (typeof comparisons)[number]
type Value = string | number | boolean | null

/** A filter, taken apart: RFC 7644 3.4.2.2. */
export type Expression =
  | { readonly type: 'and' | 'or'; readonly parts: readonly Expression[] }
  | { readonly type: 'not'; readonly part: Expression }
  | { readonly type: 'present'; readonly path: AttributePath }
  | { readonly type: 'compare'; readonly path: AttributePath; readonly by: Comparison; readonly value: Value }
  /** Some one value of a multi-valued attribute fits all of it: `emails[type eq "work" and value co "@"]`. */
  | { readonly type: 'some'; readonly path: AttributePath; readonly part: Expression }

const deepest = 20

/** Takes a filter apart. Throws `invalidFilter` where it is none, and `sensitive` where it asks about a password. */
export function parseFilter(text: string): Expression {
  const parser = new FilterParser(text)
  const expression = parser.any(0)
  parser.end()
  return expression
}

/** Whether a whole resource, with its `id` and `meta`, fits. */
export function matches(expression: Expression, kind: Kind, resource: Attributes): boolean {
  return fits(expression, { kind, around: null }, resource)
}

/** Whether one value of the multi-valued attribute at `around` fits what stands in its brackets. */
export function matchesValue(expression: Expression, kind: Kind, around: AttributePath, value: unknown): boolean {
  return fits(expression, { kind, around }, isAttributes(value) ? value : { value })
}

/** What a filter of nothing but equalities demands, by attribute; null where it says anything else. */
export function demandedBy(expression: Expression): ReadonlyMap<string, Value> | null {
  if (expression.type === 'compare' && expression.by === 'eq' && isPlain(expression.path))
    return new Map([[expression.path.name, expression.value]])
  if (expression.type !== 'and') return null
  const parts = expression.parts.map(demandedBy)
  return parts.includes(null) ? null : new Map(parts.flatMap((part) => [...(part ?? [])]))
}

function isPlain({ schema, sub }: AttributePath): boolean {
  return schema === null && sub === null
}

interface Where {
  readonly kind: Kind
  /** The attribute in whose brackets the filter stands; null for a filter over resources. */
  readonly around: AttributePath | null
}

function fits(expression: Expression, where: Where, object: Attributes): boolean {
  switch (expression.type) {
    case 'and':
      return expression.parts.every((part) => fits(part, where, object))
    case 'or':
      return expression.parts.some((part) => fits(part, where, object))
    case 'not':
      return !fits(expression.part, where, object)
    case 'present':
      return valuesAt(expression.path, where.kind, object).some(isPresent)
    case 'some':
      return listAt(expression.path, where.kind, object).some((value) =>
        matchesValue(expression.part, where.kind, expression.path, value),
      )
    case 'compare': {
      const { path, by, value } = expression
      const isExact = isCaseExact(path, where)
      const found = valuesAt(path, where.kind, object)
      if (found.length === 0) return by === 'ne' ? value !== null : by === 'eq' && value === null
      return found.some((actual) => holds(actual, by, value, isExact))
    }
  }
}

/** The values of an attribute, one for one that has a single value. */
function listAt({ schema, name }: AttributePath, kind: Kind, object: Attributes): readonly unknown[] {
  const key = schema === null || isCoreSchema(kind, schema) ? null : keyIn(object, schema)
  const holder = key === null ? object : key === undefined ? undefined : object[key]
  if (!isAttributes(holder)) return []
  const value = holder[keyIn(holder, name) ?? name]
  return value === undefined || value === null ? [] : Array.isArray(value) ? value : [value]
}

/** What is compared: of a complex value without a sub-attribute its `value`, RFC 7643 2.4. */
function valuesAt(path: AttributePath, kind: Kind, object: Attributes): readonly unknown[] {
  return listAt(path, kind, object).flatMap((value) => {
    if (!isAttributes(value)) return path.sub === null ? [value] : []
    if (path.sub === null && keyIn(value, 'value') === undefined) return [value]
    const inner = value[keyIn(value, path.sub ?? 'value') ?? '']
    return inner === undefined || inner === null ? [] : [inner]
  })
}

function isPresent(value: unknown): boolean {
  return value !== '' && !(isAttributes(value) && Object.keys(value).length === 0)
}

function isCaseExact(path: AttributePath, { kind, around }: Where): boolean {
  if (around === null) {
    const rule = findRule(kind, path.schema, path.name)
    const inner = path.sub ?? (rule?.type === 'complex' ? 'value' : null)
    return (inner === null ? rule : findByName(rule?.subAttributes ?? [], inner))?.caseExact ?? false
  }
  const rule = findRule(kind, around.schema, around.name)
  return findByName(rule?.subAttributes ?? [], path.name)?.caseExact ?? false
}

function holds(actual: unknown, by: Comparison, value: Value, isExact: boolean): boolean {
  if (typeof actual === 'boolean') {
    // Entra writes `primary eq "True"`.
    const wanted = typeof value === 'string' ? /^true$/i.test(value) || (/^false$/i.test(value) ? false : null) : value
    if (by !== 'eq' && by !== 'ne')
      throw new ScimRefusal('invalidFilter', `A truth value is not compared with "${by}".`)
    return (actual === wanted) === (by === 'eq')
  }
  if (typeof actual === 'number' && typeof value === 'number') return inOrder(actual - value, by)
  if (typeof actual !== 'string' || typeof value !== 'string') return by === 'ne'
  const [one, other] = isExact ? [actual, value] : [actual.toLowerCase(), value.toLowerCase()]
  if (by === 'co') return one.includes(other)
  if (by === 'sw') return one.startsWith(other)
  if (by === 'ew') return one.endsWith(other)
  const [first, second] = [instantOf(actual), instantOf(value)]
  if (first !== null && second !== null) return inOrder(first - second, by)
  return inOrder(one === other ? 0 : one < other ? -1 : 1, by)
}

function instantOf(text: string): number | null {
  return /^\d{4}-\d\d-\d\dT/.test(text) && !Number.isNaN(Date.parse(text)) ? Date.parse(text) : null
}

function inOrder(difference: number, by: Comparison): boolean {
  switch (by) {
    case 'eq':
      return difference === 0
    case 'ne':
      return difference !== 0
    case 'gt':
      return difference > 0
    case 'ge':
      return difference >= 0
    case 'lt':
      return difference < 0
    case 'le':
      return difference <= 0
    case 'co':
    case 'sw':
    case 'ew':
      return false
  }
}

/** Reads RFC 7644 figure 1 from left to right; `or` binds least, then `and`, then `not`. */
class FilterParser {
  #rest: string

  constructor(text: string) {
    this.#rest = text.trim()
  }

  any(depth: number): Expression {
    if (depth > deepest) throw refuse('is nested too deep')
    const parts = [this.#all(depth)]
    while (this.#word('or')) parts.push(this.#all(depth))
    const [only] = parts
    return parts.length === 1 && only !== undefined ? only : { type: 'or', parts }
  }

  end(): void {
    if (this.#rest !== '') throw refuse('has something after its end')
  }

  #all(depth: number): Expression {
    const parts = [this.#one(depth)]
    while (this.#word('and')) parts.push(this.#one(depth))
    const [only] = parts
    return parts.length === 1 && only !== undefined ? only : { type: 'and', parts }
  }

  #one(depth: number): Expression {
    if (/^not\s*\(/i.test(this.#rest)) {
      this.#take(/^not\s*/i)
      return { type: 'not', part: this.#inside('(', ')', depth) }
    }
    if (this.#rest.startsWith('(')) return this.#inside('(', ')', depth)
    const found = pathAtStart(this.#rest)
    if (found === null) throw refuse('does not begin with an attribute')
    const { path, length } = found
    refuseSecret(path)
    this.#rest = this.#rest.slice(length)
    if (this.#rest.startsWith('[')) return { type: 'some', path, part: this.#inside('[', ']', depth) }
    const word = this.#take(/^\s+([a-z]{2})(?=\s|$|[)\]])/i)?.toLowerCase()
    if (word === 'pr') {
      this.#rest = this.#rest.trimStart()
      return { type: 'present', path }
    }
    const by = comparisons.find((one) => one === word)
    if (by === undefined) throw refuse(`has no comparison after ${path.name.slice(0, 60)}`)
    return { type: 'compare', path, by, value: this.#value() }
  }

  #inside(open: string, close: string, depth: number): Expression {
    this.#rest = this.#rest.slice(open.length).trimStart()
    const inner = this.any(depth + 1)
    if (!this.#rest.startsWith(close)) throw refuse(`has no "${close}" where one belongs`)
    this.#rest = this.#rest.slice(close.length).trimStart()
    return inner
  }

  /** A value is written as in JSON. */
  #value(): Value {
    const text = this.#take(/^\s+("(?:[^"\\]|\\.)*"|true|false|null|-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)(?=\s|$|[)\]])/i)
    if (text === undefined) throw refuse('has no value where one belongs')
    this.#rest = this.#rest.trimStart()
    try {
      return readValue(JSON.parse(text.startsWith('"') ? text : text.toLowerCase()))
    } catch {
      throw refuse('has a value that is not written as in JSON')
    }
  }

  #word(word: 'and' | 'or'): boolean {
    return this.#take(word === 'and' ? /^(and)\s+/i : /^(or)\s+/i) !== undefined
  }

  /** What the first group matches at the beginning, or all of it; taken off. */
  #take(pattern: RegExp): string | undefined {
    const found = pattern.exec(this.#rest)
    if (found === null) return undefined
    this.#rest = this.#rest.slice(found[0].length)
    return found[1] ?? found[0]
  }
}

function readValue(value: unknown): Value {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value
  throw refuse('has a value of another kind')
}

function refuse(what: string): ScimRefusal {
  return new ScimRefusal('invalidFilter', `The filter ${what}.`)
}
