import { RE2JS, RE2JSException } from 're2js'
import type { Meter } from './meter.ts'

/** A node of the library's syntax tree, as far as the guard needs it. `meta` and `setMeta` are how the library itself attaches what a node does. */
interface Node {
  readonly op: string
  readonly args: unknown
  readonly start: number
  readonly end: number
  readonly meta: Readonly<Record<string, unknown>>
  setMeta(key: string, value: unknown): unknown
}
type Evaluate = (evaluator: Evaluator, node: Node, context: unknown) => unknown
interface Evaluator {
  run(node: Node, context: unknown): unknown
}

/** Something in an expression that is not to be had here, with where it stands. */
export interface Offence {
  readonly at: number
  readonly sentence: string
}

/** All that can be called. What is not named here does not exist for an expression, whatever the library brings. */
const functions = new Set(['has', 'size', 'int', 'double', 'string', 'day', 'daysBetween', 'addDays', 'addMonths'])
const macros = new Set(['all', 'exists', 'exists_one', 'filter', 'map'])
const methods = new Set(['size', 'contains', 'startsWith', 'endsWith', 'matches', 'lowerAscii', 'upperAscii', 'trim'])
const operators = new Set(['==', '!=', '<', '<=', '>', '>=', 'in', '+', '-', '*', '/', '%', '&&', '||', '[]'])

/**
 * Looks through a parsed expression. Returns the first thing it may not use, or null. Nothing is evaluated: what is refused here
 * never runs. `names` are the variables there are.
 */
export function findOffence(root: unknown, names: ReadonlySet<string>): Offence | null {
  return visit(expectNode(root), names)
}

/** Counts every step of a checked expression, and puts linear-time patterns in the place of the library's own. */
export function meterExpression(root: unknown, meter: () => Meter): void {
  for (const node of new Set(listNodes(expectNode(root)))) {
    const { evaluate } = node.meta
    if (typeof evaluate !== 'function') throw new TypeError('The CEL library evaluates in another way than expected.')
    const own = replacementFor(node, meter) ?? (evaluate as Evaluate)
    // A loop hands its list from entry to entry; it is weighed once, where it is used.
    const isHanded = node.op === 'accuPush' || node.op === 'accuValue'
    node.setMeta('evaluate', (evaluator: Evaluator, at: Node, context: unknown): unknown => {
      meter().spend(1)
      const value = own(evaluator, at, context)
      if (!isHanded) meter().weigh(value)
      return value
    })
  }
}

function visit(node: Node, names: ReadonlySet<string>): Offence | null {
  const { op, start: at } = node
  if (op === 'value')
    return isPlain(node.args)
      ? null
      : { at, sentence: 'only texts, whole numbers, decimals, true, false and null can be written here' }
  if (op === 'id')
    return typeof node.args === 'string' && names.has(node.args)
      ? null
      : { at, sentence: `there is nothing called ${String(node.args)} here` }
  if (op === '.') return visit(operandsOf(node)[0] ?? node, names)
  if (op === 'call' || op === 'rcall') return visitCall(node, names)
  const isKnown = operators.has(op) || op === '?:' || op === '!_' || op === '-_' || op === 'list'
  return isKnown ? visitAll(operandsOf(node), names) : { at, sentence: 'this form of expression is not available here' }
}

function visitCall(node: Node, names: ReadonlySet<string>): Offence | null {
  const [name, receiver, given] = callOf(node)
  if (receiver === null) {
    if (!functions.has(name)) return { at: node.start, sentence: `there is no function ${name}` }
    return visitAll(given, names)
  }
  if (macros.has(name)) {
    const [variable, ...rest] = given
    if (variable === undefined || variable.op !== 'id')
      return { at: node.start, sentence: `${name} begins with the name that each entry is to have` }
    return visit(receiver, names) ?? visitAll(rest, new Set([...names, String(variable.args)]))
  }
  if (!methods.has(name)) return { at: node.start, sentence: `there is no function ${name}` }
  return (
    visit(receiver, names) ?? visitAll(given, names) ?? (name === 'matches' ? findBadPattern(given[0] ?? node) : null)
  )
}

