import { identityOf } from '@evidentia/core'
import type {
  Check,
  CheckDefinition,
  CheckInput,
  ItemVerdict,
  Judgement,
  Parameter,
  RecordType,
  Sourced,
  Verdict,
} from '@evidentia/core'
import { judge, unknown } from '../judgement.ts'
import type { Said } from '../judgement.ts'
import type { Expression, ExpressionFault, Run, Wanted } from './expression.ts'
import { isFault, Language } from './expression.ts'
import { Meter } from './meter.ts'
import type { Shape } from './record-shape.ts'
import { shapeAt, shapeOfRecord } from './record-shape.ts'
import { renderField } from './render-field.ts'

/** What is wrong with a definition: in which of its fields, and where in the text of that. */
export interface DefinitionFault extends ExpressionFault {
  readonly field: 'expression' | 'appliesTo' | 'join.key' | 'join.equals' | 'value'
}

type Variables = Record<string, unknown>

/** Everything of a definition, read. */
interface Parts {
  readonly definition: CheckDefinition
  readonly language: Language
  /** Reads the key of a record that may be joined. */
  readonly others: Language | null
  readonly expression: Expression
  readonly appliesTo: Expression | null
  readonly join: { readonly key: Expression; readonly equals: Expression } | null
}

/** A definition as a check. One that cannot be read is a check that answers `unknown`, and says why. */
export function compileCheck(definition: CheckDefinition): Check {
  // Every question about a day asks again, with the same definition read anew from the database.
  const key = JSON.stringify(definition)
  const known = compiled.get(key)
  if (known !== undefined) return known
  const check = makeCheck(definition)
  if (compiled.size >= remembered) compiled.delete(compiled.keys().next().value ?? '')
  compiled.set(key, check)
  return check
}

const remembered = 200
const compiled = new Map<string, Check>()

/** What keeps a definition from being a check; empty where nothing does. */
export function findDefinitionFaults(definition: CheckDefinition): DefinitionFault[] {
  const read = readParts(definition)
  return Array.isArray(read) ? read : []
}

function makeCheck(definition: CheckDefinition): Check {
  const { id, version, asserts, population, shrinkage, join, parameters = {} } = definition
  const read = readParts(definition)
  return {
    id,
    version,
    asserts,
    population: [population],
    joins: join === undefined ? [] : [join.type],
    shrinkage,
    parameters,
    definition,
    evaluate: Array.isArray(read)
      ? () => unknown(`The definition of this check cannot be read: ${read[0]?.field}, ${read[0]?.sentence}.`)
      : (input) => evaluate(read, input),
  }
}

function readParts(definition: CheckDefinition): Parts | DefinitionFault[] {
  const faults: DefinitionFault[] = []
  const { population, join, parameters = {}, appliesTo, expression, value } = definition
  const record = shapeOfRecord(population)
  const fixed = { parameters: shapeOfParameters(parameters), asOf: text, subject: shapeOfSubject }
  const joined = join === undefined ? null : shapeOfRecord(join.type)
  const language = new Language({
    record,
    ...fixed,
    ...(joined === null ? {} : { others: { kind: 'list', isNullable: false, item: joined } }),
  })
  const others = joined === null ? null : new Language({ other: joined, ...fixed })
  const read = (field: DefinitionFault['field'], from: Language | null, source: string | undefined, wanted: Wanted) => {
    const found = source === undefined || from === null ? null : from.read(source, wanted)
    if (found === null || !isFault(found)) return found
    faults.push({ field, ...found })
    return null
  }
  const main = read('expression', language, expression, 'bool or text')
  const condition = read('appliesTo', language, appliesTo, 'bool')
  const key = read('join.key', others, join?.key, 'text')
  const equals = read('join.equals', language, join?.equals, 'text')
  if (shapeAt(record, value.split('.')) === undefined) {
    const sentence = `a record of type ${population} has no field ${value}; it has ${[...record.fields.keys()].join(', ')}`
    faults.push({ field: 'value', line: 1, column: 1, sentence })
  }
  if (faults.length > 0 || main === null) return faults
  return {
    definition,
    language,
    others,
    expression: main,
    appliesTo: condition,
    join: key === null || equals === null ? null : { key, equals },
  }
}

const text: Shape = { kind: 'string', isNullable: false }
const shapeOfSubject: Shape = {
  kind: 'object',
  isNullable: false,
  name: 'subject',
  fields: new Map([
    ['kind', text],
    ['id', text],
  ]),
}

