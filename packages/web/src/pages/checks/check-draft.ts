import type { CheckDefinition, Parameter } from '@evidentia/core'

/** A parameter as it is typed: everything as text, and only what its type needs is looked at. */
export interface ParameterDraft {
  readonly name: string
  readonly type: Parameter['type']
  readonly title: string
  readonly unit: string
  readonly minimum: string
  /** The largest number, the longest text, or the most texts. */
  readonly maximum: string
  /** Separated by commas. */
  readonly options: string
  /** Its default: a number, `true`, a text, or texts separated by commas. */
  readonly value: string
}

/** A check as it is typed, and what it is tried on. */
export interface CheckDraft {
  readonly id: string
  readonly version: string
  readonly title: string
  readonly asserts: string
  readonly population: string
  readonly value: string
  readonly shrinkage: CheckDefinition['shrinkage']
  readonly appliesTo: string
  readonly expression: string
  readonly joinType: string
  readonly joinKey: string
  readonly joinEquals: string
  readonly parameters: readonly ParameterDraft[]
  readonly on: 'evidence' | 'population'
  readonly evidence: string
  readonly frozen: string
}

export const emptyDraft: CheckDraft = {
  id: '',
  version: '1',
  title: '',
  asserts: '',
  population: 'account',
  value: '',
  shrinkage: 'silence',
  appliesTo: '',
  expression: '',
  joinType: '',
  joinKey: '',
  joinEquals: '',
  parameters: [],
  on: 'evidence',
  evidence: '',
  frozen: '',
}

export const emptyParameter: ParameterDraft = {
  name: '',
  type: 'integer',
  title: '',
  unit: 'days',
  minimum: '1',
  maximum: '365',
  options: '',
  value: '90',
}

/** The next version of a check there is. */
export function draftOf(definition: CheckDefinition): CheckDraft {
  const { id, version, title, asserts, population, value, shrinkage, appliesTo, expression, join } = definition
  return {
    ...emptyDraft,
    id,
    version: String(version + 1),
    title,
    asserts,
    population,
    value,
    shrinkage,
    appliesTo: appliesTo ?? '',
    expression,
    joinType: join?.type ?? '',
    joinKey: join?.key ?? '',
    joinEquals: join?.equals ?? '',
    parameters: Object.entries(definition.parameters ?? {}).map(([name, parameter]) => draftParameter(name, parameter)),
  }
}

/** The definition as the API takes it. What is missing or nonsense in it, the server says, with the field. */
export function composeDefinition(draft: CheckDraft): Record<string, unknown> {
  const { version, appliesTo, joinType, joinKey, joinEquals, parameters } = draft
  const { id, title, asserts, population, value, shrinkage, expression } = draft
  return {
    id: id.trim(),
    version: toNumber(version),
    title: title.trim(),
    asserts: asserts.trim(),
    population,
    shrinkage,
    ...(joinType === '' ? {} : { join: { type: joinType, key: joinKey, equals: joinEquals } }),
    ...(parameters.length === 0
      ? {}
      : { parameters: Object.fromEntries(parameters.map((one) => [one.name.trim(), composeParameter(one)])) }),
    ...(appliesTo.trim() === '' ? {} : { appliesTo }),
    expression,
    value: value.trim(),
  }
}

/** `The sentence asserted` as an id: `the-sentence-asserted`. */
export function idOf(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 60)
}

function draftParameter(name: string, parameter: Parameter): ParameterDraft {
  const base = {
    ...emptyParameter,
    name,
    type: parameter.type,
    title: parameter.title,
    unit: '',
    minimum: '',
    maximum: '',
  }
  switch (parameter.type) {
    case 'integer': {
      const { unit, minimum, maximum } = parameter
      return { ...base, unit, minimum: `${minimum}`, maximum: `${maximum}`, value: `${parameter.default}` }
    }
    case 'flag':
      return { ...base, value: `${parameter.default}` }
    case 'text':
      return { ...base, maximum: `${parameter.maximumLength}`, value: parameter.default }
    case 'choice':
      return { ...base, options: parameter.options.join(', '), value: parameter.default }
    case 'texts':
      return { ...base, maximum: `${parameter.maximumItems}`, value: parameter.default.join(', ') }
  }
}

function composeParameter({ type, title, unit, minimum, maximum, options, value }: ParameterDraft) {
  const own = { type, title: title.trim() }
  switch (type) {
    case 'integer':
      return { ...own, unit, minimum: toNumber(minimum), maximum: toNumber(maximum), default: toNumber(value) }
    case 'flag':
      return { ...own, default: value === 'true' }
    case 'text':
      return { ...own, maximumLength: toNumber(maximum), default: value }
    case 'choice':
      return { ...own, options: split(options), default: value.trim() }
    case 'texts':
      return { ...own, maximumItems: toNumber(maximum), default: split(value) }
  }
}

/** What is no number stays what was typed, so that the server names it. */
function toNumber(typed: string): number | string {
  return typed.trim() === '' || Number.isNaN(Number(typed)) ? typed : Number(typed)
}

function split(typed: string): string[] {
  return typed
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')
}