function visitAll(nodes: readonly Node[], names: ReadonlySet<string>): Offence | null {
  for (const node of nodes) {
    const offence = visit(node, names)
    if (offence !== null) return offence
  }
  return null
}

function findBadPattern(pattern: Node): Offence | null {
  const { start: at } = pattern
  if (pattern.op !== 'value' || typeof pattern.args !== 'string')
    return { at, sentence: 'a pattern must be written out as text, so that it can be judged before it runs' }
  try {
    RE2JS.compile(pattern.args)
    return null
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error
    return { at, sentence: `the pattern cannot be read (RE2): ${error.message}` }
  }
}

/** What stands in for the library's own function on this node. */
function replacementFor(node: Node, meter: () => Meter): Evaluate | undefined {
  if (node.op !== 'rcall') return undefined
  const [name, receiver, [argument]] = callOf(node)
  if (receiver === null || argument === undefined) return undefined
  if (name === 'matches') {
    const source = String(argument.args)
    const pattern = RE2JS.compile(source)
    return (evaluator, _node, context) => {
      const text = asText(evaluator.run(receiver, context), 'matches')
      // Its automaton has about as many states as the pattern has characters, and each may be visited for each character of the text.
      meter().spend((text.length * source.length) >> 6)
      return pattern.matcher(text).find()
    }
  }
  if (name === 'contains')
    return (evaluator, _node, context) => {
      const text = asText(evaluator.run(receiver, context), 'contains')
      const wanted = asText(evaluator.run(argument, context), 'contains')
      meter().spend((text.length * wanted.length) >> 10)
      return text.includes(wanted)
    }
  return undefined
}

function asText(value: unknown, method: string): string {
  if (typeof value === 'string') return value
  throw new TypeError(`${method} needs a text, and this is ${value === null ? 'null' : `a ${typeof value}`}`)
}

/** Every node that is evaluated, in the form the library has given it: macros are expanded into loops. */
function* listNodes(node: Node): Generator<Node> {
  const { alternate, macro } = node.meta
  if (isNode(alternate)) {
    yield* listNodes(alternate)
    return
  }
  // `has` looks fields up and evaluates nothing else.
  if (macro !== undefined) return
  yield node
  if (node.op === 'comprehension') {
    if (typeof node.args !== 'object' || node.args === null) throw new TypeError('A loop without its parts.')
    for (const part of Object.values(node.args)) if (isNode(part)) yield* listNodes(part)
    return
  }
  for (const operand of node.op === 'call' || node.op === 'rcall' ? operandsOfCall(node) : operandsOf(node))
    yield* listNodes(operand)
}

function operandsOfCall(node: Node): readonly Node[] {
  const [, receiver, given] = callOf(node)
  return receiver === null ? given : [receiver, ...given]
}

function operandsOf({ args }: Node): readonly Node[] {
  if (isNode(args)) return [args]
  return Array.isArray(args) ? args.filter(isNode) : []
}

function callOf({ op, args }: Node): readonly [name: string, receiver: Node | null, given: readonly Node[]] {
  const parts: readonly unknown[] = Array.isArray(args) ? args : []
  const [name, receiver, given] = op === 'rcall' ? parts : [parts[0], null, parts[1]]
  return [String(name), isNode(receiver) ? receiver : null, Array.isArray(given) ? given.filter(isNode) : []]
}

function isPlain(value: unknown): boolean {
  return value === null || ['string', 'number', 'bigint', 'boolean'].includes(typeof value)
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'op' in value && 'setMeta' in value && 'meta' in value
}

function expectNode(value: unknown): Node {
  if (isNode(value)) return value
  throw new TypeError('The CEL library builds another syntax tree than expected.')
}