function shapeOfParameters(parameters: Readonly<Record<string, Parameter>>): Shape {
  const kinds: { readonly [T in Parameter['type']]: Shape } = {
    integer: { kind: 'int', isNullable: false },
    flag: { kind: 'bool', isNullable: false },
    text,
    choice: text,
    texts: { kind: 'list', isNullable: false, item: text },
  }
  const fields = Object.entries(parameters).map(([name, { type }]) => [name, kinds[type]] as const)
  return { kind: 'object', isNullable: false, name: 'parameters', fields: new Map(fields) }
}

function evaluate(parts: Parts, input: CheckInput): Judgement {
  const { population, join } = parts.definition
  const records = input.population(population)
  if (records === null) return unknown(`The evidence carries no records of type ${population} that could be read.`)
  const run: Run = { timeZone: input.timeZone, meter: new Meter() }
  const index = join === undefined ? emptyIndex : indexOthers(parts, join.type, input, run)
  if (index === null) return unknown(`There is no evidence with records of type ${join?.type ?? ''} to compare with.`)
  if (typeof index === 'string') return unknown(index)
  const { language } = parts
  const shared = sharedVariables(language, input)
  const items = records.map((record): ItemVerdict => {
    const said = judgeRecord(parts, record, index, shared, run)
    return { key: record.key, record: identityOf(record), ...said }
  })
  return judge(items, { items: `records of type ${population}`, failing: 'do not meet it', holding: 'meet it' })
}

type Index = ReadonlyMap<string, readonly unknown[]>
const emptyIndex: Index = new Map()

/** The records that may be joined, by their key. A sentence where one of them has none: half a join would prove what is not so. */
function indexOthers(parts: Parts, type: RecordType, input: CheckInput, run: Run): Index | string | null {
  const { others, join, language } = parts
  const found = input.newest(type)
  if (found === null || others === null || join === null) return null
  const shared = sharedVariables(others, input)
  const index = new Map<string, unknown[]>()
  for (const record of found) {
    run.meter.beginItem()
    const key = attempt(() => join.key.evaluate(run, { ...shared, other: others.convert('other', record.body) }))
    if (key instanceof Error) return `The record ${record.key} of type ${type} has no key to join by: ${key.message}.`
    // Null joins with nothing, as a person without an address has none.
    if (typeof key !== 'string') continue
    const converted = language.convertItem('others', record.body)
    const same = index.get(key)
    if (same === undefined) index.set(key, [converted])
    else same.push(converted)
  }
  return index
}

function sharedVariables(language: Language, input: CheckInput): Variables {
  return {
    parameters: language.convert('parameters', input.parameters),
    asOf: input.asOf,
    subject: language.convert('subject', {
      kind: input.subject.kind,
      id: input.subject.kind === 'organization' ? '' : input.subject.id,
    }),
  }
}

function judgeRecord(parts: Parts, record: Sourced<RecordType>, index: Index, shared: Variables, run: Run): Said {
  const { language, appliesTo, expression, join } = parts
  const value = renderField(record.body, parts.definition.value)
  run.meter.beginItem()
  const found = attempt((): Said => {
    const variables: Variables = { ...shared, record: language.convert('record', record.body) }
    if (appliesTo !== null) {
      const applies = appliesTo.evaluate(run, variables)
      if (applies === false) return { verdict: 'not-applicable', reason: 'the check does not apply to it', value }
      if (applies !== true) return { verdict: 'unknown', reason: 'whether the check applies to it is not known', value }
    }
    if (join !== null) {
      const key = join.equals.evaluate(run, variables)
      variables['others'] = typeof key === 'string' ? (index.get(key) ?? []) : []
    }
    return { ...toVerdict(expression.evaluate(run, variables), parts.definition.value, value), value }
  })
  return found instanceof Error ? { verdict: 'unknown', reason: `cannot be judged: ${found.message}`, value } : found
}

const words = new Set<unknown>(['met', 'not-met', 'unknown', 'not-applicable'])

function toVerdict(answer: unknown, field: string, value: string | null): { verdict: Verdict; reason: string } {
  const reason = `${field} is ${value ?? 'not known'}`
  if (typeof answer === 'boolean') return { verdict: answer ? 'met' : 'not-met', reason }
  if (isVerdict(answer)) return { verdict: answer, reason }
  return { verdict: 'unknown', reason: `the expression gives neither true, false nor the word of a verdict; ${reason}` }
}

function isVerdict(answer: unknown): answer is Verdict {
  return words.has(answer)
}

/** What an expression throws is the reason why it cannot tell, and never a verdict. */
function attempt<T>(work: () => T): T | Error {
  try {
    return work()
  } catch (error) {
    return error instanceof Error ? error : new Error('it cannot be evaluated', { cause: error })
  }
}
