import { addDays, addMonths, dateOfInstant, daysBetween } from '@evidentia/core'
import type { TypeError } from '@marcbachmann/cel-js'
import { Environment, ParseError } from '@marcbachmann/cel-js'
import { findOffence, meterExpression } from './guard.ts'
import type { Meter } from './meter.ts'
import type { Shape } from './record-shape.ts'
import { Values } from './values.ts'

/** Where in its text an expression is wrong, from 1, and how. */
export interface ExpressionFault {
  readonly line: number
  readonly column: number
  readonly sentence: string
}

/** What a run of expressions shares. */
export interface Run {
  readonly timeZone: string
  readonly meter: Meter
}

export interface Expression {
  /** The value under these variables, each in the shape it was declared with. Throws an Error whose message says why there is none. */
  evaluate(run: Run, variables: Readonly<Record<string, unknown>>): unknown
}

/** What an expression may give: `bool`, or text where verdicts may be named. */
export type Wanted = 'bool' | 'text' | 'bool or text'

const calendarSteps = 50
const limits = { maxAstNodes: 400, maxDepth: 32, maxListElements: 100, maxMapEntries: 0, maxCallArguments: 4 }

/** The language as it is here, with its variables and their shapes. One for every set of variables. */
export class Language {
  readonly #environment = new Environment({ limits, unlistedVariablesAreDyn: false })
  readonly #values = new Values(this.#environment)
  readonly #shapes: ReadonlyMap<string, Shape>
  #run: Run | null = null

  constructor(variables: Readonly<Record<string, Shape>>) {
    this.#shapes = new Map(Object.entries(variables))
    for (const [name, shape] of this.#shapes) this.#environment.registerVariable(name, this.#values.register(shape))
    const add = (signature: string, handler: (...given: never[]) => unknown): void =>
      void this.#environment.registerFunction(signature, handler, { async: false })
    add('day(string): string', (instant: string) =>
      this.#computeDay(() => dateOfInstant(instant, this.#current().timeZone), instant),
    )
    add('daysBetween(string, string): int', (from: string, to: string) =>
      BigInt(this.#computeDay(() => daysBetween(from, to), `${from}" or "${to}`)),
    )
    add('addDays(string, int): string', (date: string, days: bigint) =>
      this.#computeDay(() => addDays(date, Number(days)), date),
    )
    add('addMonths(string, int): string', (date: string, months: bigint) =>
      this.#computeDay(() => addMonths(date, Number(months)), date),
    )
  }

  /** A plain value as the variable `name` is to have it. */
  convert(name: string, value: unknown): unknown {
    const shape = this.#shapes.get(name)
    if (shape === undefined) throw new RangeError(`There is no variable ${name}.`)
    return this.#values.convert(value, shape)
  }

  /** A plain value as an entry of the list `name`. */
  convertItem(name: string, value: unknown): unknown {
    const shape = this.#shapes.get(name)
    if (shape?.kind !== 'list') throw new RangeError(`There is no list ${name}.`)
    return this.#values.convert(value, shape.item)
  }

  /** Reads an expression: syntax, what it may use, types. Nothing of it runs. */
  read(source: string, wanted: Wanted): Expression | ExpressionFault {
    try {
      const parsed = this.#environment.parse(source)
      const offence = findOffence(parsed.ast, new Set(this.#shapes.keys()))
      if (offence !== null) return { ...placeOf(source, offence.at), sentence: offence.sentence }
      const { error, type = 'dyn' } = parsed.check()
      if (error !== undefined)
        return { ...placeOf(source, error.range?.start ?? 0), sentence: this.#explain(error, source) }
      if (!isWanted(type, wanted)) return { line: 1, column: 1, sentence: `it gives ${type}, and ${wanted} is needed` }
      meterExpression(parsed.ast, () => this.#current().meter)
      return { evaluate: (run, variables) => this.#evaluate(parsed, run, variables) }
    } catch (error) {
      if (!(error instanceof ParseError)) throw error
      return { ...placeOf(source, error.range?.start ?? 0), sentence: lowerFirst(error.summary) }
    }
  }

  #evaluate(parsed: (variables: object) => unknown, run: Run, variables: Readonly<Record<string, unknown>>): unknown {
    this.#run = run
    try {
      const value = parsed(variables)
      // Whatever the evaluator made of a stop, it counts as one.
      if (run.meter.stopped !== null) throw new Error(run.meter.stopped)
      return value
    } catch (error) {
      throw new Error(run.meter.stopped ?? describeError(error), { cause: error })
    } finally {
      this.#run = null
    }
  }

  /** Calendars cost more than other steps. */
  #computeDay<T>(compute: () => T, given: string): T {
    this.#current().meter.spend(calendarSteps)
    try {
      return compute()
    } catch (cause) {
      const shown = given.slice(0, 60)
      throw new Error(`"${shown}" is not a day such as 2026-10-31 or an instant such as 2026-10-31T18:00:00Z`, {
        cause,
      })
    }
  }

  #current(): Run {
    if (this.#run === null) throw new RangeError('An expression ran outside of a run.')
    return this.#run
  }

  /** The library's own words, and for a field that a record does not have those that it has. */
  #explain({ code, summary, range }: ParseError | TypeError, source: string): string {
    const [, name = ''] = /(\w+)\s*\.\s*$/.exec(source.slice(0, range?.start ?? 0)) ?? []
    const shape = this.#shapes.get(name)
    if (code !== 'no_such_key' || shape?.kind !== 'object') return lowerFirst(summary)
    return `${lowerFirst(summary)}; ${name} has ${[...shape.fields.keys()].join(', ')}`
  }
}

export function isFault(read: Expression | ExpressionFault): read is ExpressionFault {
  return 'sentence' in read
}

function isWanted(type: string, wanted: Wanted): boolean {
  if (type.startsWith('dyn')) return true
  if (wanted === 'bool or text') return type === 'bool' || type === 'string'
  return type === (wanted === 'bool' ? 'bool' : 'string')
}

function describeError(error: unknown): string {
  if (!(error instanceof Error)) return 'it cannot be evaluated'
  return lowerFirst('summary' in error ? String(error.summary) : error.message)
}

function placeOf(source: string, at: number): { line: number; column: number } {
  const before = source.slice(0, at).split('\n')
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}
